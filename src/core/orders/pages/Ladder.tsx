/** Whom silence reaches, step by step, with the local time of each step for every slot. */
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { texts } from './texts.ts'
import { clockOf, minutesOf, type Rung, rungs } from './words.ts'

export function Ladder({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const steps = rungs(measure, campaign.ladder)
  const time = (due: string, minutes: number): string => {
    const at = clockOf(minutesOf(due) + minutes)
    return at.days > 0 ? t(texts.nextDay, { time: at.time }) : at.time
  }
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
              <td key={slot.code}>{slot.due}</td>
            ))}
          </tr>
          {steps.map((s) => (
            <tr key={s.minutes}>
              <th scope="row">
                {titles(s)}
                <Caption step={s} repeat={campaign.repeat_minutes} />
              </th>
              {measure.slots.map((slot) => (
                <td key={slot.code}>{time(slot.due, s.minutes)}</td>
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
                <td>{slot.due}</td>
                {steps.map((s) => (
                  <td key={s.minutes}>{time(slot.due, s.minutes)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Caption({ step, repeat }: { step: Rung; repeat: number }) {
  const t = useText()
  return <small>{step.last ? t(texts.repeats, { n: repeat }) : ' '}</small>
}
