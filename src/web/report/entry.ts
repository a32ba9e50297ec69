/** The first moment of a link: exchanges its token for this device's cookie and takes it out of the address. */
import { post, Refusal, sentence } from './api.ts'
import { button, draw, h } from './dom.ts'
import { plain } from './frame.ts'
import { texts } from './texts.ts'
import { t } from './words.ts'

interface Answer {
  kind: 'person' | 'household'
  state: 'in' | 'digits'
  go: string
}

/** @param on goes on with the page for the kind of link */
export function enter(token: string, on: (go: string) => void): void {
  void attempt()

  async function attempt(digits?: string): Promise<void> {
    try {
      const answer = await post<Answer>('/api/links/exchange', digits === undefined ? { token } : { token, digits })
      if (answer.state === 'digits') askDigits()
      else {
        history.replaceState(null, '', answer.go)
        on(answer.go)
      }
    } catch (error) {
      failed(error, digits)
    }
  }

  /** @param digits what was typed: it goes along when the same is tried again */
  function failed(error: unknown, digits: string | undefined): void {
    const refusal = error instanceof Refusal ? error : undefined
    if (!refusal || refusal.status === 0) {
      const again = () => {
        clearTimeout(timer)
        void attempt(digits)
      }
      draw([plain(t(texts.opening), t(texts.noConnection), button('retry', 'send', again, t(texts.retry)))])
      const timer = setTimeout(again, 10000)
      return
    }
    if (digits !== undefined && refusal.status === 403) {
      askDigits(sentence(error, texts.failed))
      return
    }
    const code = refusal.document?.code
    const again = code === 'link-ask-leader' || code === 'link-locked' || refusal.status >= 500
    draw([
      plain(
        t(texts.notOpen),
        sentence(error, texts.failed),
        again ? button('retry', 'send', () => void attempt(), t(texts.retry)) : null,
      ),
    ])
  }

  function askDigits(wrong?: string): void {
    const input = h('input', {
      type: 'tel',
      inputmode: 'numeric',
      maxlength: 4,
      autocomplete: 'off',
      id: 'digits',
      'aria-describedby': wrong ? 'wrong' : undefined,
    }) as HTMLInputElement
    const press = () => {
      if (/^\d{4}$/.test(input.value)) void attempt(input.value)
      else input.focus()
    }
    draw([
      h(
        'form',
        {
          class: 'plain',
          onsubmit: (e) => {
            e.preventDefault()
            press()
          },
        },
        h('h1', null, t(texts.digitsTitle)),
        h('p', null, t(texts.digitsWhy)),
        h('label', { for: 'digits' }, t(texts.digitsLabel)),
        input,
        wrong ? h('p', { class: 'wrong', id: 'wrong', role: 'alert' }, wrong) : null,
        button('go', 'send', press, t(texts.goOn)),
        h('p', { class: 'pale' }, t(texts.digitsLeader)),
      ),
    ])
    input.focus()
  }
}
