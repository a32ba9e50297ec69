/** What was sent for a relative: how it stands, and what a flag means, in kind words. */
import { type Answer, peopleOf } from './answers.ts'
import { button, h } from './dom.ts'
import type { PageForm, Relative } from './model.ts'
import type { Entry } from './queue.ts'
import { texts } from './texts.ts'
import { clock, degrees, names, t } from './words.ts'

/** Minutes of rest before a second reading. */
export const restMs = 10 * 60000

/** What is not in yet: being sent, or waiting for a network. */
export const onItsWay = (entry: Entry | undefined): string =>
  t(entry && (entry.tries > 0 || entry.state === 'blocked') ? texts.held : texts.sending)

interface Told {
  /** This phone's entry; undefined where another phone has answered. */
  entry: Entry | undefined
  answer: Answer | undefined
  change: HTMLElement
  /** Opens the second reading. */
  again: () => void
  /** This phone has told of a fever of this relative before. */
  before: boolean
}

export function toldCard(form: PageForm | null, r: Relative, top: HTMLElement, told: Told): HTMLElement {
  const { entry, answer, change } = told
  if (!entry || !answer) {
    const words = h('p', { class: 'told' }, h('b', null, '✓'), ' ', t(texts.answeredElsewhere), end(change))
    return h('section', { class: 'card' }, top, words)
  }
  const stored = entry.state === 'sent' ? entry.result : undefined
  const when = stored ? t(texts.receivedAt, { time: clock(stored.received_at) }) : onItsWay(entry)
  const mark = stored ? h('b', null, '✓') : h('i', null, '…')
  const line = h('p', { class: 'told' }, mark, ' ', words(form, answer), ' ', end(h('small', null, when), change))
  const next = stored ? nextStep(r, answer, entry, told) : null
  return h('section', { class: answer.well ? 'card' : 'card hot' }, top, line, next)
}

const end = (...children: HTMLElement[]): HTMLElement => h('span', { class: 'end' }, children)

function words(form: PageForm | null, answer: Answer): string {
  const field = form?.people?.filter((f) => f.name === 'symptoms')[0]
  const symptoms = (answer.symptoms || []).map((code) => {
    const found = (field?.choices || []).filter((c) => c.code === code)[0]
    return found ? t(found.title) : code
  })
  const parts = [
    t(answer.well ? texts.well : texts.ill),
    answer.celsius === undefined ? '' : `${degrees(answer.celsius)} ℃`,
    names(symptoms),
  ]
  return parts.filter((part) => part).join(' · ')
}

/** A flag in kind words: what to do now, and who will call. */
function nextStep(r: Relative, answer: Answer, entry: Entry, told: Told): HTMLElement | null {
  const flags = entry.result?.flags || []
  const name = r.name
  if (!flags.length || (answer.well && answer.celsius === undefined)) return null
  const readings = peopleOf(entry).map((a) => a.celsius || 0)
  const hottest = Math.max.apply(null, readings)
  if (flags.indexOf('fever') >= 0 && answer.celsius !== undefined && (!answer.well || answer.celsius === hottest)) {
    const measured = entry.firstTried || !entry.result ? entry.at : Date.parse(entry.result.received_at)
    const params = { name, celsius: degrees(answer.celsius), time: clock(measured + restMs) }
    return h(
      'div',
      { class: 'next' },
      h('p', null, t(told.before ? texts.redHome : texts.fever, params)),
      button(`${r.id}-again`, 'b warm', told.again, t(told.before ? texts.measureOnce : texts.measureAgain)),
    )
  }
  if (answer.well) return null
  return h('div', { class: 'next' }, h('p', null, t(answer.symptoms ? texts.symptom : texts.flagged, { name })))
}

/** What the server said of this relative's answer. */
export function whyRefused(entry: Entry, person: string): string {
  const people = peopleOf(entry).map((a) => a.person)
  const here = `/people/${people.indexOf(person)}/`
  const wrong = entry.problem?.wrong || []
  const about = wrong.filter((w) => w.at.indexOf(here) >= 0)[0] || wrong[0]
  return about?.reason || entry.problem?.title || t(texts.failed)
}
