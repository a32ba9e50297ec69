/** The audit's records, newest first: who, what, where, when, and whether a seal covers it. */
import { Button, Input, Select, Table } from 'antd'
import { EmptyState, FailState, Section, ShortTime, SkeletonRows, useAddress } from '#web/console/shared/index.ts'
import { type Say, useText } from '#web/console/text.ts'
import type { AuditEntryShape } from '../schema.ts'
import { type Filter, useRecords } from './queries.ts'
import { actionGroups, texts } from './texts.ts'

/** The longest group that the action's code begins with, and the code itself, which is stable. */
function actionName(t: Say, action: string): string {
  const group = actionGroups.find(({ prefix }) => action.startsWith(prefix))
  return group ? `${t(group.text)} · ${action}` : action
}

function detailText(detail: unknown): string {
  if (detail === null || typeof detail !== 'object') return ''
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')
    .slice(0, 200)
}

const columns = (t: Say) => [
  { title: t(texts.at), key: 'at', width: 130, render: (row: AuditEntryShape) => <ShortTime at={row.at} /> },
  {
    title: t(texts.by),
    key: 'by',
    width: 140,
    render: (row: AuditEntryShape) => (row.actor_kind === 'system' ? t(texts.program) : row.actor_name),
  },
  { title: t(texts.what), key: 'what', width: 240, render: (row: AuditEntryShape) => actionName(t, row.action) },
  { title: t(texts.where), key: 'unit', width: 140, render: (row: AuditEntryShape) => row.unit ?? '—' },
  {
    title: t(texts.detail),
    key: 'detail',
    render: (row: AuditEntryShape) =>
      row.reports > 0 ? t(texts.reports, { count: row.reports }) : detailText(row.detail),
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
  return (
    <Section title={t(texts.records)} note={t(texts.readNote)} actions={<Filters at={at} go={go} />}>
      {query.error && <FailState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows />}
      {query.data && rows.length === 0 && <EmptyState title={t(texts.none)} hint={t(texts.noneHint)} />}
      {rows.length > 0 && (
        <Table rowKey="id" size="small" pagination={false} scroll={{ x: 860 }} columns={columns(t)} dataSource={rows} />
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
