/** Whether a playbook's names fit together: nothing twice, nothing pointing at what is not there. */
import { roles } from '#core/organisation/roles.ts'
import type { Text } from '#platform/texts.ts'
import type { Faults, Path } from './fault.ts'
import { near } from './near.ts'
import { ladderSteps, type Measure, ownerWords, type Playbook } from './schema.ts'

const texts = {
  twice: { zh: '“{word}”写了两次', en: '"{word}" stands here twice' },
  unknown: { zh: '没有{what}“{word}”', en: 'There is no {what} "{word}"' },
  unknownNear: { zh: '没有{what}“{word}”，是不是“{near}”', en: 'There is no {what} "{word}"; did you mean "{near}"' },
  needs: { zh: '对象是{subject}的措施要写明 {key}', en: 'A measure about {subject} has to say {key}' },
  surplus: { zh: '对象是{subject}的措施用不到 {key}', en: 'A measure about {subject} has no use for {key}' },
  needsForm: { zh: '已启用（ready）的措施要写明表单', en: 'A measure that is ready has to name its form' },
  needsCalendar: {
    zh: '本版已启用（ready）的措施只能按日历触发',
    en: 'In this version a measure that is ready has to go by the calendar',
  },
  needsSlots: {
    zh: '按日历触发的措施至少要有一个时段',
    en: 'A measure that goes by the calendar needs at least one slot',
  },
  noHan: { zh: '中文里没有汉字', en: 'The Chinese text holds no Chinese characters' },
  hanInEnglish: { zh: '英文里夹着汉字', en: 'The English text holds Chinese characters' },
  ladderOrder: { zh: '催报阶梯的次序应为 {order}', en: 'The steps of the ladder should stand in the order {order}' },
  noStep: { zh: '催报阶梯里没有“{word}”这一级', en: 'The ladder has no step "{word}"' },
} satisfies Record<string, Text>

const nouns = {
  post: { zh: '职务', en: 'post' },
  form: { zh: '表单', en: 'form' },
  placeKind: { zh: '场所类别', en: 'kind of place' },
  applianceKind: { zh: '装备类别', en: 'kind of appliance' },
  event: { zh: '事件', en: 'event' },
  clause: { zh: '条款', en: 'clause' },
  role: { zh: '角色', en: 'role' },
  rule: { zh: '规则', en: 'rule' },
} satisfies Record<string, Text>

const subjects: Record<Measure['subject'], Text> = {
  person: { zh: '人员', en: 'persons' },
  household: { zh: '家庭', en: 'households' },
  unit: { zh: '单位', en: 'units' },
  place: { zh: '场所', en: 'places' },
  appliance: { zh: '装备', en: 'appliances' },
}

/** Checks all names of a playbook. */
export function checkNames(book: Playbook, faults: Faults): void {
  duplicates(book, faults)
  postsAndLadder(book, faults)
  for (const [i, measure] of book.measures.entries()) checkMeasure(book, measure, ['measures', i], faults)
  const ruleCodes = new Set(book.forms.flatMap((f) => f.rules.map((r) => r.code)))
  for (const [i, rule] of book.alerts.secondReading.rules.entries()) {
    known(faults, ['alerts', 'secondReading', 'rules', i], rule, ruleCodes, 'rule')
  }
  languages(book, [], faults)
}

function duplicates(book: Playbook, faults: Faults): void {
  const list = (path: Path, words: readonly string[], key: string) => {
    const seen = new Set<string>()
    for (const [i, word] of words.entries()) {
      if (seen.has(word)) faults.add([...path, i, ...key.split('.')], texts.twice, { word })
      seen.add(word)
    }
  }
  for (const name of ['posts', 'placeKinds', 'applianceKinds', 'events', 'directives', 'measures'] as const) {
    list(
      [name],
      (book[name] as { code: string }[]).map((x) => x.code),
      'code',
    )
  }
  list(
    ['posts'],
    book.posts.map((p) => p.title.zh),
    'title.zh',
  )
  list(
    ['forms'],
    book.forms.map((f) => `${f.code} ${f.version}`),
    'code',
  )
  list(
    ['escalation', 'ladder'],
    book.escalation.ladder.map((s) => s.code),
    'code',
  )
  for (const [i, d] of book.directives.entries())
    list(
      ['directives', i, 'clauses'],
      d.clauses.map((c) => String(c.number)),
      'number',
    )
  for (const [i, m] of book.measures.entries())
    list(
      ['measures', i, 'slots'],
      m.slots.map((s) => s.code),
      'code',
    )
  for (const [i, f] of book.forms.entries())
    list(
      ['forms', i, 'rules'],
      f.rules.map((r) => r.code),
      'code',
    )
}

