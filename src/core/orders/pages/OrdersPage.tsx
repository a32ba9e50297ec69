/** The orders: which campaign is shown, or the start of one where there is none. */
import './orders.css'
import { useSession } from '#web/console/session.ts'
import { EmptyState, FailState, Loaded, SkeletonPage, useAddress, usePathParam } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignSummary } from '../schema.ts'
import { CampaignPane } from './CampaignPane.tsx'
import { useCampaign, useCampaigns } from './queries.ts'
import { StartPage } from './StartPage.tsx'
import { texts } from './texts.ts'

export default function OrdersPage() {
  const campaigns = useCampaigns()
  return (
    <Loaded query={campaigns} skeleton={<SkeletonPage />}>
      {(list) => <Chosen list={list} />}
    </Loaded>
  )
}

const order: readonly CampaignSummary['state'][] = ['running', 'paused', 'draft', 'stopped']

/** What is running stands before what is only drafted; the newest first. */
const byState = (list: readonly CampaignSummary[]): CampaignSummary[] =>
  [...list].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))

function Chosen({ list }: { list: readonly CampaignSummary[] }) {
  const t = useText()
  const session = useSession()
  const asked = usePathParam('campaign')
  const [address] = useAddress()
  const alive = list.filter((c) => c.state !== 'stopped')
  const manages = session.can('campaign.manage')
  if (asked) return <OneCampaign id={asked} list={byState(list)} />
  if (address.start || (alive.length === 0 && manages)) {
    if (manages) return <StartPage list={byState(list)} />
  }
  const first = byState(list)[0]
  if (!first) {
    return (
      <div className="page">
        <EmptyState title={t(texts.nothingYet)} hint={t(texts.nothingYetHint)} />
      </div>
    )
  }
  return <OneCampaign id={first.id} list={byState(list)} />
}

function OneCampaign({ id, list }: { id: string; list: readonly CampaignSummary[] }) {
  const query = useCampaign(id)
  if (!query.data && query.error) {
    return (
      <div className="page">
        <FailState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    )
  }
  if (!query.data) return <SkeletonPage />
  return <CampaignPane campaign={query.data} list={list} />
}
