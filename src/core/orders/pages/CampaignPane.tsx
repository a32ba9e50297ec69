/** One campaign: its clauses at the left, the chosen clause at the right; on a phone one of the two. */
import { useAddress, usePathParam } from '#web/console/shared/index.ts'
import type { CampaignSummary, CampaignView } from '../schema.ts'
import { CampaignBand } from './CampaignBand.tsx'
import { ClauseList } from './ClauseList.tsx'
import { ClausePane } from './ClausePane.tsx'
import { findClause } from './words.ts'

export function CampaignPane({ campaign, list }: { campaign: CampaignView; list: readonly CampaignSummary[] }) {
  const code = usePathParam('clause')
  const [address] = useAddress()
  const clause = findClause(campaign, { code, id: address.clause, measure: address.measure })
  // On a phone the list comes first, unless the address names a clause.
  const named = code !== '' || address.clause !== undefined || address.measure !== undefined
  return (
    <div className={`orders ${named ? 'orders-at-clause' : ''}`}>
      <ClauseList campaign={campaign} list={list} chosen={clause} />
      <div className="orders-main">
        <CampaignBand campaign={campaign} />
        {clause && <ClausePane key={clause.id} campaign={campaign} clause={clause} />}
      </div>
    </div>
  )
}
