/** Builds and draws the page with what every browser above the floor has. */

/** Text, elements, and lists of them; what is false or missing is left out. */
export type Child = Node | string | null | undefined | false | readonly Child[]
type Props = Record<string, string | number | boolean | undefined | ((event: Event) => void)>

/** An element: `on…` are listeners, true and false set or leave out an attribute. Text is never read as markup. */
export function h(tag: string, props?: Props | null, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const name of Object.keys(props || {})) {
    const value = (props as Props)[name]
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
  add(element, children)
  return element
}

function add(to: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (typeof child === 'string') to.appendChild(document.createTextNode(child))
    else if (child instanceof Node) to.appendChild(child)
    else if (child) add(to, child)
  }
}

/** A button that can be pressed with thumb or keyboard; `key` lets it keep the focus when the page is drawn again. */
export function button(key: string, className: string, onclick: () => void, ...children: Child[]): HTMLElement {
  return h('button', { type: 'button', class: className, 'data-key': key, onclick }, ...children)
}

/** A button that stays pressed while its choice holds. */
export function choice(
  key: string,
  className: string,
  on: boolean,
  onclick: () => void,
  ...children: Child[]
): HTMLElement {
  const b = button(key, on ? `${className} on` : className, onclick, ...children)
  b.setAttribute('aria-pressed', String(on))
  return b
}

const holder = (): HTMLElement => document.getElementById('page') as HTMLElement

/** Draws the page anew; the focus stays where it was, and so does the scroll. */
export function draw(children: Child[]): void {
  const page = holder()
  const active = document.activeElement
  const key = active ? active.getAttribute('data-key') : null
  while (page.firstChild) page.removeChild(page.firstChild)
  add(page, children)
  if (!key) return
  const again = page.querySelector(`[data-key="${key}"]`) as HTMLElement | null
  if (again) again.focus()
}

/** True while somebody is writing: drawing anew would take the words from under the fingers. */
export function writing(): boolean {
  const active = document.activeElement
  return !!active && /^(INPUT|TEXTAREA)$/.test(active.tagName) && (active as HTMLInputElement).type !== 'file'
}
