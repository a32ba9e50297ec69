/** Why: which clause asks for this, who was told and when, who will be told next, and why somebody was not. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import { timeOf } from './look.ts'
import { type OpenList, useColumns } from './queries.ts'
import { texts } from './texts.ts'

/** What the ladder of a measure, date and slot says; parts that are not there are not shown. */
interface Escalation {
  readonly told?: readonly { at: string; names: readonly string[]; held_why?: string | null }[]
  readonly next?: { at: string; names: readonly string[] } | null
}

export function WhyBox({ list, zone }: { list: OpenList; zone: string }) {
  const t = useText()
  const { unit, day, measure, slot } = list
  const columns = useColumns(unit, day, '').data?.columns
  const column = columns?.find((c) => c.code === measure && c.slot === slot)
  const { data } = useQuery({
    queryKey: ['board', 'why', unit, day, measure, slot],
    queryFn: ({ signal }) => api.get<Escalation>('/api/escalation', { unit, day, measure, slot }, signal),
    retry: false,
  })
  const who = (names: readonly string[]) => names.join('、')
  return (
    <div className="board-why">
      {data?.told?.map((x) => (
        <p key={x.at + who(x.names)}>
          {x.held_why
            ? t(texts.whyHeld, { who: who(x.names), why: x.held_why })
            : t(texts.whyTold, { time: timeOf(x.at, zone), who: who(x.names) })}
        </p>
      ))}
      {data && !data.told?.length && <p>{t(texts.whyNone)}</p>}
      {data?.next && <p>{t(texts.whyNext, { time: timeOf(data.next.at, zone), who: who(data.next.names) })}</p>}
      {column?.clause && (
        <p>
          <Link to={'/orders' as never} search={{ clause: column.clause.id } as never}>
            {t(texts.whyClause, {
              clause: `${column.directive ? t(column.directive.title) : ''} ${column.clause.number} ${t(column.clause.title)}`,
            })}
          </Link>
        </p>
      )}
    </div>
  )
}
