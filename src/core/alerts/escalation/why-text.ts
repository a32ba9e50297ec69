/** The "why" box in sentences: who was told, who is next, and why somebody was not. */
import { fill, say, type Text } from '#platform/texts.ts'
import type { StepShape, WhyShape } from './schema.ts'
import { passedText, severalText, whoText } from './why-names.ts'

const texts = {
  notDue: { zh: '{due} 截止，还没到时间。', en: 'Due at {due}; not yet.' },
  notYet: { zh: '{due} 已截止，还没到催报的时间。', en: 'It was due at {due}; the first reminder is still to come.' },
  complete: { zh: '没有缺的，不用催。', en: 'Nothing is missing, so nobody is reminded.' },
  noLadder: { zh: '这项措施没有规定逐级催报。', en: 'This measure names no steps of escalation.' },
  noCampaign: { zh: '防控已经停止，不再催报。', en: 'The campaign has stopped, so nobody is reminded any more.' },
  told: { zh: '{at} 已提醒{who}。', en: '{at}: reminded {who}.' },
  self: { zh: '本人', en: 'the person' },
  selves: { zh: '未报的 {count} 人', en: 'the {count} missing' },
  eachSelf: { zh: '本人', en: 'the people themselves' },
  held: {
    zh: '{at} 应通知{who}，夜间不打扰，{until} 发出。',
    en: '{at}: notice to the {who} held back for the night until {until}.',
  },
  settled: {
    zh: '{at} 应通知{who}，夜间已报齐，没有再发。',
    en: '{at}: notice to the {who} held back for the night; all came in, so nothing was sent.',
  },
  acknowledged: {
    zh: '{name} {at} 已接手，{until} 前不再往上报。',
    en: '{name} took it up at {at}; nothing goes further up until {until}.',
  },
  ranOut: {
    zh: '{name} {from} 接手，{at} 到时仍未报齐。',
    en: '{name} took it up at {from}; at {at} it was still not complete.',
  },
  nobody: {
    zh: '{at} {who}一级无人可通知（{passed}）。',
    en: '{at}: there was nobody to tell in place of the {who} ({passed}).',
  },
  overtaken: {
    zh: '{who}一级的时间已过，并入后一级通知。',
    en: 'The time for the {who} had gone by; the next level was told instead.',
  },
  toldBefore: {
    zh: '{at} 本应再通知{name}，此前已经通知，不再重复。',
    en: '{at}: {name} had been told before, so not again.',
  },
  next: { zh: '{at} 仍未报，将通知{who}。', en: 'If still missing at {at}, {who} will be told.' },
  afterwards: {
    zh: '{at} 接手到时仍未报，将通知{who}。',
    en: 'If still missing when that runs out at {at}, {who} will be told.',
  },
  repeat: {
    zh: '{at} 仍未报，将再次通知{who}，直到有人接手。',
    en: 'If still missing at {at}, {who} will be told again, until somebody takes it up.',
  },
  nextHeld: {
    zh: '夜间不打扰，{until} 仍未报再通知{who}。',
    en: 'Held back for the night; if still missing at {until}, {who} will be told.',
  },
  nextNobody: {
    zh: '{at} 仍未报，{title}一级无人可通知（{passed}）。',
    en: 'If still missing at {at}, there is nobody to tell in place of the {title} ({passed}).',
  },
  byHand: { zh: '{at} 已人工催报。', en: 'Reminded by hand at {at}.' },
  ended: { zh: '已逐级报到最后一级。', en: 'The last level has been told.' },
  downtime: {
    zh: '系统 {from} 至 {until} 停机，催报时间顺延。',
    en: 'The program was down from {from} to {until}; the steps come later by that.',
  },
  basis: { zh: '依据：{directive} 第{number}条 {title}', en: 'Basis: {directive}, clause {number}, {title}' },
} satisfies Record<string, Text>

type Part = Omit<WhyShape, 'sentences'>
export type Clock = (instant: string) => string

/** Fills texts that are themselves pairs, each language with its own. */
const both = (text: Text, params: Readonly<Record<string, Text | string>>): Text => {
  const of = (language: 'zh' | 'en') =>
    say(
      text,
      language,
      Object.fromEntries(Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? v : v[language]])),
    )
  return { zh: of('zh'), en: of('en') }
}

/** @param clock shows an instant as local time, `07:45` */
export function sentencesOf(why: Part, clock: Clock): Text[] {
  const made: Text[] = []
  if (why.missing === 0 && why.next === null && why.steps.every((s) => s.told.length + s.persons === 0))
    made.push(texts.complete)
  else if (why.ended === 'stopped') made.push(texts.noCampaign)
  else if (why.steps.length === 0) made.push(texts.noLadder)
  else if (why.due_at !== null && why.steps.every((s) => s.state === 'next' || s.state === 'later'))
    made.push(fill(why.missing > 0 ? texts.notYet : texts.notDue, { due: clock(why.due_at) }))
  made.push(...past(why, clock))
  if (why.by_hand) made.push(fill(texts.byHand, { at: clock(why.by_hand.at) }))
  if (why.downtime)
    made.push(fill(texts.downtime, { from: clock(why.downtime.from), until: clock(why.downtime.until) }))
  if (why.next) made.push(nextText(why.next, clock))
  else if (why.ended === 'ladder_end') made.push(texts.ended)
  if (why.clause) {
    const { directive_number, directive, number, title } = why.clause
    const named = { zh: `${directive_number} ${directive.zh}`, en: `${directive_number} ${directive.en}` }
    made.push(both(texts.basis, { directive: named, number, title }))
  }
  return made
}

