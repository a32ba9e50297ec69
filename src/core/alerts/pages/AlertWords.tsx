/** An alert in one line and in its consequences, as it stands in Today and in the list. */
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { clockTime, spanText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { type AlertShape, stateTexts } from '../alerts/schema.ts'
import { channelTexts, siteTexts, texts } from './texts.ts'

/** 冯磊 37.8 ℃，腋下；07:39 复测 37.7 */
export function AlertHeadline({ alert }: { alert: AlertShape }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const [first, ...more] = alert.detail.readings ?? []
  const time = (at: string) => clockTime(Date.parse(at), language, zone)
  const comma = language === 'zh' ? '，' : ', '
  if (!first)
    return (
      <>
        <b>{alert.subject.name}</b> {t(alert.detail.text)}
      </>
    )
  const where = [
    first.site && siteTexts[first.site],
    first.channel !== 'page' && first.channel !== 'link' && channelTexts[first.channel],
  ].filter((x) => !!x)
  return (
    <>
      <b>
        {alert.subject.name} {first.celsius.toFixed(1)} ℃
      </b>
      {comma}
      {time(first.at)}
      {where.map((w) => `${comma}${t(w)}`)}
      {more.map(
        (r) =>
          `${language === 'zh' ? '；' : '; '}${t(texts.second, { time: time(r.at), celsius: r.celsius.toFixed(1) })}`,
      )}
    </>
  )
}

/** How long the present clock has left, and what hangs on it. */
export function AlertConsequences({ alert, sameSquad }: { alert: AlertShape; sameSquad?: number | null }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const now = useMinute()
  const time = (at: string) => clockTime(Date.parse(at), language, zone)
  const lines: string[] = []
  if (alert.due_at !== null) {
    const left = Date.parse(alert.due_at) - now
    const span = spanText(Math.abs(left), language)
    if (alert.state === 'open') lines.push(t(left >= 0 ? texts.assessLeft : texts.assessOver, { span }))
    else lines.push(t(left >= 0 ? texts.stateLeft : texts.stateOver, { state: t(stateTexts[alert.state]), span }))
  }
  if (alert.second_until_at !== null && alert.second_due_at !== null)
    lines.push(t(texts.secondAsked, { from: time(alert.second_due_at), until: time(alert.second_until_at) }))
  if (alert.detail.raised_why === 'no_second') lines.push(t(texts.noSecond))
  for (const also of alert.detail.also ?? []) lines.push(t(also.text))
  if (sameSquad) lines.push(t(texts.sameSquad, { count: sameSquad }))
  return <small>{lines.join(' · ')}</small>
}
