/** A household's answers on their way into reports: what is new, what corrects what was sent. Decides, draws nothing. */
import type { Reading } from './keypad.ts'
import type { Entry, ReportBody } from './queue.ts'

/** What has been tapped for one relative. */
export interface Draft {
  well?: boolean
  reading: Reading
  symptoms: string[]
  /** A further reading after a high one: a report of its own, which corrects nothing. */
  again?: boolean
}

/** One relative's answer as the form takes it. */
export interface Answer {
  person: string
  well: boolean
  celsius?: number
  symptoms?: string[]
}

export const emptyDraft = (): Draft => ({ reading: {}, symptoms: [] })

/** Whether it can be sent: somebody unwell says what it is, or how high. */
export function complete(draft: Draft | undefined): boolean {
  if (!draft || draft.well === undefined) return false
  if (draft.reading.whole !== undefined && draft.reading.celsius === undefined) return false
  return draft.well || draft.symptoms.length > 0 || draft.reading.celsius !== undefined
}

export function answerOf(person: string, draft: Draft): Answer {
  const answer: Answer = { person, well: draft.well === true }
  if (draft.reading.celsius !== undefined) answer.celsius = draft.reading.celsius
  if (!draft.well && draft.symptoms.length) answer.symptoms = draft.symptoms
  return answer
}

export const draftOf = (answer: Answer): Draft => ({
  well: answer.well,
  reading: answer.celsius === undefined ? {} : { celsius: answer.celsius },
  symptoms: answer.symptoms || [],
})

export const peopleOf = (entry: Entry): Answer[] => (entry.body.answers.people as Answer[] | undefined) || []

/** The newest entry from this phone that holds an answer for the relative. */
export function entryOf(entries: readonly Entry[], person: string): Entry | undefined {
  const found = entries.filter((e) => e.state !== 'refused' && peopleOf(e).some((a) => a.person === person))
  return found.sort((a, b) => a.at - b.at)[found.length - 1]
}

/** The report that a later correction of this entry names. */
export const rootOf = (entry: Entry): string => entry.body.corrects || entry.id

export interface Filled {
  answers: Answer[]
  /** Relatives whose answer is a further reading. */
  again: string[]
  /** The family's words, and the form's field for them. */
  need?: { field: string; text: string }
}

const homeEntry = 'home'

/**
 * What goes into the queue: new answers together with what still waits untold; for relatives whose answer was sent, a
 * correction of the whole report that held it; a further reading as a report of its own.
 */
export function reports(
  entries: readonly Entry[],
  filled: Filled,
  base: Omit<ReportBody, 'answers'>,
): { about: string; body: ReportBody }[] {
  const out: { about: string; body: ReportBody }[] = []
  const fresh: Answer[] = []
  const fixes: { [root: string]: { entry: Entry; people: Answer[] } } = {}
  for (const answer of filled.answers) {
    const before = entryOf(entries, answer.person)
    if (filled.again.indexOf(answer.person) >= 0) {
      out.push({
        about: `again.${answer.person}.${base.observed_at}`,
        body: { ...base, answers: { people: [answer] } },
      })
    } else if (before && before.state === 'sent') {
      const root = rootOf(before)
      const fix = fixes[root] || { entry: before, people: peopleOf(before) }
      fixes[root] = fix
      fix.people = fix.people.map((a) => (a.person === answer.person ? answer : a))
    } else fresh.push(answer)
  }
  const waiting = entries.filter((e) => e.about === homeEntry && e.state === 'waiting')[0]
  if (fresh.length) {
    const others = waiting ? peopleOf(waiting).filter((a) => !fresh.some((f) => f.person === a.person)) : []
    const rest = waiting ? without(waiting.body.answers, 'people') : {}
    out.push({ about: homeEntry, body: { ...base, answers: { ...rest, people: others.concat(fresh) } } })
  }
  for (const root of Object.keys(fixes)) {
    const fix = fixes[root] as { entry: Entry; people: Answer[] }
    const rest = without(fix.entry.body.answers, 'people')
    out.push({ about: `fix.${root}`, body: { ...base, corrects: root, answers: { ...rest, people: fix.people } } })
  }
  return addNeed(out, entries, filled, base)
}

/** The family's words travel with what is sent now, else as a correction of the last report. */
function addNeed(
  out: { about: string; body: ReportBody }[],
  entries: readonly Entry[],
  filled: Filled,
  base: Omit<ReportBody, 'answers'>,
) {
  if (!filled.need || !filled.need.text) return out
  const words = { [filled.need.field]: filled.need.text }
  const first = out[0]
  if (first) first.body.answers = { ...first.body.answers, ...words }
  else {
    const last = entries
      .filter((e) => e.state === 'sent' || e.state === 'waiting')
      .sort((a, b) => a.at - b.at)
      .pop()
    if (last && last.state === 'waiting')
      out.push({ about: last.about, body: { ...last.body, answers: { ...last.body.answers, ...words } } })
    else if (last)
      out.push({
        about: `fix.${rootOf(last)}`,
        body: { ...base, corrects: rootOf(last), answers: { ...last.body.answers, ...words } },
      })
  }
  return out
}

function without(answers: Record<string, unknown>, name: string): Record<string, unknown> {
  const rest: Record<string, unknown> = {}
  for (const key of Object.keys(answers)) if (key !== name) rest[key] = answers[key]
  return rest
}
