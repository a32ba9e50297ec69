/** The playbook of the stories of this part: three measures, the ladder, and the clocks of alerts. */
import type { Measure, Playbook } from '#core/orders/playbook/schema.ts'

export const words = (zh: string, en = zh) => ({ zh, en })
const post = (code: string, zh: string, at: string[]) => ({
  code,
  title: words(zh, code.replaceAll('_', ' ')),
  roster: true,
  at,
  role: null,
})
const allStations = ['station', 'office']

const measure = (code: string, zh: string, over: Partial<Measure>): Measure =>
  ({
    code,
    clause: 'measures13.4',
    title: words(zh, code),
    short: words(zh.slice(0, 2), code),
    ready: true,
    subject: 'person',
    owner: 'self',
    expects: 'all',
    channels: ['page', 'link', 'api'],
    trigger: { kind: 'calendar', rule: 'FREQ=DAILY' },
    slots: [],
    form: code,
    asks: words(zh, code),
    late: { self: 15, squad: 15, station: 45, brigade: 90, leading: 120 },
    nightHold: true,
    ...over,
  }) as Measure

export const measures: Record<string, Measure> = {
  temperature: measure('temperature', '体温监测', {
    slots: [
      {
        code: 'morning',
        title: words('晨检', 'Morning'),
        short: words('晨检', 'Morning'),
        opens: '04:00',
        due: '07:30',
        closes: '13:00',
      },
      {
        code: 'evening',
        title: words('晚检', 'Evening'),
        short: words('晚检', 'Evening'),
        opens: '13:00',
        due: '19:30',
        closes: '24:00',
      },
    ],
  }),
  'roll-call': measure('roll-call', '在岗点名', {
    subject: 'unit',
    owner: 'station_chief',
    deputy: 'political_instructor',
    late: { self: 0, squad: 0, station: 15, brigade: 45, leading: 90 },
    nightHold: false,
  }),
  family: measure('family', '家属健康报备', {
    subject: 'household',
    owner: 'household',
    form: 'daily-health',
    late: { self: null, contact: 60, squad: null, station: 180, brigade: 300, leading: null },
  }),
}

const step = (code: string, title: ReturnType<typeof words>, tells: string, at: string[], posts: string[]) => ({
  code,
  title,
  tells,
  at,
  posts,
})

export const playbook = {
  playbook: 'respiratory',
  version: 1,
  title: words('新冠疫情防控', 'COVID-19'),
  posts: [
    post('detachment_head', '支队长', ['detachment']),
    post('commissar', '政治委员', ['detachment']),
    post('brigade_head', '大队长', ['brigade']),
    post('brigade_instructor', '教导员', ['brigade']),
    post('station_chief', '站长', allStations),
    post('political_instructor', '政治指导员', allStations),
    post('squad_leader', '班长', ['squad']),
    post('grid_contact', '网格员', ['squad', 'station']),
  ],
  duty: [
    { at: 'station', posts: ['station_chief', 'political_instructor'] },
    { at: 'brigade', posts: ['brigade_head', 'brigade_instructor'] },
    { at: 'detachment', posts: ['detachment_head', 'commissar'] },
  ],
  escalation: {
    ladder: [
      step('self', words('本人', 'the person'), 'subject', [], []),
      step('contact', words('网格员', 'grid contact'), 'post', ['squad'], ['grid_contact']),
      step('squad', words('班长', 'squad leader'), 'post', ['squad'], ['squad_leader']),
      step('station', words('站长', 'station chief'), 'post', allStations, ['station_chief', 'political_instructor']),
      step(
        'brigade',
        words('大队值班员', 'brigade duty officer'),
        'duty',
        ['brigade'],
        ['brigade_head', 'brigade_instructor'],
      ),
      step('leading', words('领导小组', 'leading group'), 'group', ['detachment'], ['detachment_head', 'commissar']),
    ],
    repeatMinutes: 30,
    night: { from: '22:00', to: '06:00' },
    acknowledgementMinutes: { red: 30, amber: 240 },
    graceMinutes: 15,
  },
  alerts: {
    assessMinutes: { red: 60, amber: 240 },
    controlMinutes: 1440,
    secondReading: { afterMinutes: 10, withinMinutes: 20, rules: ['fever'] },
  },
  directives: [],
  measures: Object.values(measures),
  forms: [],
} as unknown as Playbook
