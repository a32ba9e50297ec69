/** Whom a measure expects: how many, who reports, and where the members are just now. */
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { presenceTexts, texts } from './texts.ts'

const reported = {
  person: texts.selfReport,
  household: texts.householdReport,
  place: texts.placeReport,
  unit: texts.unitReport,
  appliance: texts.applianceReport,
} as const

/** Somebody else sees to them. */
const seenTo = { ...reported, person: texts.personReport, household: texts.familyReport } as const

export function WhomText({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const list = (words: readonly { zh: string; en: string }[]) => words.map((x) => t(x)).join(t(texts.listSeparator))
  const text = (measure.by_subject ? reported : seenTo)[measure.subject as keyof typeof reported] ?? texts.unitReport
  const parts = [
    t(text, { n: measure.subjects.toLocaleString('en-US'), owner: t(measure.owner), kinds: list(measure.kinds) }),
    measure.on_behalf.length > 0 && t(texts.onBehalf, { posts: list(measure.on_behalf) }),
    measure.on_behalf.length === 0 && measure.deputy && t(texts.deputy, { post: t(measure.deputy) }),
  ].filter((x): x is string => typeof x === 'string')
  return (
    <>
      <p>{parts.join(t(texts.clauseSeparator))}</p>
      {measure.subject === 'person' && (
        <p className="row-note">
          {Object.entries(campaign.presence)
            .sort((a, b) => b[1] - a[1])
            .map(([kind, n]) => `${presenceTexts[kind] ? t(presenceTexts[kind]) : kind} ${n}`)
            .join(' · ')}
          {(measure.by_subject || measure.expects !== 'all') && ' · '}
          {measure.expects === 'all'
            ? measure.by_subject && t(texts.expectsAll)
            : t(texts.expectsSome, { words: list(measure.expects.map((k) => presenceTexts[k] ?? { zh: k, en: k })) })}
        </p>
      )}
    </>
  )
}
