/** A squad's sheet while nothing can be entered that would count: what comes next, and the other squads. */
import { h } from './dom.ts'
import type { Squad } from './model.ts'
import { squadChooser } from './squad-chooser.ts'
import { texts } from './texts.ts'
import { clock, serverNow, t } from './words.ts'

/** Nothing is asked, or not yet: a reading before the window opens would not be counted in it. A fever is always waited for. */
export const isIdle = ({ form, slot, people }: Squad): boolean =>
  !form || !slot || (Date.parse(slot.opens_at) > serverNow() && !people.some((p) => p.second || isRed(p)))

/** High again after the second reading: the server asks for no second one any more, the alert is red. */
export const isRed = (p: Squad['people'][number]): boolean =>
  !p.second && !!p.last && p.last.flags.indexOf('fever') >= 0

export function idleSheet(squad: Squad, choose: (id: string) => void): HTMLElement {
  const { form, slot } = squad
  return h(
    'main',
    null,
    h(
      'section',
      { class: 'card' },
      h('p', null, t(form ? texts.nothingNow : texts.noCampaign)),
      slot && h('p', { class: 'pale' }, t(texts.nothingMore, { title: t(slot.title), time: clock(slot.opens_at) })),
    ),
    squadChooser(squad, choose),
  )
}