interface Happened {
  readonly at: string
  /** Of what happened in one minute: 0 what led to it, 1 who was told, 2 what became of it. */
  readonly rank: 0 | 1 | 2
  readonly text: Text
}

/** What has happened, in the order in which it did; what was told within one minute is one sentence. */
function past(why: Part, clock: Clock): Text[] {
  const happened = [
    ...tellings(why.steps, clock),
    ...takenUp(why, clock),
    ...why.steps.flatMap((s) => ofStep(s, why.steps, clock)),
  ]
  const minute = (h: Happened) => Math.floor(Date.parse(h.at) / 60_000)
  return happened.sort((a, b) => minute(a) - minute(b) || a.rank - b.rank).map((h) => h.text)
}

/** Who took it up, and where that ran out; several who did so together in one sentence. */
function takenUp(why: Part, clock: Clock): Happened[] {
  const acks = why.steps.flatMap((s) => s.told).filter((t) => t.acknowledged_at !== null)
  const alike = Map.groupBy(
    acks,
    (t) => `${clock(t.acknowledged_at!)} ${t.acknowledged_until ?? ''} ${t.ran_out_at ?? ''}`,
  )
  return [...alike.values()].flatMap((list): Happened[] => {
    const { acknowledged_at: at, acknowledged_until: until, ran_out_at: ranOut } = list[0]!
    const all = [...new Set(list.map((t) => t.name))]
    const name = severalText(all)
    if (until)
      return [{ at: at!, rank: 2, text: both(texts.acknowledged, { name, at: clock(at!), until: clock(until) }) }]
    if (!ranOut || why.missing === 0) return []
    return [{ at: ranOut, rank: 0, text: both(texts.ranOut, { name, from: clock(at!), at: clock(ranOut) }) }]
  })
}

function tellings(steps: readonly StepShape[], clock: Clock): Happened[] {
  const sent = steps.flatMap((s) => [
    ...(s.persons > 0 && s.sent_at !== null ? [{ at: s.sent_at, persons: s.persons, told: [] }] : []),
    ...s.told.flatMap((t) => (t.sent_at === null ? [] : [{ at: t.sent_at, persons: 0, told: [t] }])),
  ])
  return [...Map.groupBy(sent, (s) => clock(s.at))].map(([at, list]) => {
    const persons = list.reduce((n, s) => n + s.persons, 0)
    const self = persons === 1 ? texts.self : fill(texts.selves, { count: persons })
    // Why somebody stood in was said when it was still to come; here it counts who was told.
    const told = list.flatMap((s) => s.told).map((t) => ({ ...t, passed: [] }))
    return { at: list[0]!.at, rank: 1, text: both(texts.told, { at, who: whoText({ persons, list: told }, self) }) }
  })
}

/** What else became of a step: held back, nobody there, joined to the next. */
function ofStep(s: StepShape, all: readonly StepShape[], clock: Clock): Happened[] {
  const made: Happened[] = []
  // Two steps of one minute that find the same person: the sentence about who was told says it.
  const justTold = (name: string, at: string): boolean =>
    all.some((x) => x.told.some((t) => t.name === name && t.sent_at !== null && clock(t.sent_at) === clock(at)))
  const add = (at: string, text: Text, params: Readonly<Record<string, Text | string>>) =>
    made.push({ at, rank: 2, text: both(text, { at: clock(at), who: bare(s.title), ...params }) })
  const held = s.told.find((t) => t.sent_at === null)
  if (s.state === 'held' && held?.held_until) add(s.at, texts.held, { until: clock(held.held_until) })
  if (s.state === 'held' && held?.held_why === 'settled') add(s.at, texts.settled, {})
  // A step that is taken again and again is kept each time; once is enough to say.
  const unsent = Map.groupBy(s.unsent, (u) => u.why)
  for (const [u] of unsent.values()) {
    const passed = passedText(u!.passed)
    if (u!.why === 'nobody' && passed) add(u!.at, texts.nobody, { passed })
    if (u!.why === 'overtaken') add(u!.at, texts.overtaken, {})
  }
  // Where the step told others, that is what counts of it; where it told nobody, this is why.
  const toldOthers = (at: string): boolean => s.told.some((t) => t.sent_at !== null && clock(t.sent_at) === clock(at))
  const before = s.unsent.filter(
    (u) => u.why === 'told' && u.name !== null && !justTold(u.name, u.at) && !toldOthers(u.at),
  )
  for (const list of Map.groupBy(before, (u) => clock(u.at)).values())
    add(list[0]!.at, texts.toldBefore, { name: severalText([...new Set(list.map((u) => u.name!))]) })
  return made
}

/** A step's title behind an article of its own: "the person" is then "person". */
const bare = (title: Text): Text => ({ ...title, en: title.en.replace(/^the /, '') })

function nextText(next: NonNullable<Part['next']>, clock: Clock): Text {
  const at = clock(next.at)
  const { persons, recipients, title } = next
  const passed = passedText(next.nobody)
  if (persons + recipients.length === 0 && passed) return both(texts.nextNobody, { at, title, passed })
  const list = recipients.filter((r) => !(r.via === 'owner' && persons > 0))
  const who =
    persons + list.length === 0 ? title : whoText({ persons, list }, persons === 1 ? texts.self : texts.eachSelf)
  if (next.held_until) return both(texts.nextHeld, { until: clock(next.held_until), who })
  return both(next.repeat ? texts.repeat : next.ran_out ? texts.afterwards : texts.next, { at, who })
}
