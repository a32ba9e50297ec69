/** One alert: what was read, what has been done about it, and what can be done next. Opening it is audited. */
import { Link } from '@tanstack/react-router'
import type { Text } from '#platform/texts.ts'
import { useSession } from '#web/console/session.ts'
import { Card, Loaded, Page, Section, ShortTime, usePathParam } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { type AlertShape, findingTexts, levelTexts, outcomeTexts, stateTexts } from '../alerts/schema.ts'
import { AlertButtons } from './AlertForms.tsx'
import { AlertConsequences, AlertHeadline } from './AlertWords.tsx'
import { useAlert } from './queries.ts'
import { channelTexts, siteTexts, texts } from './texts.ts'
import './today.css'

export default function AlertPage() {
  const query = useAlert(usePathParam('alertId'))
  return <Loaded query={query}>{(alert) => <OneAlert alert={alert} />}</Loaded>
}

const wordOf = (table: Readonly<Record<string, Text>>, code: string): Text => table[code] ?? { zh: code, en: code }

function OneAlert({ alert }: { alert: AlertShape }) {
  const t = useText()
  return (
    <Page
      width="narrow"
      title={`${alert.subject.name} · ${t(alert.detail.text)}`}
      note={`${alert.unit.name} · ${t(levelTexts[alert.level])} · ${t(stateTexts[alert.state])}`}
      actions={<Link to={'/alerts' as never}>{t(texts.back)}</Link>}
    >
      <Card className={`card-pad today-alert today-${alert.state === 'open' ? alert.level : 'plain'}`}>
        <div>
          <AlertHeadline alert={alert} />
        </div>
        <AlertConsequences alert={alert} />
        <div className="row-actions today-alert-actions">
          {alert.subject.phone && (
            <a href={`tel:${alert.subject.phone}`}>{`${t(texts.call)} ${alert.subject.phone}`}</a>
          )}
          <AlertButtons alert={alert} />
        </div>
      </Card>
      <Readings alert={alert} />
      <Steps alert={alert} />
    </Page>
  )
}

function Readings({ alert }: { alert: AlertShape }) {
  const t = useText()
  const readings = alert.detail.readings ?? []
  if (readings.length === 0) return null
  return (
    <Section title={t(texts.readings)}>
      <Card>
        {readings.map((r) => (
          <div className="row" key={r.report}>
            <ShortTime at={r.at} />
            <b className={r.fever ? 'late' : ''}>{r.celsius.toFixed(1)} ℃</b>
            <span className="row-note">
              {[r.site && t(wordOf(siteTexts, r.site)), t(wordOf(channelTexts, r.channel))].filter(Boolean).join(' · ')}
            </span>
          </div>
        ))}
      </Card>
    </Section>
  )
}

function Steps({ alert }: { alert: AlertShape }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const semicolon = language === 'zh' ? '；' : '; '
  const steps: { at: string; words: string }[] = [{ at: alert.opened_at, words: t(texts.opened) }]
  if (alert.detail.raised_at) steps.push({ at: alert.detail.raised_at, words: t(texts.raised) })
  for (const e of alert.assessment?.earlier ?? [])
    steps.push({
      at: e.at,
      words: [t(texts.assessed, { name: e.by, finding: t(wordOf(findingTexts, e.finding)) }), e.note]
        .filter(Boolean)
        .join(semicolon),
    })
  if (alert.assessed_at && alert.assessment)
    steps.push({
      at: alert.assessed_at,
      words: [
        t(texts.assessed, {
          name: alert.assessed_by ?? '',
          finding: t(wordOf(findingTexts, alert.assessment.finding)),
        }),
        alert.assessment.note,
      ]
        .filter(Boolean)
        .join(semicolon),
    })
  if (alert.controlled_at && alert.plan)
    steps.push({
      at: alert.controlled_at,
      words: t(texts.controlled, {
        plan: alert.plan.plan,
        until: shortText(Date.parse(alert.plan.until), language, zone),
      }),
    })
  if (alert.closed_at && alert.outcome)
    steps.push({
      at: alert.closed_at,
      words: [t(texts.closed, { outcome: t(wordOf(outcomeTexts, alert.outcome)) }), alert.outcome_note]
        .filter(Boolean)
        .join(semicolon),
    })
  return (
    <Section title={t(texts.steps)}>
      <Card>
        {steps
          .sort((a, b) => a.at.localeCompare(b.at))
          .map((s) => (
            <div className="row" key={s.at + s.words}>
              <ShortTime at={s.at} />
              <span className="row-main">{s.words}</span>
            </div>
          ))}
      </Card>
    </Section>
  )
}
