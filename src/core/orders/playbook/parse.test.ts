/** A playbook's author is told every mistake by its line, in both languages. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { inNight } from './check-times.ts'
import { type Fault, parsePlaybook } from './parse.ts'

const source = readFileSync(fileURLToPath(new URL('../../../../playbooks/respiratory.yaml', import.meta.url)), 'utf8')

/** Changes one place of the shipped playbook; the place must be there, else the test tests nothing. */
function faultsAfter(from: string | RegExp, to: string): Fault[] {
  const changed = source.replace(from, to)
  expect(changed).not.toBe(source)
  const parsed = parsePlaybook(changed)
  expect(parsed.faults, 'the change should have been found').toBeDefined()
  for (const f of parsed.faults!) {
    expect(f.text.zh).toMatch(/\p{Script=Han}/u)
    expect(f.text.en).not.toMatch(/\p{Script=Han}|\{\w+\}/u)
    expect(f.text.zh).not.toMatch(/\{\w+\}(?!\})/u)
  }
  return parsed.faults!
}

/** The line on which a text stands in the shipped playbook. */
const lineOf = (text: string): number => source.slice(0, source.indexOf(text)).split('\n').length

describe('the shipped respiratory playbook', () => {
  const parsed = parsePlaybook(source)
  const book = parsed.playbook!

  it('has no fault', () => expect(parsed.faults).toBeUndefined())

  it('holds thirteen measures and five mechanisms, every clause asked for by a measure', () => {
    expect(book.directives.map((d) => d.clauses.length)).toEqual([13, 5])
    const asked = new Set(book.measures.map((m) => m.clause))
    for (const d of book.directives) for (const c of d.clauses) expect(asked).toContain(`${d.code}.${c.number}`)
  })

  it('switches on clauses 1, 4, 5 and 6', () => {
    const ready = book.measures.filter((m) => m.ready)
    expect(ready.map((m) => [m.clause, m.form])).toEqual([
      ['measures.1', 'roll-call'],
      ['measures.4', 'temperature'],
      ['measures.5', 'daily-health'],
      ['measures.6', 'disinfection'],
    ])
    expect(ready[1]!.late).toEqual({ self: 15, squad: 15, station: 45, brigade: 90, leading: 120 })
    expect(ready[2]!.late).toEqual({ self: null, contact: 60, squad: null, station: 180, brigade: 300, leading: null })
    expect(ready[3]!.placeKinds).toHaveLength(6)
    expect(ready.filter((m) => !m.nightHold).map((m) => m.code)).toEqual(['roll-call'])
  })

  it("knows the fifteen words of a roster's post column", () => {
    const words = book.posts.filter((p) => p.roster).map((p) => p.title.zh)
    expect(words).toEqual(
      '支队长 政治委员 大队长 教导员 站长 政治指导员 班长 消防员 驾驶员 通信员 司务长 消毒员 营门哨 网格员 器材员'.split(
        ' ',
      ),
    )
  })

  it('hands each form the figures that its rules name', () => {
    expect(book.forms.find((f) => f.code === 'disinfection')!.figures).toEqual({ disinfectant: 1000 })
  })
})

