/** One name of a list: who, since when, what was tried, where they are; telephone, "no answer" and exempt beside it. */
import { Button } from 'antd'
import { postNames } from '#core/organisation/pages/people/post-name.ts'
import type { Language } from '#platform/texts.ts'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { spanText } from '#web/console/shared/moments.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import type { ListRow } from '../schema.ts'
import type { ListActions } from './actions.ts'
import { momentOf, timeOf } from './look.ts'
import { presenceTexts, reasonTexts, texts } from './texts.ts'

interface Props {
  readonly row: ListRow
  readonly zone: string
  /** Path of the unit listed, for what the reader may do. */
  readonly path: string
  readonly actions: ListActions
  readonly exempt: () => void
}

export function NameRow({ row, zone, path, actions, exempt }: Props) {
  const t = useText()
  const language = useLanguage()
  const { can } = useSession()
  const post = row.post && postNames(row.post.split('、'), language)
  const open = row.state === 'missing' || row.state === 'pending'
  const phone = row.subject.phone ?? row.lacking?.find((r) => r.phone)?.phone
  const note = (kind: 'call_answered' | 'call_no_answer') => actions.note.mutate({ task: row.task, kind })
  return (
    <li className={`board-name board-name-${row.state}`}>
      <div>
        <strong>{nameOf(t, row)}</strong>
        <StateWords row={row} zone={zone} />
        <small>{[row.unit.names.join(' '), post, row.subject.staff_no].filter(Boolean).join(' · ')}</small>
        {more(t, language, row, zone).map((line) => (
          <small key={line}>{line}</small>
        ))}
      </div>
      {row.state === 'exempt' && row.exempt?.reason !== 'declined' && can('task.exempt', path) && (
        <div className="board-name-actions">
          <Button size="small" type="text" onClick={() => actions.unexempt.mutate([row.task])}>
            {t(texts.unexempt)}
          </Button>
        </div>
      )}
      {open && (
        <div className="board-name-actions">
          {can('task.remind', path) && (
            <Button size="small" type="text" onClick={() => actions.remind.mutate(row.task)}>
              {t(texts.remindOne)}
            </Button>
          )}
          {phone && (
            <a className="board-call" href={`tel:${phone}`}>
              {t(texts.call, { phone })}
            </a>
          )}
          {phone && can('task.remind', path) && (
            <>
              <Button size="small" type="text" onClick={() => note('call_answered')}>
                {t(texts.answered)}
              </Button>
              <Button size="small" type="text" onClick={() => note('call_no_answer')}>
                {t(texts.noAnswer)}
              </Button>
            </>
          )}
          {can('task.exempt', path) && (
            <Button size="small" type="text" onClick={exempt}>
              {t(texts.exempt)}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

/** What a row's subject is called: a household goes by its first member. */
export const nameOf = (t: Say, { subject }: ListRow): string =>
  subject.kind === 'household' ? t(texts.household, { name: subject.name }) : subject.name

/** The state in a word and a time; the exact time is on hover. */
function StateWords({ row, zone }: { row: ListRow; zone: string }) {
  const t = useText()
  const now = useMinute()
  const language = useLanguage()
  const exact = momentOf(row.met_at ?? row.due_at, zone)
  return (
    <time dateTime={row.met_at ?? row.due_at} title={exact}>
      {words()}
    </time>
  )
  function words(): string {
    const met = row.met_at ? timeOf(row.met_at, zone) : ''
    switch (row.state) {
      case 'missing':
        return t(texts.over, { span: spanText(now - Date.parse(row.due_at), language) })
      case 'pending':
        return t(texts.dueAt, { time: timeOf(row.due_at, zone) })
      case 'done':
        return t(texts.metAt, { time: met })
      case 'late':
        return t(texts.metLateAt, { time: met })
      case 'received_late':
        return t(texts.metHeld, { time: met })
      case 'exempt':
        return t(texts.exempt)
    }
  }
}

/** What else is known, a line each. */
function more(t: Say, language: Language, row: ListRow, zone: string): string[] {
  const lines: string[] = []
  const comma = language === 'zh' ? '，' : ', '
  if (row.lacking && row.lacking.length > 0)
    lines.push(t(texts.lacking, { names: row.lacking.map((r) => r.name).join(language === 'zh' ? '、' : ', ') }))
  if (row.presence && row.presence.kind !== 'on_station') lines.push(presence(t, row.presence, zone))
  if (row.reminded)
    lines.push(t(texts.remindedTimes, { times: row.reminded.times, time: timeOf(row.reminded.at, zone) }))
  for (const x of row.tries.filter((x) => x.kind !== 'reminded').slice(0, 3))
    lines.push(tried(t, x.kind, timeOf(x.at, zone)))
  if (row.met_by_name && row.met_by_name !== row.subject.name) lines.push(t(texts.metBy, { name: row.met_by_name }))
  if (row.exempt) {
    const reason = t(
      reasonTexts[row.exempt.reason ?? 'other'] ?? { zh: row.exempt.reason ?? '', en: row.exempt.reason ?? '' },
    )
    lines.push(
      t(texts.exemptBy, { reason: [reason, row.exempt.note].filter(Boolean).join(comma), by: row.exempt.by ?? '—' }),
    )
  }
  return lines
}

function tried(t: Say, kind: string, time: string): string {
  if (kind === 'call_answered') return t(texts.triedAnswered, { time })
  return t(kind === 'in_person' ? texts.triedInPerson : texts.triedNoAnswer, { time })
}

function presence(t: Say, p: NonNullable<ListRow['presence']>, zone: string): string {
  const kind = t(presenceTexts[p.kind] ?? presenceTexts.away!)
  return p.until ? t(texts.until, { kind, time: momentOf(p.until, zone) }) : kind
}
