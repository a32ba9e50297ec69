/** The "why" box in sentences: who was told, who is next, and why somebody was not. */
import { fill, type Text } from '#platform/texts.ts'
import { passedTexts } from '../notices/schema.ts'
import type { StepShape, WhyShape } from './schema.ts'

const texts = {
  notDue: { zh: '{due} 截止，还没到时间。', en: 'Due at {due}; not yet.' },
  complete: { zh: '没有缺的，不用催。', en: 'Nothing is missing, so nobody is reminded.' },
  noLadder: { zh: '这项措施没有规定逐级催报。', en: 'This measure names no steps of escalation.' },
  noCampaign: { zh: '防控已经停止，不再催报。', en: 'The campaign has stopped, so nobody is reminded any more.' },
  told: { zh: '{at} 已提醒{who}。', en: '{at}: {who} reminded.' },
  held: {
    zh: '{at} 该通知{who}，夜间不打扰，{until} 发出。',
    en: '{at}: {who} would have been told; held back for the night until {until}.',
  },
  settled: {
    zh: '{at} 该通知{who}，夜里已经报齐，没有再发。',
    en: '{at}: {who} would have been told; settled during the night, so nothing was sent.',
  },
  acknowledged: {
    zh: '{name} {at} 已接手，{until} 前不再往上报。',
    en: '{name} took it up at {at}; nothing goes further up until {until}.',
  },
  nobody: {
    zh: '{at} {who}一级没有人可以通知（{passed}）。',
    en: '{at}: nobody to tell at the level of {who} ({passed}).',
  },
  overtaken: {
    zh: '{who}这一步已过，合并到后一步通知。',
    en: 'The step of {who} had gone by and was joined to the next.',
  },
  toldBefore: {
    zh: '{name} 前面已经通知过，{at} 不再重复。',
    en: '{name} had been told before, so not again at {at}.',
  },
  next: { zh: '{at} 仍未报，将通知{who}{names}。', en: 'If still missing at {at}: {who}{names} will be told.' },
  repeat: {
    zh: '{at} 仍未报，将再次通知{who}{names}，直到有人接手。',
    en: 'If still missing at {at}: {who}{names} will be told again, until somebody takes it up.',
  },
  nextHeld: {
    zh: '夜间不打扰，{until} 再通知{who}{names}。',
    en: 'Held back for the night; {who}{names} will be told at {until}.',
  },
  passed: { zh: '（{list}，改为通知 {name}）', en: ' ({list}; {name} instead)' },
  byHand: { zh: '{at} 已人工催报。', en: 'Reminded by hand at {at}.' },
  ended: { zh: '逐级催报已到最后一级。', en: 'The last level has been told.' },
  downtime: {
    zh: '程序 {from} 至 {until} 停机，催报时间顺延。',
    en: 'The program was down from {from} to {until}; the steps come later by that.',
  },
  basis: { zh: '依据：{directive} 第{number}条 {title}', en: 'Basis: {directive}, clause {number}, {title}' },
} satisfies Record<string, Text>

type Part = Omit<WhyShape, 'sentences'>
export type Clock = (instant: string) => string

const join = (list: readonly Text[], zh: string, en: string): Text => ({
  zh: list.map((t) => t.zh).join(zh),
  en: list.map((t) => t.en).join(en),
})

/** @param clock shows an instant as local time, `07:45` */
export function sentencesOf(why: Part, clock: Clock): Text[] {
  const made: Text[] = []
  if (why.missing === 0 && why.next === null && why.steps.every((s) => s.told.length + s.persons === 0))
    made.push(texts.complete)
  else if (why.ended === 'stopped') made.push(texts.noCampaign)
  else if (why.steps.length === 0) made.push(texts.noLadder)
  else if (why.due_at !== null && why.steps.every((s) => s.state === 'next' || s.state === 'later'))
    made.push(fill(texts.notDue, { due: clock(why.due_at) }))
  made.push(...past(why.steps, clock))
  if (why.by_hand) made.push(fill(texts.byHand, { at: clock(why.by_hand.at) }))
  if (why.downtime)
    made.push(fill(texts.downtime, { from: clock(why.downtime.from), until: clock(why.downtime.until) }))
  if (why.next) made.push(nextOf(why.next, clock))
  else if (why.ended === 'ladder_end') made.push(texts.ended)
  if (why.clause)
    made.push({
      zh: fill(texts.basis, {
        directive: `${why.clause.directive_number} ${why.clause.directive.zh}`,
        number: why.clause.number,
        title: why.clause.title.zh,
      }).zh,
      en: fill(texts.basis, {
        directive: `${why.clause.directive_number} ${why.clause.directive.en}`,
        number: why.clause.number,
        title: why.clause.title.en,
      }).en,
    })
  return made
}

