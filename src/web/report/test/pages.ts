/** A believable household, member and squad, as the server would show them. */
import { notice } from '#core/organisation/consent/notice.ts'
import type { HouseholdPage, MemberPage, PageForm, Relative, SheetMember, SquadSheet } from '#modules/health/schema.ts'
import { idOf } from './fake-server.ts'

const celsius = {
  name: 'celsius',
  type: 'number',
  title: { zh: '体温', en: 'Temperature' },
  unit: '℃',
  required: false,
  min: 34,
  max: 43,
  decimals: 1,
} as const
const words: [string, string, string][] = [
  ['cough', '咳嗽', 'Cough'],
  ['sore_throat', '嗓子痛', 'Sore throat'],
  ['breathless', '气短', 'Short of breath'],
  ['no_smell', '闻不到味', 'Cannot smell'],
  ['diarrhoea', '拉肚子', 'Diarrhoea'],
  ['weak', '没力气', 'Weak'],
  ['other', '其他', 'Other'],
]
const choicesOf = (list: [string, string, string][]) => list.map(([code, zh, en]) => ({ code, title: { zh, en } }))

export const familyForm: PageForm = {
  code: 'daily-health',
  version: 1,
  title: { zh: '家属健康报备', en: 'Family report' },
  fields: [{ name: 'need', type: 'text', title: { zh: '需要', en: 'Need' }, required: false, maxLength: 300 }],
  people: [
    { name: 'well', type: 'boolean', title: { zh: '没有不舒服', en: 'Well' }, required: true },
    celsius,
    {
      name: 'symptoms',
      type: 'choices',
      title: { zh: '症状', en: 'Symptoms' },
      required: false,
      many: true,
      choices: choicesOf(words),
    },
  ],
}

export const temperatureForm: PageForm = {
  code: 'temperature',
  version: 1,
  title: { zh: '体温', en: 'Temperature' },
  fields: [
    { ...celsius, required: true },
    {
      name: 'site',
      type: 'choice',
      title: { zh: '部位', en: 'Site' },
      required: true,
      choices: choicesOf([
        ['axillary', '腋下', 'Armpit'],
        ['oral', '口腔', 'Mouth'],
        ['ear', '耳温', 'Ear'],
        ['forehead', '额温', 'Forehead'],
      ]),
    },
    {
      name: 'medicine',
      type: 'boolean',
      title: { zh: '6 小时内吃过退烧药', en: 'Fever medicine in the last 6 hours' },
      required: false,
    },
    {
      name: 'place',
      type: 'text',
      title: { zh: '现在在哪里', en: 'Where are you now' },
      required: false,
      maxLength: 100,
    },
  ],
}

export const placeForm: PageForm = {
  code: 'disinfection',
  version: 1,
  title: { zh: '环境消毒', en: 'Disinfection' },
  fields: [
    {
      name: 'agent',
      type: 'choice',
      title: { zh: '消毒剂', en: 'Agent' },
      required: true,
      choices: choicesOf([
        ['chlorine', '含氯', 'Chlorine'],
        ['alcohol', '酒精', 'Alcohol'],
      ]),
    },
    {
      name: 'mg_per_litre',
      type: 'number',
      title: { zh: '浓度', en: 'Strength' },
      unit: 'mg/L',
      required: true,
      decimals: 0,
    },
    { name: 'litres', type: 'number', title: { zh: '用量', en: 'Amount' }, unit: 'L', required: true, decimals: 1 },
    {
      name: 'minutes',
      type: 'number',
      title: { zh: '作用时间', en: 'Contact time' },
      unit: 'min',
      required: true,
      decimals: 0,
    },
    { name: 'photo', type: 'photo', title: { zh: '照片', en: 'Photo' }, required: true },
  ],
}

/** Today at a local time, as the server's instant. */
export function todayAt(time: string, now = new Date()): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
  return new Date(`${day}T${time}:00+08:00`).toISOString()
}
const today = (now = new Date()) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)

