/** What every page has around its content: the head with language and type size, and the foot with what waits. */
import { button, h } from './dom.ts'
import type { Queue } from './queue.ts'
import { keeps } from './store.ts'
import { texts } from './texts.ts'
import { language, large, setLanguage, setLarge, t } from './words.ts'

/** @param redraw draws the page anew in the other language or size */
export function head(title: (string | HTMLElement)[], below: string, redraw: () => void): HTMLElement {
  return h(
    'header',
    null,
    h(
      'div',
      { class: 'top' },
      h('h1', null, title),
      h(
        'div',
        { class: 'tools' },
        button(
          'large',
          'tool',
          () => {
            setLarge(!large)
            redraw()
          },
          large ? t(texts.normal) : t(texts.large),
        ),
        button(
          'language',
          'tool',
          () => {
            setLanguage(language === 'zh' ? 'en' : 'zh')
            redraw()
          },
          t(texts.toEnglish),
        ),
      ),
    ),
    below && h('p', null, below),
  )
}

/** The one main action, with why it is off or what it leaves open, and below it what waits. */
export function foot(
  action: { label: string; note?: string; on: boolean; press: () => void } | null,
  queue: Queue,
): HTMLElement {
  const send =
    action && button('send', 'send', action.press, action.label, action.note ? h('small', null, action.note) : null)
  if (send && !action?.on) send.setAttribute('aria-disabled', 'true')
  return h('footer', null, send, waiting(queue))
}

/** How many wait, why, and what to do; otherwise that no network is needed. */
export function waiting(queue: Queue): HTMLElement {
  const list = queue.waiting()
  const blocked = list.filter((e) => e.state === 'blocked').length
  if (blocked) return h('p', { class: 'hold', role: 'status' }, t(texts.blocked, { n: blocked }))
  const tried = list.filter((e) => e.tries > 0).length
  if (tried) {
    const why = navigator.onLine === false ? texts.whyOffline : queue.silent ? texts.whySilent : texts.whyBusy
    return h(
      'p',
      { class: 'hold', role: 'status' },
      t(texts.waits, { n: list.length, why: t(why) }),
      ' ',
      button('try', 'link', () => queue.wake(), t(texts.tryNow)),
    )
  }
  if (list.length) return h('p', { role: 'status' }, t(texts.sending))
  return h('p', null, keeps ? t(texts.offline) : t(texts.notKept))
}

/** A plain page with one sentence and at most one thing to do. */
export function plain(title: string, why: string, ...more: (HTMLElement | null)[]): HTMLElement {
  return h('div', { class: 'plain', role: 'alert' }, h('h1', null, title), h('p', null, why), more)
}
