/** At the foot of the household's page: the notice again, and what the family may ask about its data. */
import { post, sentence } from './api.ts'
import { button, h } from './dom.ts'
import type { Household } from './model.ts'
import { texts } from './texts.ts'
import { clock, t } from './words.ts'

export function myData(home: Household, choose: () => void): HTMLElement {
  const answer = h('p', { role: 'status' })
  const ask = async (kind: string) => {
    try {
      const done = await post<{ at: string }>('/api/household/rights-request', { kind })
      answer.textContent = t(texts.asked, { time: clock(done.at) })
    } catch (error) {
      answer.textContent = sentence(error, texts.noConnection)
    }
  }
  const body = h(
    'div',
    { hidden: true },
    home.notice.sections.map((s) => h('div', null, h('h3', null, t(s.title)), h('p', null, t(s.text)))),
    button('choose', 'row', choose, t(texts.chooseAgain)),
    button('access', 'row', () => void ask('access'), t(texts.askAccess)),
    button('copy', 'row', () => void ask('copy'), t(texts.askCopy)),
    button('deletion', 'row', () => void ask('deletion'), t(texts.askDeletion)),
    answer,
  )
  const toggle = button(
    'data',
    'row pale',
    () => {
      const open = body.hasAttribute('hidden')
      if (open) body.removeAttribute('hidden')
      else body.setAttribute('hidden', '')
      toggle.setAttribute('aria-expanded', String(open))
    },
    t(texts.myData),
    h('span', { 'aria-hidden': 'true' }, ' ›'),
  )
  toggle.setAttribute('aria-expanded', 'false')
  return h('section', { class: 'data' }, toggle, body)
}
