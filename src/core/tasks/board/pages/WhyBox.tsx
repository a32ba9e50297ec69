/** Why: who was told and when, who is next, why somebody was not, and which clause asks for it. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Text } from '#platform/texts.ts'
import { api } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import { type OpenList, useColumns } from './queries.ts'
import { texts } from './texts.ts'

/** The ladder of a measure, date and slot in sentences; the last one names the clause, where there is one. */
interface Why {
  readonly sentences: readonly Text[]
  readonly clause: object | null
}

export function WhyBox({ list }: { list: OpenList }) {
  const t = useText()
  const { can } = useSession()
  const { unit, day, measure, slot } = list
  const column = useColumns(unit, day, '').data?.columns.find((c) => c.code === measure && c.slot === slot)
  const { data } = useQuery({
    queryKey: ['board', 'why', unit, day, measure, slot],
    queryFn: ({ signal }) => api.get<Why>('/api/escalation', { unit, day, measure, slot }, signal),
    retry: false,
  })
  const clause =
    column?.clause &&
    t(texts.whyClause, {
      clause: `${column.directive ? t(column.directive.title) : ''} ${t(texts.clauseNo, { number: column.clause.number })} ${t(column.clause.title)}`,
    })
  return (
    <div className="board-why">
      {data?.sentences.slice(0, data.clause ? -1 : undefined).map((s) => (
        <p key={s.zh}>{t(s)}</p>
      ))}
      {clause && (
        <p>
          {can('campaign.read') ? (
            <Link to={'/orders' as never} search={{ measure } as never}>
              {clause}
            </Link>
          ) : (
            clause
          )}
        </p>
      )}
    </div>
  )
}
