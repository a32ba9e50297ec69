/** One request beside the list: what it concerns, a copy to give, the reports to delete, the answer to write. */
import { Button } from 'antd'
import { useDownload } from '#core/organisation/links/pages/download.ts'
import { useSession } from '#web/console/session.ts'
import { Loaded, Section, ShortTime, SidePanel } from '#web/console/shared/index.ts'
import { dayText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { RightsDetail } from '../rights/schema.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { DeleteReports } from './DeleteReports.tsx'
import { useRequest } from './queries.ts'
import { Deadline, useWhose } from './RightsPage.tsx'
import { kindTexts, texts } from './texts.ts'

export function RequestPanel({ id, close }: { id: string; close: () => void }) {
  const query = useRequest(id)
  const t = useText()
  const request = query.data?.request
  return (
    <SidePanel
      title={request ? t(kindTexts[request.kind]) : t(texts.title)}
      subtitle={request?.unit.full_name.replaceAll('/', ' · ')}
      onClose={close}
      width={460}
    >
      <Loaded query={query}>{(detail) => <Request detail={detail} />}</Loaded>
    </SidePanel>
  )
}

function Request({ detail }: { detail: RightsDetail }) {
  const t = useText()
  const { can } = useSession()
  const { request } = detail
  const health = can('health.read', request.unit.path)
  return (
    <>
      <Facts detail={detail} />
      {!health && <p className="warn-box">{t(texts.noHealth)}</p>}
      {health && <Give id={request.id} />}
      {health && request.kind === 'deletion' && <DeleteReports detail={detail} />}
      {request.kind === 'correction' && !request.answered && (
        <Section title={t(texts.correctTitle)}>
          <p className="row-note">{t(texts.correctHow)}</p>
        </Section>
      )}
      {request.answered ? (
        <Section title={t(texts.their)}>
          <p className="note-box">{request.answered.outcome}</p>
        </Section>
      ) : (
        <AnswerForm request={request} />
      )}
    </>
  )
}

function Facts({ detail }: { detail: RightsDetail }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const { request } = detail
  const day = (at: string | null) => (at ? dayText(Date.parse(at), language, zone) : '')
  const span = { n: detail.reports, from: day(detail.first_at), to: day(detail.last_at) }
  return (
    <dl className="rights-facts">
      <dt>{t(texts.about)}</dt>
      <dd>{useWhose(request)}</dd>
      <dt>{t(texts.asked)}</dt>
      <dd>
        <ShortTime at={request.at} /> <Deadline request={request} />
      </dd>
      {request.note && (
        <>
          <dt>{t(texts.words)}</dt>
          <dd>“{request.note}”</dd>
        </>
      )}
      <dt>{t(texts.kept)}</dt>
      <dd>{detail.reports > 0 ? t(texts.keptSpan, span) : t(texts.keptNone)}</dd>
      {detail.phones.length > 0 && (
        <>
          <dt>{t(texts.call)}</dt>
          <dd>
            {detail.phones.map((one) => (
              <div key={`${one.name}${one.phone}`}>
                {one.name} <a href={`tel:${one.phone}`}>{one.phone}</a>
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  )
}

function Give({ id }: { id: string }) {
  const t = useText()
  const xlsx = useDownload()
  const json = useDownload()
  return (
    <Section title={t(texts.giveTitle)}>
      <p className="row-note">{t(texts.giveNote)}</p>
      <div className="rights-buttons">
        <Button loading={xlsx.busy} onClick={() => xlsx.start({ path: `/api/rights/${id}/kept.xlsx` })}>
          {t(texts.xlsx)}
        </Button>
        <Button loading={json.busy} onClick={() => json.start({ path: `/api/rights/${id}/kept.json` })}>
          {t(texts.json)}
        </Button>
      </div>
    </Section>
  )
}
