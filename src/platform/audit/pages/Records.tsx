/** The audit's records, newest first: who, what, where, when, and whether a seal covers it. */
import { Button, Input, Select, Table } from 'antd'
import { useSession } from '#web/console/session.ts'
import { EmptyState, FailState, Section, ShortTime, SkeletonRows, useAddress } from '#web/console/shared/index.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import type { AuditEntryShape } from '../schema.ts'
import { actionGroups, actionTexts } from './action-texts.ts'
import { detailLines, type Reader } from './detail.ts'
import { type Filter, useRecords } from './queries.ts'
import { texts } from './texts.ts'

/** An action in words; a code that came with a newer program stands for itself. */
const actionName = (t: Say, action: string): string => (actionTexts[action] ? t(actionTexts[action]) : action)

function Detail({ row, reader }: { row: AuditEntryShape; reader: Reader }) {
  const t = useText()
  if (row.reports > 0 && row.detail === null) return <>{t(texts.reports, { count: row.reports })}</>
  return (
    <>
      {detailLines(row.detail, reader).map((line) => (
        <span key={line.field} className="audit-detail">
          <span className="row-note">{t(texts.labelled, { label: line.label })}</span>
          {line.value}{' '}
        </span>
      ))}
    </>
  )
}

const columns = (t: Say, reader: Reader) => [
  { title: t(texts.at), key: 'at', width: 130, render: (row: AuditEntryShape) => <ShortTime at={row.at} /> },
  {
    title: t(texts.by),
    key: 'by',
    width: 140,
    render: (row: AuditEntryShape) => (row.actor_kind === 'system' ? t(texts.program) : row.actor_name || '—'),
  },
  {
    title: t(texts.what),
    key: 'what',
    width: 240,
    render: (row: AuditEntryShape) => <span title={row.action}>{actionName(t, row.action)}</span>,
  },
  { title: t(texts.where), key: 'unit', width: 140, render: (row: AuditEntryShape) => row.unit ?? '—' },
  {
    title: t(texts.detail),
    key: 'detail',
    render: (row: AuditEntryShape) => <Detail row={row} reader={reader} />,
  },
  {
    title: t(texts.seal),
    key: 'seal',
    width: 80,
    render: (row: AuditEntryShape) => t(row.sealed ? texts.sealed : texts.waiting),
  },
]

/** From local midnight of one day to that of the day after another. */
function span(from: string | undefined, until: string | undefined): Pick<Filter, 'from' | 'until'> {
  const midnight = (day: string, add: number): string => {
    const [year, month, date] = day.split('-').map(Number)
    return new Date(year!, month! - 1, date! + add).toISOString()
  }
  const good = (day: string | undefined): day is string => day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day)
  return { from: good(from) ? midnight(from, 0) : undefined, until: good(until) ? midnight(until, 1) : undefined }
}

export function Records() {
  const t = useText()
  const [at, go] = useAddress()
  const filter: Filter = { actor: at.actor, action: at.action, ...span(at.from, at.until) }
  const query = useRecords(filter)
  const rows = query.data?.pages.flatMap((page) => page.entries) ?? []
  const names = Object.assign({}, ...(query.data?.pages.map((page) => page.names) ?? [])) as Reader['names']
  const reader: Reader = { language: useLanguage(), zone: useSession().zone, names }
  return (
    <Section title={t(texts.records)} note={t(texts.readNote)} actions={<Filters at={at} go={go} />}>
      {query.error && <FailState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows />}
      {query.data && rows.length === 0 && <EmptyState title={t(texts.none)} hint={t(texts.noneHint)} />}
      {rows.length > 0 && (
        <Table
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 860 }}
          columns={columns(t, reader)}
          dataSource={rows}
        />
      )}
      {query.hasNextPage && (
        <Button
          block
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
          style={{ marginTop: 12 }}
        >
          {t(texts.next)}
        </Button>
      )}
    </Section>
  )
}

function Filters({ at, go }: { at: ReturnType<typeof useAddress>[0]; go: ReturnType<typeof useAddress>[1] }) {
  const t = useText()
  const day = (name: 'from' | 'until') => (
    <Input
      type="date"
      aria-label={t(texts.days)}
      value={at[name] ?? ''}
      onChange={(event) => go({ [name]: event.target.value || undefined }, { replace: true })}
      style={{ width: 150 }}
    />
  )
  return (
    <>
      <Input.Search
        allowClear
        defaultValue={at.actor}
        placeholder={t(texts.actor)}
        aria-label={t(texts.actor)}
        onSearch={(actor) => go({ actor: actor.trim() || undefined })}
        style={{ width: 190 }}
      />
      <Select
        value={at.action ?? ''}
        aria-label={t(texts.action)}
        onChange={(action: string) => go({ action: action || undefined })}
        options={[
          { value: '', label: t(texts.anyAction) },
          ...actionGroups.map((g) => ({ value: g.prefix, label: t(g.text) })),
        ]}
        style={{ width: 170 }}
      />
      {day('from')}
      {day('until')}
    </>
  )
}