const owed = (
  measure: string,
  slot: string,
  zh: string,
  en: string,
  from: string,
  due: string,
  to: string,
  now?: Date,
) => ({
  id: idOf(`${measure}${slot}`),
  measure,
  slot,
  title: { zh, en },
  opens_at: todayAt(from, now),
  due_at: todayAt(due, now),
  closes_at: todayAt(to, now),
  state: 'open' as const,
})

export function relative(name: string, relation: string, more: Partial<Relative> = {}): Relative {
  return {
    id: idOf(name),
    name,
    relation,
    consent: 'given',
    consent_by: 'self',
    yesterday: { celsius: 36.5 },
    answered: false,
    ...more,
  }
}

export const sunFamily = (): Relative[] => [
  relative('林秀英', '妻子'),
  relative('孙小宁', '孩子', { consent_by: 'guardian', yesterday: { celsius: 36.6 } }),
  relative('孙德福', '父亲', { yesterday: { celsius: 36.4 } }),
]

export function household(name: string, relatives: Relative[], now?: Date): HouseholdPage {
  return {
    household: { id: idOf(`home${name}`), name },
    now: (now ?? new Date()).toISOString(),
    clauses: [],
    zone: 'Asia/Shanghai',
    day: today(now),
    task: owed('family', 'noon', '家属报备', 'Family report', '00:00', '12:00', '23:59', now),
    form: familyForm,
    relatives,
    received: null,
    notice,
  }
}

export function member(now: Date, more: Partial<MemberPage> = {}): MemberPage {
  return {
    person: { id: idOf('曹阳'), name: '曹阳', staff_no: 'SG0123', unit: '舜耕支队/城区大队/八公山站/二班' },
    now: now.toISOString(),
    clauses: [],
    zone: 'Asia/Shanghai',
    day: today(now),
    absent: null,
    temperature: {
      form: temperatureForm,
      tasks: [
        owed('temperature', 'morning', '早检体温', 'Temperature, morning', '04:00', '07:30', '13:00', now),
        owed('temperature', 'evening', '晚检体温', 'Temperature, evening', '13:00', '19:30', '23:59', now),
      ],
      yesterday: 36.5,
      today: [],
      second: null,
    },
    places: null,
    household: idOf('home'),
    ...more,
  }
}

function onSheet(name: string, more: Partial<SheetMember> = {}): SheetMember {
  return {
    id: idOf(name),
    name,
    staff_no: `SG${name.length}`,
    absent: null,
    phone: null,
    state: 'open',
    reason: null,
    last: null,
    met_at: null,
    yesterday: 36.5,
    second: null,
    ...more,
  }
}

export function squad(now: Date): SquadSheet {
  const read = (celsius: number, time: string, self: boolean) => ({
    id: idOf(time),
    root: idOf(time),
    observed_at: todayAt(time, now),
    received_at: todayAt(time, now),
    celsius,
    site: 'axillary',
    flags: [],
    self,
  })
  return {
    unit: { id: idOf('二班'), name: '二班', station: '八公山站' },
    squads: [{ id: idOf('二班'), name: '舜耕支队/城区大队/八公山站/二班' }],
    now: now.toISOString(),
    clauses: [],
    zone: 'Asia/Shanghai',
    day: today(now),
    may_read: true,
    form: temperatureForm,
    slot: owed('temperature', 'morning', '早检体温', 'Temperature, morning', '04:00', '07:30', '13:00', now),
    people: [
      onSheet('许志刚', { state: 'met', last: read(36.4, '07:05', true) }),
      onSheet('唐宇', { state: 'met', last: read(36.6, '07:11', true) }),
      onSheet('曹阳'),
      onSheet('彭飞', {
        state: 'met',
        last: { ...read(37.6, '07:18', false), flags: ['fever'] },
        second: { due_at: todayAt('07:28', now), until_at: todayAt('07:38', now) },
      }),
      onSheet('苏健', { yesterday: 36.4 }),
      onSheet('潘志豪', { yesterday: 36.6 }),
      onSheet('田野', { yesterday: 36.3 }),
      onSheet('袁博', {
        absent: { kind: 'leave', place: '阜阳颍上', until: todayAt('23:59', new Date(now.getTime() + 2 * 86_400_000)) },
        phone: '13900000000',
      }),
    ],
  }
}