describe('faults', () => {
  it('asks about a misspelt key, at its line', () => {
    const [fault] = faultsAfter('    nightHold: false', '    nightHodl: false')
    expect(fault!.line).toBe(lineOf('    nightHold: false'))
    expect(fault!.text.en).toContain('did you mean "nightHold"')
    expect(fault!.path).toBe('measures[0].nightHodl')
  })

  it.each<[what: string, from: string | RegExp, to: string, says: RegExp]>([
    [
      'a post that does not exist',
      'owner: sanitation_orderly',
      'owner: sanitation_ordely',
      /no post "sanitation_ordely"; did you mean "sanitation_orderly"/,
    ],
    ['a form that does not exist', 'form: daily-health', 'form: daily-helth', /did you mean "daily-health"/],
    ['a kind of place', '[gate, hall, dormitory,', '[gate, hal, dormitory,', /did you mean "hall"/],
    ['a clause', 'clause: measures.4', 'clause: measures.44', /no clause "measures.44"/],
    ['an event', 'event: call_out.returned, off', 'event: call_out.return, off', /no event/],
    ['a role', 'at: [squad], role: squad_leader', 'at: [squad], role: squadleader', /did you mean "squad_leader"/],
    ['a word', 'subject: household', 'subject: houshold', /did you mean "household"/],
    [
      'a missing English text',
      /short: \{ zh: 体温, en: Temp \}/,
      'short: { zh: 体温 }',
      /English text \(en\) is missing/,
    ],
    [
      'a missing Chinese text',
      /short: \{ zh: 体温, en: Temp \}/,
      'short: { en: Temp }',
      /Chinese text \(zh\) is missing/,
    ],
    ['English where Chinese belongs', 'zh: 体温, en: Temp }', 'zh: Temp, en: Temp }', /holds no Chinese/],
    [
      'overlapping windows',
      'opens: "13:00", due: "19:30"',
      'opens: "12:00", due: "19:30"',
      /"morning" closes at 13:00, but "evening" opens at 12:00/,
    ],
    ['due outside its window', 'due: "07:30"', 'due: "03:30"', /Due at 03:30 lies outside the window 04:00–13:00/],
    ['a time that is none', 'due: "07:30"', 'due: "25:30"', /"25:30" is not a time/],
    [
      'nothing said between two slots',
      /closes: "13:00" \}\n(.*)opens: "13:00", due: "19:30"/,
      '}\n$1due: "19:30"',
      /state closes of the one or opens of the other/,
    ],
    [
      'minutes out of order',
      'squad: 15, station: 45, brigade: 90, leading: 120',
      'squad: 15, station: 95, brigade: 90, leading: 120',
      /"brigade" at 90 minutes comes before step "station" at 95/,
    ],
    ['a recurrence', 'rule: FREQ=WEEKLY;BYDAY=MO }', 'rule: FREQ=WEEKLY;BYDAY=XX }', /recurrence cannot be read/],
    ['a recurrence with times', 'rule: FREQ=WEEKLY;BYDAY=MO }', 'rule: FREQ=WEEKLY;BYHOUR=8 }', /gives dates only/],
    [
      'a recurrence that never comes',
      'rule: FREQ=WEEKLY;BYDAY=MO }',
      'rule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 }',
      /recurrence|never falls/,
    ],
    [
      'an interval without a beginning',
      'rule: FREQ=WEEKLY;BYDAY=MO }',
      'rule: FREQ=WEEKLY;INTERVAL=2 }',
      /need a start date/,
    ],
    [
      'an unknown kind of trigger',
      '{ kind: since, event: talk.held, intervalDays: 14 }',
      '{ kind: sinse, event: talk.held, intervalDays: 14 }',
      /did you mean "since"/,
    ],
    [
      'a trigger without its offset',
      'event: stock.low, offsetMinutes: 1440',
      'event: stock.low',
      /"offsetMinutes" is missing/,
    ],
    ['a code twice', 'code: outings', 'code: roll-call', /"roll-call" stands here twice/],
    ['a rule that does not compile', 'when: it.state == "absent"', 'when: it.state == ', /cannot be read/],
    [
      'a rule over a field that is not there',
      'when: it.state == "absent"',
      'when: it.stat == "absent"',
      /No such key: stat/,
    ],
    ['matches', 'when: it.state == "absent"', 'when: it.state.matches("(a+)+")', /cannot use matches/],
    ['a rule that is no yes or no', 'when: it.state == "absent"', 'when: it.state', /come out as true or false/],
    [
      'an optional answer without has',
      'has(answers.feverMedicine) && answers',
      'answers',
      /ask has\(answers\.feverMedicine\) first/,
    ],
    ['state without needsState', 'needsState: true', 'needsState: false', /write needsState: true/],
    ['a schema word', 'maxLength: 200', 'maxLenght: 200', /did you mean "maxLength"/],
    [
      'a required field that is not there',
      'required: [celsius, site]',
      'required: [celsius, sight]',
      /required field "sight"/,
    ],
    ['a text without an end', /type: string\n\s+maxLength: 100/, 'type: string', /needs maxLength/],
    ['a label that lacks', '            oral: { zh: 口腔, en: mouth }\n', '', /x-labels lacks "oral"/],
    ['a number as text', 'repeatMinutes: 30', 'repeatMinutes: soon', /should be a whole number/],
    [
      'an empty ladder step',
      'late: { self: 0, squad: null, station: 15',
      'late: { self: zero, squad: null, station: 15',
      /whole number or null/,
    ],
    ['a key twice', 'version: 1\n', 'version: 1\nversion: 1\n', /same key stands here twice/],
    ['broken YAML', 'posts:\n', 'posts: [\n', /not readable YAML/],
    ['tabs', '  ladder:', '\tladder:', /not readable YAML/],
  ])('finds %s', (_, from, to, says) => {
    const faults = faultsAfter(from, to)
    expect(faults.map((f) => f.text.en).join('\n')).toMatch(says)
    for (const f of faults) expect(f.line).toBeGreaterThan(0)
  })

  it('tells several at once, in the order of the file', () => {
    const text = source.replace('owner: driver', 'owner: drivr').replace('due: "07:30"', 'due: "03:30"')
    const lines = parsePlaybook(text).faults!.map((f) => f.line)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toBeLessThan(lines[1]!)
  })

  it.each([
    '',
    '   ',
    'null',
    '[]',
    '42',
    '---\na: 1\n---\nb: 2',
    'a\u0000b',
    'x'.repeat(1_000_001),
    '&a [*a]',
    '__proto__: { x: 1 }',
    '? [a]\n: b',
  ])('answers %j with a sentence and never throws', (text) =>
    expect(parsePlaybook(text).faults!.length).toBeGreaterThan(0),
  )
})

describe('the night', () => {
  it('goes over midnight', () => {
    const night = { from: '22:00', to: '06:00' }
    expect([1319, 1320, 0, 359, 360].map((m) => inNight(m, night))).toEqual([false, true, true, true, false])
  })
})