function postsAndLadder(book: Playbook, faults: Faults): void {
  const posts = new Set(book.posts.map((p) => p.code))
  for (const [i, post] of book.posts.entries()) {
    if (post.role !== null) known(faults, ['posts', i, 'role'], post.role, Object.keys(roles), 'role')
  }
  for (const [i, duty] of book.duty.entries()) {
    for (const [j, post] of duty.posts.entries()) known(faults, ['duty', i, 'posts', j], post, posts, 'post')
  }
  const { ladder } = book.escalation
  for (const [i, step] of ladder.entries()) {
    for (const [j, post] of step.posts.entries())
      known(faults, ['escalation', 'ladder', i, 'posts', j], post, posts, 'post')
  }
  const order = ladder.map((s) => ladderSteps.indexOf(s.code))
  if (order.some((n, i) => i > 0 && n < order[i - 1]!))
    faults.add(['escalation', 'ladder'], texts.ladderOrder, { order: ladderSteps.join(', ') })
}

const kindKeys = { unit: 'unitKinds', place: 'placeKinds', appliance: 'applianceKinds' } as const

function checkMeasure(book: Playbook, m: Measure, path: Path, faults: Faults): void {
  const posts = new Set(book.posts.map((p) => p.code))
  const clauses = new Set(book.directives.flatMap((d) => d.clauses.map((c) => `${d.code}.${c.number}`)))
  known(faults, [...path, 'clause'], m.clause, clauses, 'clause')
  known(faults, [...path, 'owner'], m.owner, new Set([...ownerWords, ...posts]), 'post')
  if (m.deputy !== undefined) known(faults, [...path, 'deputy'], m.deputy, posts, 'post')
  each(m.onBehalf, [...path, 'onBehalf'], (p, word) => known(faults, p, word, posts, 'post'))
  each(m.placeKinds, [...path, 'placeKinds'], (p, word) =>
    known(
      faults,
      p,
      word,
      book.placeKinds.map((k) => k.code),
      'placeKind',
    ),
  )
  each(m.applianceKinds, [...path, 'applianceKinds'], (p, word) =>
    known(
      faults,
      p,
      word,
      book.applianceKinds.map((k) => k.code),
      'applianceKind',
    ),
  )
  if (m.form !== undefined)
    known(
      faults,
      [...path, 'form'],
      m.form,
      book.forms.map((f) => f.code),
      'form',
    )
  if (m.trigger.kind !== 'calendar')
    known(
      faults,
      [...path, 'trigger', 'event'],
      m.trigger.event,
      book.events.map((e) => e.code),
      'event',
    )
  shape(m, path, faults)
  for (const step of ladderSteps) {
    const minutes = m.late[step]
    if (typeof minutes === 'number' && !book.escalation.ladder.some((s) => s.code === step)) {
      faults.add([...path, 'late', step], texts.noStep, { word: step })
    }
  }
}

/** What a measure of this subject and trigger has to say, and what it has no use for. */
function shape(m: Measure, path: Path, faults: Faults): void {
  const say = (text: Text, key: string) =>
    faults.add(
      key in m ? [...path, key] : path,
      {
        zh: text.zh.replace('{subject}', subjects[m.subject].zh),
        en: text.en.replace('{subject}', subjects[m.subject].en),
      },
      { key },
      'key',
    )
  for (const [subject, key] of Object.entries(kindKeys)) {
    if (m.subject === subject && m[key] === undefined) say(texts.needs, key)
    // A place or an appliance may be narrowed to units of some kinds.
    if (m.subject !== subject && m[key] !== undefined && key !== 'unitKinds') say(texts.surplus, key)
  }
  if (m.ready && m.form === undefined) faults.add(path, texts.needsForm)
  if (m.ready && m.trigger.kind !== 'calendar') faults.add([...path, 'trigger'], texts.needsCalendar)
  if (m.trigger.kind === 'calendar' && m.slots.length === 0) faults.add([...path, 'slots'], texts.needsSlots)
}

const each = (words: readonly string[] | undefined, path: Path, check: (path: Path, word: string) => void): void => {
  for (const [i, word] of (words ?? []).entries()) check([...path, i], word)
}

function known(faults: Faults, path: Path, word: string, words: Iterable<string>, noun: keyof typeof nouns): void {
  const list = [...words]
  if (list.includes(word)) return
  const meant = near(word, list)
  const text = meant ? texts.unknownNear : texts.unknown
  const what = nouns[noun]
  faults.add(
    path,
    { zh: text.zh.replace('{what}', what.zh), en: text.en.replace('{what}', what.en) },
    { word, near: meant ?? '' },
  )
}

/** Every pair of texts in the right languages: Chinese holds Han, English holds none. */
function languages(value: unknown, path: Path, faults: Faults): void {
  if (typeof value !== 'object' || value === null) return
  const pair = value as { zh?: unknown; en?: unknown }
  if (typeof pair.zh === 'string' && typeof pair.en === 'string') {
    if (!/\p{Script=Han}/u.test(pair.zh)) faults.add([...path, 'zh'], texts.noHan)
    if (/\p{Script=Han}/u.test(pair.en)) faults.add([...path, 'en'], texts.hanInEnglish)
    return
  }
  const list = Array.isArray(value)
  for (const [key, below] of Object.entries(value)) languages(below, [...path, list ? Number(key) : key], faults)
}
