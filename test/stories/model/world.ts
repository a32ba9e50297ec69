/** The small world of the property test: one corps, two detachments of two squads with three people each, one household. */

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Midnight in Beijing at which every run begins; the clock starts somewhat later. */
export const firstMidnight = Date.parse('2020-02-10T00:00:00+08:00')

/** 0 to 3: two squads of detachment 0, then two of detachment 1. */
export type SquadNo = number
/** 0 to 11, three to a squad; the first of each leads it. */
export type PersonNo = number
/** 0 to 2, all of person 0's household. */
export type RelativeNo = number

export const people = 12
export const relatives = 3
export const homeSquad = (person: PersonNo): SquadNo => Math.floor(person / 3)
export const detachmentOf = (squad: SquadNo): number => Math.floor(squad / 2)

/** Campaign 0 runs at the corps, 1 and 2 at the detachments. */
export const campaigns = [0, 1, 2] as const

export interface SlotRule {
  readonly code: string
  readonly opens: string
  readonly due: string
  readonly closes: string
}

export interface MeasureRule {
  readonly campaign: number
  readonly code: string
  readonly subject: 'person' | 'household'
  readonly form: 'temperature' | 'daily-health'
  readonly expects: 'all' | readonly string[]
  readonly channels: readonly string[]
  readonly slots: readonly SlotRule[]
}

const everyChannel = ['page', 'link', 'kiosk', 'device', 'file', 'api']
const temperature = (morning: string): readonly SlotRule[] => [
  { code: 'morning', opens: '04:00', due: morning, closes: '13:00' },
  { code: 'evening', opens: '13:00', due: '19:30', closes: '24:00' },
]

/**
 * Corps and first detachment both order temperature, the detachment the stricter one; standby expects those present
 * and on an outing only, asks for the same form, and in the second detachment takes no page.
 */
export const measures: readonly MeasureRule[] = [
  {
    campaign: 0,
    code: 'temperature',
    subject: 'person',
    form: 'temperature',
    expects: 'all',
    channels: everyChannel,
    slots: temperature('07:30'),
  },
  {
    campaign: 1,
    code: 'temperature',
    subject: 'person',
    form: 'temperature',
    expects: 'all',
    channels: everyChannel,
    slots: temperature('07:00'),
  },
  ...[1, 2].map(
    (campaign): MeasureRule => ({
      campaign,
      code: 'standby',
      subject: 'person',
      form: 'temperature',
      expects: ['present', 'outing'],
      channels: campaign === 1 ? everyChannel : ['api', 'link'],
      slots: [{ code: 'day', opens: '06:00', due: '09:00', closes: '18:00' }],
    }),
  ),
  ...[1, 2].map(
    (campaign): MeasureRule => ({
      campaign,
      code: 'family',
      subject: 'household',
      form: 'daily-health',
      expects: 'all',
      channels: everyChannel,
      slots: [{ code: 'day', opens: '00:00', due: '12:00', closes: '24:00' }],
    }),
  ),
]

/** The instant of a time on the wall in Beijing, `n` days after the first. */
export const wall = (n: number, time: string): number =>
  firstMidnight + n * day + Number(time.slice(0, 2)) * hour + Number(time.slice(3)) * minute

/** `2020-02-10` and on. */
export const dateOf = (n: number): string => new Date(firstMidnight + n * day + 8 * hour).toISOString().slice(0, 10)
