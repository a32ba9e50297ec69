/** Four figures of a measure: tasks a day, today's n of N, what is due next, and who answers. */
import { Link } from '@tanstack/react-router'
import { useMinute } from '#web/console/now.ts'
import { Figure } from '#web/console/shared/index.ts'
import { clockTime, spanText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { subjectsText } from './MeasureBlock.tsx'
import { type TodayCell, useToday } from './queries.ts'
import { texts } from './texts.ts'
import { useClock, useDay } from './when.ts'
import { slotNow } from './words.ts'

export function Figures({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const running = campaign.state === 'running'
  const board = useToday(campaign.scope.id, running)
  const time = useClock(campaign.zone)
  const cells = board?.measures.filter((c) => c.code === measure.code) ?? []
  // On the day of the start the slots that were over by then are not there.
  const there = measure.slots.filter((s) => cells.some((c) => c.slot === s.code))
  const slot = slotNow(there.length > 0 ? there : measure.slots, time)
  const cell = cells.find((c) => c.slot === slot?.code)
  const { named, of } = measure.responsible
  return (
    <dl className="orders-figures">
      <Box label={t(texts.figureDay)}>
        {measure.tasks_a_day > 0 ? <b>{measure.tasks_a_day.toLocaleString('en-US')}</b> : <b>—</b>}{' '}
        <small>
          {measure.slots_a_day > 0
            ? `${t(texts.figureTasks)} · ${t(texts.times, { subjects: subjectsText(measure, t), n: measure.slots_a_day })}`
            : t(texts.byEvent)}
        </small>
      </Box>
      <Box
        label={slot && measure.slots.length > 1 ? t(texts.todaySlot, { slot: t(slot.title) }) : t(texts.today)}
        warn={(cell?.missing ?? 0) > 0}
      >
        {cell && slot ? (
          <Came campaign={campaign} cell={cell} />
        ) : (
          <Absent running={running} loaded={board !== undefined} />
        )}
      </Box>
      <Box label={t(texts.next)}>
        <NextDue campaign={campaign} measure={measure} />
      </Box>
      <Box label={t(texts.responsible)} warn={named < of}>
        <Figure n={named} of={of} size="large" />{' '}
        <small>
          {of === 0 ? t(texts.nobodyNeeded) : named < of ? t(texts.lacking, { n: of - named }) : t(texts.allNamed)}
        </small>
      </Box>
    </dl>
  )
}

function Box({ label, warn, children }: { label: string; warn?: boolean; children: React.ReactNode }) {
  return (
    <div className={warn ? 'orders-warn' : ''}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Absent({ running, loaded }: { running: boolean; loaded: boolean }) {
  const t = useText()
  return (
    <>
      <b>—</b> <small>{running ? (loaded ? t(texts.noneToday) : '') : t(texts.afterStart)}</small>
    </>
  )
}

/** A number opens what it counts. */
function Came({ campaign, cell }: { campaign: CampaignView; cell: TodayCell }) {
  const t = useText()
  const n = cell.done + cell.late + cell.received_late
  const state = cell.missing > 0 ? 'missing' : 'expected'
  const search = { unit: campaign.scope.id, at: campaign.scope.id, measure: cell.code, slot: cell.slot, state }
  const parts = [
    cell.missing > 0 && t(texts.missing, { n: cell.missing }),
    cell.pending > 0 && t(texts.pending, { n: cell.pending }),
    cell.exempt > 0 && t(texts.exempt, { n: cell.exempt }),
    n > 0 && n === cell.expected - cell.exempt && t(texts.allIn),
  ].filter((x) => x !== false)
  return (
    <Link to={'/board' as never} search={search as never} className="orders-came">
      <Figure n={n} of={cell.expected - cell.exempt} size="large" /> <small>{parts.join(' · ')}</small>
    </Link>
  )
}

function NextDue({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute()
  const day = useDay(campaign.zone)
  const stands =
    campaign.state !== 'stopped' && measure.next_due !== null && (measure.state === 'on' || campaign.state === 'draft')
  if (!stands) return <b>—</b>
  const due = Date.parse(measure.next_due!.due_at)
  const far = due - now > 36 * 3_600_000
  return (
    <>
      <b>{clockTime(due, language, campaign.zone)}</b>{' '}
      <small>{far ? day(measure.next_due!.due_at) : t(texts.leftFor, { span: spanText(due - now, language) })}</small>
    </>
  )
}