/** What has happened, steps of one minute in one sentence. */
function past(steps: readonly StepShape[], clock: Clock): Text[] {
  const made: Text[] = []
  const sent = steps.filter((s) => s.state === 'told')
  for (const [at, list] of Map.groupBy(sent, (s) => clock(s.sent_at ?? s.at))) {
    const who = join(
      list.map((s) => s.title),
      '和',
      ' and ',
    )
    made.push({ zh: fill(texts.told, { at, who: who.zh }).zh, en: fill(texts.told, { at, who: who.en }).en })
  }
  for (const s of steps) {
    const both = (text: Text, params: Record<string, string>) =>
      made.push({
        zh: fill(text, { ...params, who: s.title.zh }).zh,
        en: fill(text, { ...params, who: s.title.en }).en,
      })
    const held = s.told.find((t) => t.sent_at === null)
    if (s.state === 'held' && held?.held_until) both(texts.held, { at: clock(s.at), until: clock(held.held_until) })
    if (s.state === 'held' && held && held.held_why === 'settled') both(texts.settled, { at: clock(s.at) })
    for (const t of s.told)
      if (t.acknowledged_at && t.acknowledged_until)
        both(texts.acknowledged, { name: t.name, at: clock(t.acknowledged_at), until: clock(t.acknowledged_until) })
    for (const u of s.unsent) {
      if (u.why === 'nobody') {
        const why = passedWords(u.passed)
        made.push({
          zh: fill(texts.nobody, { at: clock(u.at), who: s.title.zh, passed: why.zh }).zh,
          en: fill(texts.nobody, { at: clock(u.at), who: s.title.en, passed: why.en }).en,
        })
      }
      if (u.why === 'overtaken') both(texts.overtaken, {})
      if (u.why === 'told' && u.name) both(texts.toldBefore, { name: u.name, at: clock(u.at) })
    }
  }
  return made
}

const passedWords = (passed: StepShape['unsent'][number]['passed']): Text => {
  const list = passed.map((p) => {
    const why = passedTexts[p.why] ?? { zh: p.why, en: p.why }
    const name = p.name === null ? '' : ` ${p.name}`
    return { zh: `${p.post}${name}${why.zh}`, en: `${p.post}${name} ${why.en}` }
  })
  return join(list, '、', ', ')
}

function nextOf(next: NonNullable<Part['next']>, clock: Clock): Text {
  const text = next.held_until ? texts.nextHeld : next.repeat ? texts.repeat : texts.next
  const names = nextNames(next.recipients)
  const params = { at: clock(next.at), until: next.held_until ? clock(next.held_until) : '' }
  return {
    zh: fill(text, { ...params, who: next.title.zh, names: names.zh }).zh,
    en: fill(text, { ...params, who: next.title.en, names: names.en }).en,
  }
}

/** At most three names; whom it goes past stands beside the one who is told instead. */
function nextNames(recipients: NonNullable<Part['next']>['recipients']): Text {
  const own = recipients.filter((r) => r.via !== 'owner')
  if (own.length === 0) return { zh: '', en: '' }
  const list = own.slice(0, 3).map((r): Text => {
    if (r.passed.length === 0) return { zh: r.name, en: r.name }
    const passed = passedWords(r.passed)
    return {
      zh: `${r.name}${fill(texts.passed, { list: passed.zh, name: `${r.post} ${r.name}` }).zh}`,
      en: `${r.name}${fill(texts.passed, { list: passed.en, name: r.name }).en}`,
    }
  })
  const more = own.length > 3 ? { zh: `等 ${own.length} 人`, en: ` and ${own.length - 3} more` } : { zh: '', en: '' }
  const joined = join(list, '、', ', ')
  return { zh: ` ${joined.zh}${more.zh}`, en: ` ${joined.en}${more.en}` }
}
