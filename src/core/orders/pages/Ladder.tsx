/** Whom silence reaches, step by step, with the local time of each step for every slot, and how many are missing where it stands now. */
import { Link } from '@tanstack/react-router'
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { useToday } from './queries.ts'
import { texts } from './texts.ts'
import { useClock } from './when.ts'
import { clockOf, minutesOf, type Rung, reachedOf, rungs } from './words.ts'

export function Ladder({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const steps = rungs(measure, campaign.ladder)
  const time = (due: string, minutes: number): string => {
    const at = clockOf(minutesOf(due) + minutes)
    return at.days > 0 ? t(texts.nextDay, { time: at.time }) : at.time
  }
  const now = useNow(campaign, measure, steps)
  const titles = (step: Rung) => step.titles.map((x) => t(x)).join(t(texts.listSeparator))
  return (
    <>
      <table className="orders-ladder orders-ladder-tall">
        <thead>
          <tr>
            <td />
            {measure.slots.map((slot) => (
              <th key={slot.code} scope="col">
                {t(slot.title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t(texts.dueStep)}</th>
            {measure.slots.map((slot) => (
              <td key={slot.code}>
                {slot.due}
                {now(slot.code, 0)}
              </td>
            ))}
          </tr>
          {steps.map((s) => (
            <tr key={s.minutes}>
              <th scope="row">
                {titles(s)}
                <Caption step={s} repeat={campaign.repeat_minutes} />
              </th>
              {measure.slots.map((slot) => (
                <td key={slot.code}>
                  {time(slot.due, s.minutes)}
                  {now(slot.code, s.minutes)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="scroll-x orders-ladder-wide">
        <table className="orders-ladder">
          <thead>
            <tr>
              <td />
              <th scope="col">{t(texts.dueStep)}</th>
              {steps.map((s) => (
                <th key={s.minutes} scope="col">
                  {titles(s)}
                  <Caption step={s} repeat={campaign.repeat_minutes} />
                </th>
              ))}
            </tr>
            <tr className="orders-ladder-line">
              <td />
              <td className="orders-ladder-due" />
              {steps.map((s) => (
                <td key={s.minutes} className={s.last ? 'orders-ladder-last' : ''} />
              ))}
            </tr>
          </thead>
          <tbody>
            {measure.slots.map((slot) => (
              <tr key={slot.code}>
                <th scope="row">{t(slot.title)}</th>
                <td>
                  {slot.due}
                  {now(slot.code, 0)}
                </td>
                {steps.map((s) => (
                  <td key={s.minutes}>
                    {time(slot.due, s.minutes)}
                    {now(slot.code, s.minutes)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** How many are missing, at the step that a slot's ladder has reached today; the number opens the names. */
function useNow(campaign: CampaignView, measure: MeasureView, steps: readonly Rung[]) {
  const t = useText()
  const board = useToday(campaign.scope.id, campaign.state === 'running')
  const clock = useClock(campaign.zone)
  const { id } = campaign.scope
  return (code: string, minutes: number) => {
    const cell = board?.measures.find((c) => c.code === measure.code && c.slot === code)
    const slot = measure.slots.find((s) => s.code === code)
    // Where due and a step share their minute, the number stands at due alone.
    if (!cell || !slot || cell.missing === 0 || reachedOf(slot.due, steps, clock) !== minutes) return null
    const search = { unit: id, at: id, measure: cell.code, slot: code, state: 'missing' }
    return (
      <Link to={'/board' as never} search={search as never} className="orders-ladder-now">
        {t(texts.stillMissing, { n: cell.missing })}
      </Link>
    )
  }
}

function Caption({ step, repeat }: { step: Rung; repeat: number }) {
  const t = useText()
  return <small>{step.last ? t(texts.repeats, { n: repeat }) : ' '}</small>
}
