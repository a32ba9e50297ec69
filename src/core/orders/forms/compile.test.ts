/** What a person typed is checked and judged as the respiratory playbook says. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlaybook } from '#core/orders/playbook/parse.ts'
import { compileRules } from '../rules/compile.ts'
import { compileForm } from './compile.ts'

const source = readFileSync(fileURLToPath(new URL('../../../../playbooks/respiratory.yaml', import.meta.url)), 'utf8')
const book = parsePlaybook(source).playbook!
const form = (code: string) => compileForm(book.forms.find((f) => f.code === code)!)
const temperature = form('temperature')
const health = form('daily-health')
const disinfection = form('disinfection')
const rollCall = form('roll-call')
const mother = '01936f00-0000-7000-8000-000000000001'
const father = '01936f00-0000-7000-8000-000000000002'
const flags = (f: typeof temperature, answers: unknown) => f.rules.judge(answers).map((x) => x.code)

describe('a temperature', () => {
  it('takes every tenth from 34.0 to 43.0 and nothing else', () => {
    for (let tenths = 300; tenths <= 480; tenths++) {
      const fine = temperature.check({ celsius: tenths / 10, site: 'oral' }).length === 0
      expect(fine, String(tenths / 10)).toBe(tenths >= 340 && tenths <= 430)
    }
  })

  it('asks again for 25.0 in words that a man in a hurry understands', () => {
    const [wrong] = temperature.check({ celsius: 25, site: 'axillary' })
    expect(wrong).toEqual({
      at: '/answers/celsius',
      value: 25,
      text: {
        zh: '体温 25.0 ℃ 不在 34.0–43.0 之间，请重新量一次',
        en: 'Temperature 25.0 ℃ is not between 34.0 and 43.0; please measure again',
      },
    })
    expect(temperature.check({ celsius: 366, site: 'axillary' })[0]!.text.zh).toContain('366.0 ℃')
    expect(temperature.check({ celsius: 36.65, site: 'axillary' })[0]!.text.zh).toBe(
      '体温 36.65 ℃ 只能写到小数点后 1 位',
    )
  })

  it('names each wrong answer once', () => {
    const wrong = temperature.check({
      celsius: '36.6',
      site: 'armpit',
      celcius: 36.6,
      note: 'x'.repeat(201),
      feverMedicine: 'no',
    })
    expect(wrong.map((w) => [w.at, w.text.zh])).toEqual(
      expect.arrayContaining([
        ['/answers/celsius', '体温应是数字'],
        ['/answers/site', '测量部位只能选：腋下、口腔、耳温、额温'],
        ['/answers/celcius', '没有“celcius”这一项，是不是“celsius”'],
        ['/answers/note', '备注太长，最多 200 字'],
        ['/answers/feverMedicine', '6 小时内吃过退烧药应是“是”或“否”'],
      ]),
    )
    expect(wrong).toHaveLength(5)
    expect(temperature.check({}).map((w) => w.text.zh)).toEqual(['还没有填“体温”', '还没有填“测量部位”'])
  })

  it.each([
    ['U+0000 in a note', { celsius: 36.6, site: 'oral', note: 'a\u0000b' }],
    ['half a pair', { celsius: 36.6, site: 'oral', note: '\ud83d' }],
    ['U+0000 in a key', { celsius: 36.6, site: 'oral', 'a\u0000': 1 }],
    ['half a pair in a key', { celsius: 36.6, site: 'oral', '\udc00': 1 }],
    ['a prototype', JSON.parse('{"celsius":36.6,"site":"oral","__proto__":{"x":1}}')],
    ['constructor', { celsius: 36.6, site: 'oral', constructor: 1 }],
    ['a list', [36.6]],
    ['nothing', null],
    ['text', '36.6'],
    ['no number', { celsius: Number.NaN, site: 'oral' }],
    ['a long text', { celsius: 36.6, site: 'oral', note: 'x'.repeat(100_000) }],
    ['a deep nest', { celsius: 36.6, site: 'oral', note: JSON.parse('['.repeat(3000) + ']'.repeat(3000)) }],
    ['a great many values', { celsius: 36.6, site: 'oral', note: Array.from({ length: 50_000 }, () => 1) }],
  ])('refuses %s', (_, answers) => {
    const wrong = temperature.check(answers)
    expect(wrong.length).toBeGreaterThan(0)
    for (const w of wrong) expect(w.text.zh.length * w.text.en.length).toBeGreaterThan(0)
  })

  it("keeps a device's 25.0 apart from what cannot be read at all", () => {
    expect(temperature.checkFromDevice({ celsius: 25, site: 'forehead' })).toMatchObject({
      wrong: [],
      implausible: [{ at: '/answers/celsius' }],
    })
    expect(temperature.checkFromDevice({ celsius: 'hot', site: 'forehead' })).toMatchObject({
      wrong: [{ at: '/answers/celsius' }],
      implausible: [],
    })
    expect(temperature.checkFromDevice({ celsius: 36.6, site: 'forehead' })).toEqual({ wrong: [], implausible: [] })
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (answers) => {
        temperature.check(answers)
        health.check(answers)
        temperature.rules.judge(answers)
        health.rules.judge(answers)
      }),
      { numRuns: 300 },
    )
  })
})

describe('fever', () => {
  it.each([
    [37.2, 'axillary', []],
    [37.3, 'axillary', ['fever']],
    [37.4, 'oral', []],
    [37.5, 'oral', ['fever']],
    [37.9, 'ear', []],
    [38, 'ear', ['fever']],
    [37.9, 'forehead', []],
    [38, 'forehead', ['fever']],
  ])('%s at %s', (celsius, site, found) => expect(flags(temperature, { celsius, site })).toEqual(found))

  it('is said with the reading and the place', () => {
    expect(temperature.rules.judge({ celsius: 38, site: 'axillary' })[0]).toEqual({
      code: 'fever',
      level: 'amber',
      about: 'subject',
      text: {
        zh: '体温 38.0 ℃（腋下），达到发热界线，休息后请复测',
        en: '38.0 °C (armpit) is at or above the fever line; please rest and measure again',
      },
    })
  })

  it('hides behind medicine no longer from 36.8', () => {
    const took = (celsius: number) => flags(temperature, { celsius, site: 'oral', feverMedicine: true })
    expect([took(36.7), took(36.8)]).toEqual([[], ['medicine']])
    expect(flags(temperature, { celsius: 36.8, site: 'oral', feverMedicine: false })).toEqual([])
  })

  it('jumps by 0.8 within the hour, binary fractions or not', () => {
    expect(temperature.rules.needsState).toBe(true)
    const jump = (celsius: number, state: { hour_min_celsius?: number; hour_max_celsius?: number }) =>
      temperature.rules.judgeWithState({ celsius, site: 'oral' }, state).length
    expect(jump(37.3, { hour_min_celsius: 36.5 })).toBe(1)
    expect(jump(37.2, { hour_min_celsius: 36.5, hour_max_celsius: 36.5 })).toBe(0)
    expect(jump(36.5, { hour_max_celsius: 37.3, hour_min_celsius: 37.3 })).toBe(1)
    expect(jump(36.5, {})).toBe(0)
    for (let t = 340; t <= 422; t++) expect(jump((t + 8) / 10, { hour_min_celsius: t / 10 }), String(t)).toBe(1)
  })
})

describe("a mother's report", () => {
  const well = { person: mother, well: true }
  it('is four taps when all are well', () => {
    const answers = { people: [well, { person: father, well: true }] }
    expect(health.check(answers)).toEqual([])
    expect(health.rules.judge(answers)).toEqual([])
  })
  it('refuses the same person twice, and a person who is no id', () => {
    expect(health.check({ people: [well, { person: mother.toUpperCase(), well: false }] })[0]).toMatchObject({
      at: '/answers/people/1/person',
      text: { zh: '家里人里同一个人写了两次' },
    })
    expect(health.check({ people: [{ person: 'mum', well: true }] })[0]!.text.zh).toBe('亲属的编号不对')
    expect(health.check({ people: [] })[0]!.text.zh).toBe('家里人至少要有 1 项')
  })
  it('names every wrong answer of a large household', () => {
    const people = Array.from({ length: 20 }, () => ({ well: true }))
    expect(health.check({ people })).toHaveLength(20)
  })
  it("flags the relative, and once the household's members", () => {
    const sick = (person: string, symptoms: string[]) => ({ person, well: false, symptoms })
    const found = health.rules.judge({
      people: [sick(mother, ['cough', 'diarrhoea']), sick(father, ['breathlessness'])],
    })
    expect(found.map((f) => [f.code, f.about, f.person])).toEqual([
      ['symptoms', 'entry', mother],
      ['symptoms', 'entry', father],
      ['household', 'members', undefined],
    ])
    expect(health.rules.judge({ people: [sick(mother, ['cough', 'fatigue'])] })).toEqual([])
    expect(health.rules.judge({ people: [{ ...well, celsius: 37.3 }] }).map((f) => f.code)).toEqual([
      'fever',
      'household',
    ])
  })
})

describe('disinfection and roll-call', () => {
  const round = { agent: 'chlorine', mg_per_l: 1000, litres: 12.5, minutes: 30, photo: mother }
  it('flags chlorine below 1,000 mg/L or without a figure', () => {
    expect(
      [round, { ...round, mg_per_l: 999 }, { ...round, agent: 'alcohol', mg_per_l: undefined }].map((a) =>
        flags(disinfection, a),
      ),
    ).toEqual([[], ['weak'], []])
    const { mg_per_l: _, ...unsaid } = round
    expect(flags(disinfection, unsaid)).toEqual(['weak'])
  })
  it('asks for the photograph', () => {
    const { photo: _, ...without } = round
    expect(disinfection.check(without)[0]).toMatchObject({ at: '/answers/photo', text: { zh: '还没有填“照片”' } })
    expect(disinfection.check({ ...round, photo: 'IMG_1.jpg' })[0]!.text.zh).toBe('请先拍照上传，再填照片')
  })
  it('flags who was not found', () => {
    const answers = {
      entries: [
        { person: mother, state: 'present' },
        { person: father, state: 'absent' },
      ],
    }
    expect(rollCall.check(answers)).toEqual([])
    expect(rollCall.rules.judge(answers)).toMatchObject([{ code: 'absent', person: father }])
  })
})

describe('a rule that cannot be judged', () => {
  it('raises a flag, never silence', () => {
    const { form: weak } = disinfection
    const lost = compileRules({ ...weak, figures: {} })
    expect(lost.judge({ agent: 'chlorine', mg_per_l: 2000 })).toMatchObject([
      { code: 'unjudged', rule: 'weak', level: 'amber' },
    ])
    expect(temperature.rules.judge({ celsius: 'hot', site: 'oral' }).map((f) => f.rule)).toContain('fever')
  })
})
