/** What families and members ask about their data: who asked for what and when, oldest first; each is dealt with beside the list. */
import './rights.css'
import { Segmented } from 'antd'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { Ago, Card, EmptyState, Loaded, Page, useAddress } from '#web/console/shared/index.ts'
import { dayText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { RightsItem } from '../rights/schema.ts'
import { useRequests } from './queries.ts'
import { RequestPanel } from './RequestPanel.tsx'
import { kindTexts, texts } from './texts.ts'

export default function RightsPage() {
  const t = useText()
  const [at, go] = useAddress()
  const state = at.state === 'answered' ? 'answered' : 'open'
  const query = useRequests(state)
  const counts = query.data?.counts
  return (
    <Page title={t(texts.title)} note={t(texts.note)}>
      <Segmented<'open' | 'answered'>
        className="rights-state"
        value={state}
        onChange={(next) => go({ state: next === 'open' ? undefined : next, request: undefined })}
        options={[
          { value: 'open', label: `${t(texts.open)} ${counts?.open ?? ''}` },
          { value: 'answered', label: `${t(texts.answered)} ${counts?.answered ?? ''}` },
        ]}
      />
      <Loaded query={query}>
        {({ requests }) =>
          requests.length === 0 ? (
            <EmptyState
              title={t(state === 'open' ? texts.none : texts.noneAnswered)}
              hint={state === 'open' ? t(texts.noneHint) : undefined}
            />
          ) : (
            <Card>
              {requests.map((one) => (
                <Row key={one.id} request={one} open={one.id === at.request} onOpen={() => go({ request: one.id })} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {at.request && <RequestPanel key={at.request} id={at.request} close={() => go({ request: undefined })} />}
    </Page>
  )
}

function Row({ request, open, onOpen }: { request: RightsItem; open: boolean; onOpen: () => void }) {
  const t = useText()
  return (
    <button type="button" className={`row row-button ${open ? 'row-open' : ''}`} onClick={onOpen} aria-expanded={open}>
      <span className="row-main">
        <span className="row-name">{useWhose(request)}</span> {t(kindTexts[request.kind])}
        <br />
        <span className="row-note">
          {request.unit.full_name.replaceAll('/', ' · ')}
          {request.note && ` · “${request.note}”`}
        </span>
      </span>
      <span className="row-note">
        <Ago at={request.at} />
      </span>
      <Deadline request={request} />
    </button>
  )
}

/** 孙伟强家, the relative alone, or the member. */
export function useWhose(request: RightsItem): string {
  const t = useText()
  if (!request.household) return t(texts.ofMember, { name: request.person?.name ?? '' })
  const { name } = request.household
  return request.person ? t(texts.ofPerson, { person: request.person.name, name }) : t(texts.home, { name })
}

/** Days in which a request is answered (GB/T 35273-2020, 8.7). */
const answerDays = 30
const dayMs = 86_400_000

export function Deadline({ request }: { request: RightsItem }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute()
  const { zone } = useSession()
  if (request.answered) {
    return (
      <span className="tag tag-ok">
        {request.answered.by ? t(texts.answeredBy, { name: request.answered.by }) : t(texts.answered)}
      </span>
    )
  }
  const until = Date.parse(request.at) + answerDays * dayMs
  const days = Math.floor((now - Date.parse(request.at)) / dayMs)
  return now > until ? (
    <span className="tag tag-warn">{t(texts.over, { days })}</span>
  ) : (
    <span className="tag">{t(texts.by, { day: dayText(until, language, zone) })}</span>
  )
}
