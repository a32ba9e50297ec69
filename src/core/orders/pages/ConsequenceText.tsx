/** What a pause or an end takes away, in numbers counted just now. */
import { ApiProblem } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import { useConsequence } from './queries.ts'
import { texts } from './texts.ts'

export function ConsequenceText({ campaign, measure, back }: { campaign: string; measure?: string; back: boolean }) {
  const t = useText()
  const { data, error } = useConsequence(campaign, measure)
  if (error) return <p>{error instanceof ApiProblem ? error.title : String(error)}</p>
  if (!data) return <p>{t(texts.counting)}</p>
  const n = (count: number) => count.toLocaleString('en-US')
  return (
    <>
      <p>{t(texts.pauseOpen, { n: n(data.open) })}</p>
      <p>{t(texts.pauseMet, { n: n(data.met) })}</p>
      {data.also_asked_by.length > 0 && (
        <p>{t(texts.pauseAlso, { titles: data.also_asked_by.map((x) => t(x)).join(t(texts.listSeparator)) })}</p>
      )}
      {back && <p>{t(texts.pauseBack)}</p>}
    </>
  )
}
