/** The people behind one of the counts, a hundred at a time. */
import { Button, Table } from 'antd'
import { EmptyState, FailState, Section, SkeletonRows } from '#web/console/shared/index.ts'
import { type Say, useText } from '#web/console/text.ts'
import { relationText } from '../../relations.ts'
import type { ListItem, ListName, RosterCheck } from '../../roster/schema.ts'
import { grouped, sum, type Tab } from './CheckView.tsx'
import { useListOf } from './queries.ts'
import { texts } from './texts.ts'

const columns = (t: Say) => [
  {
    title: t(texts.row),
    key: 'row',
    width: 76,
    align: 'right' as const,
    render: (one: ListItem) => (one.row === undefined ? '—' : grouped(one.row)),
  },
  {
    title: t(texts.who),
    key: 'who',
    width: 170,
    render: (one: ListItem) => (
      <>
        <span className="row-name">{one.name}</span>{' '}
        {one.kind === 'relative' && <span className="row-note">{t(texts.relative)}</span>}
      </>
    ),
  },
  {
    title: t(texts.where),
    key: 'where',
    // Of a relative that is new the list says the relation.
    render: ({ kind, where }: ListItem) =>
      (kind === 'relative' ? t(relationText(where)) : where).split('/').join(' · ') || '—',
  },
  { title: t(texts.what), key: 'what', render: (one: ListItem) => (one.what ? t(one.what) : '—') },
]

/** The same row on a phone. */
function Narrow({ one }: { one: ListItem }) {
  const t = useText()
  return (
    <li className="row">
      <div className="row-main">
        <span className="row-name">{one.name}</span>{' '}
        {one.kind === 'relative' && <span className="row-note">{t(texts.relative)}</span>}
      </div>
      {one.row !== undefined && (
        <span className="row-note">
          {t(texts.row)} {grouped(one.row)}
        </span>
      )}
      {one.where && <div className="import-whole row-note">{one.where.split('/').join(' · ')}</div>}
      {one.what && <div className="import-whole">{t(one.what)}</div>}
    </li>
  )
}

export function PeopleList({ check, tab }: { check: RosterCheck; tab: Exclude<Tab, 'bad'> }) {
  const t = useText()
  if (tab === 'same') {
    return (
      <EmptyState
        title={t(texts.sameTitle, { count: grouped(sum(check.counts.unchanged)) })}
        hint={t(texts.sameHint)}
      />
    )
  }
  return <ListOf key={tab} id={check.id} list={tab} />
}

function ListOf({ id, list }: { id: string; list: ListName }) {
  const t = useText()
  const query = useListOf(id, list)
  if (query.error) return <FailState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <SkeletonRows />
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return <EmptyState title={t(texts.noneOfThese)} />
  return (
    <Section {...(list === 'absent' && { note: t(texts.absentHint), title: t(texts.tabAbsent) })}>
      <div className="card">
        <Table
          className="import-wide"
          rowKey={(one) => `${one.row} ${one.name} ${one.where}`}
          size="small"
          pagination={false}
          scroll={{ x: 720 }}
          columns={columns(t)}
          dataSource={items}
        />
        <ul className="import-narrow quiet-list">
          {items.map((one) => (
            <Narrow key={`${one.row} ${one.name} ${one.where}`} one={one} />
          ))}
        </ul>
      </div>
      {query.hasNextPage && (
        <Button
          block
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          style={{ marginTop: 12 }}
        >
          {t(texts.loadMore)}
        </Button>
      )}
    </Section>
  )
}
