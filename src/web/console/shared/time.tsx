/** Times on screens: relative to what is owed, the exact time on hover and in print. */
import { useMinute } from '../now.ts'
import { useSession } from '../session.ts'
import { useLanguage } from '../text.ts'
import { agoText, clockTime, dayText, dueText, exactText, shortText } from './moments.ts'

/** An instant: ISO text or Unix milliseconds. */
export type Instant = string | number

const ms = (at: Instant): number => (typeof at === 'number' ? at : Date.parse(at))

function Relative({ at, text, className }: { at: number; text: string; className?: string }) {
  const language = useLanguage()
  const { zone } = useSession()
  const exact = exactText(at, language, zone)
  return (
    <time dateTime={new Date(at).toISOString()} title={exact} className={`time ${className ?? ''}`}>
      <span className="time-relative">{text}</span>
      <span className="time-exact">{exact}</span>
    </time>
  )
}

/** How long ago: `3 分钟前`. */
export function Ago({ at }: { at: Instant }) {
  const language = useLanguage()
  const { zone } = useSession()
  return <Relative at={ms(at)} text={agoText(ms(at), useMinute(), language, zone)} />
}

/** What is owed: `逾期 22 分钟` in amber, `还剩 57 分钟` in plain ink. */
export function Overdue({ due }: { due: Instant }) {
  const language = useLanguage()
  const now = useMinute()
  return <Relative at={ms(due)} text={dueText(ms(due), now, language)} className={now > ms(due) ? 'late' : ''} />
}

/** The time of day: `07:52`. */
export function ClockTime({ at }: { at: Instant }) {
  const language = useLanguage()
  const { zone } = useSession()
  return <Relative at={ms(at)} text={clockTime(ms(at), language, zone)} />
}

/** Date and minute: `02/08 07:52`. */
export function ShortTime({ at }: { at: Instant }) {
  const language = useLanguage()
  const { zone } = useSession()
  return <Relative at={ms(at)} text={shortText(ms(at), language, zone)} />
}

/** The local day: `2月8日 星期六`. */
export function DayText({ at }: { at: Instant }) {
  const language = useLanguage()
  const { zone } = useSession()
  return <>{dayText(ms(at), language, zone)}</>
}
