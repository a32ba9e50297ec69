/** One measure: what can be done with it, four figures, and whom, when, who answers, what is asked, what follows silence. */
import { Button } from 'antd'
import { useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { DayBar } from './DayBar.tsx'
import { Figures } from './Figures.tsx'
import { GapRows } from './GapRows.tsx'
import { Ladder } from './Ladder.tsx'
import { SwitchDialogue } from './SwitchDialogue.tsx'
import { subjectTexts, texts } from './texts.ts'
import { WhomText } from './WhomText.tsx'
import { useWhen } from './when.ts'

interface Props {
  readonly campaign: CampaignView
  readonly measure: MeasureView
  /** The clause's only measure: its title would say the clause's again. */
  readonly alone: boolean
  readonly open: (panel: 'form' | 'times') => void
}

export function MeasureBlock({ campaign, measure, alone, open }: Props) {
  const t = useText()
  return (
    <section className="orders-measure" aria-label={t(measure.title)}>
      <MeasureHead campaign={campaign} measure={measure} alone={alone} open={open} />
      {measure.ready && <Figures campaign={campaign} measure={measure} />}
      <div className="card">
        <Row label={t(texts.rowWhom)} note={t(texts.rowWhomNote)}>
          <WhomText campaign={campaign} measure={measure} />
        </Row>
        <Row
          label={t(texts.rowWhen)}
          note={measure.slots_a_day > 0 ? t(texts.timesADay, { n: measure.slots_a_day }) : undefined}
        >
          {measure.slots.length > 0 ? <DayBar campaign={campaign} measure={measure} /> : <p>{t(texts.eventTrigger)}</p>}
          {measure.next && <NextVersion campaign={campaign} measure={measure} />}
        </Row>
        <Row label={t(texts.rowWho)} note={t(texts.rowWhoNote)}>
          <GapRows campaign={campaign} measure={measure} />
        </Row>
        <Row
          label={t(texts.rowForm)}
          note={measure.form ? t(texts.formVersion, { version: measure.form.version }) : undefined}
        >
          <p>{t(measure.asks)}</p>
          {measure.watch && <p className="row-note">{t(measure.watch)}</p>}
        </Row>
        {Object.values(measure.late).some((n) => n !== null) && (
          <Row label={t(texts.rowLadder)} note={t(texts.rowLadderNote)}>
            <Ladder campaign={campaign} measure={measure} />
          </Row>
        )}
      </div>
      {measure.ready && (
        <p className="note-box">
          {measure.night_hold ? t(texts.nightHold, campaign.night) : t(texts.nightNotHeld)} {t(texts.whyTimes)}
        </p>
      )}
    </section>
  )
}

function Row({ label, note, children }: { label: string; note?: string | undefined; children: React.ReactNode }) {
  return (
    <div className="orders-field">
      <div className="orders-field-label">
        <strong>{label}</strong>
        {note && <small>{note}</small>}
      </div>
      <div className="orders-field-body">{children}</div>
    </div>
  )
}

function MeasureHead({ campaign, measure, alone, open }: Props) {
  const t = useText()
  const session = useSession()
  const [switching, setSwitching] = useState(false)
  const manages = session.can('campaign.manage', campaign.unit.path)
  const running = campaign.state === 'running' || campaign.state === 'paused'
  return (
    <div className="orders-measure-head">
      {!alone && <h2>{t(measure.title)}</h2>}
      <StateWord campaign={campaign} measure={measure} />
      <div className="orders-measure-actions">
        {measure.ready && campaign.state !== 'stopped' && (
          <span className="orders-hint">
            {manages ? t(texts.keepNote) : t(texts.readOnly, { unit: campaign.unit.name })}
          </span>
        )}
        {measure.form && <Button onClick={() => open('form')}>{t(texts.seeForm)}</Button>}
        {manages && campaign.state !== 'stopped' && measure.ready && (
          <Button onClick={() => open('times')}>{t(texts.changeTimes)}</Button>
        )}
        {manages && running && measure.ready && (
          <Button type={measure.state === 'on' ? 'default' : 'primary'} onClick={() => setSwitching(true)}>
            {t(measure.state === 'on' ? texts.pause : texts.resume)}
          </Button>
        )}
      </div>
      {switching && <SwitchDialogue campaign={campaign} measure={measure} close={() => setSwitching(false)} />}
    </div>
  )
}

function StateWord({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  if (!measure.ready) return <span className="tag">{t(texts.notYet)}</span>
  if (campaign.state === 'draft') return <span className="tag">{t(texts.willStart)}</span>
  if (measure.state === 'on' && campaign.state === 'running')
    return <span className="orders-hint">{t(texts.onSince, { day: campaign.day_number ?? 1 })}</span>
  return <span className="tag">{t(measure.state === 'off' ? texts.stateOff : texts.statePaused)}</span>
}

function NextVersion({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const when = useWhen(campaign.zone)
  const slots = measure
    .next!.slots.map((s) => `${t(s.title)} ${s.opens}–${s.closes} (${t(texts.dueStep)} ${s.due})`)
    .join(t(texts.clauseSeparator))
  return <p className="orders-next">{t(texts.nextVersion, { when: when(measure.next!.valid_from), slots })}</p>
}

/** `562 人`, `84 处场所`. */
export const subjectsText = (measure: MeasureView, t: ReturnType<typeof useText>): string =>
  t(subjectTexts[measure.subject] ?? subjectTexts.unit!, { n: measure.subjects.toLocaleString('en-US') })
