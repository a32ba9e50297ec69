/** The rows that cannot be taken: who, what the file says, why not, how to mend it. */
import { Button, Table } from 'antd'
import { EmptyState, Section } from '#web/console/shared/index.ts'
import { type Say, useText } from '#web/console/text.ts'
import type { BadRowShape, RosterCheck } from '../../roster/schema.ts'
import { grouped, sum } from './CheckView.tsx'
import { texts } from './texts.ts'

function Who({ who }: { who: BadRowShape['who'] }) {
  const t = useText()
  const notes = [who.relative ? t(texts.relative) : who.unit, who.isNew ? t(texts.isNew) : ''].filter(
    (word) => word !== '',
  )
  return (
    <>
      <div className="row-name">{who.name || '—'}</div>
      <div className="row-note">{notes.join(' · ')}</div>
    </>
  )
}

function Value({ value }: { value: string }) {
  const t = useText()
  return value === '' ? (
    <span className="import-value import-value-empty">{t(texts.empty)}</span>
  ) : (
    <span className="import-value">{value}</span>
  )
}

const columns = (t: Say) => [
  {
    title: t(texts.row),
    key: 'row',
    width: 76,
    align: 'right' as const,
    render: (bad: BadRowShape) => <span className="import-row-no">{grouped(bad.row)}</span>,
  },
  { title: t(texts.who), key: 'who', width: 170, render: (bad: BadRowShape) => <Who who={bad.who} /> },
  { title: t(texts.column), dataIndex: 'column', key: 'column', width: 100 },
  { title: t(texts.inFile), key: 'value', width: 150, render: (bad: BadRowShape) => <Value value={bad.value} /> },
  { title: t(texts.why), key: 'why', render: (bad: BadRowShape) => t(bad.reason) },
  { title: t(texts.fix), key: 'fix', render: (bad: BadRowShape) => (bad.fix ? t(bad.fix) : '—') },
]

/** The same row on a phone. */
function Narrow({ bad }: { bad: BadRowShape }) {
  const t = useText()
  return (
    <li className="row">
      <div className="row-main">
        <Who who={bad.who} />
      </div>
      <span className="row-note">
        {t(texts.row)} {grouped(bad.row)}
      </span>
      <div className="import-whole">
        {bad.column} <Value value={bad.value} />
      </div>
      <div className="import-whole">{t(bad.reason)}</div>
      {bad.fix && <div className="import-whole row-note">{t(bad.fix)}</div>}
    </li>
  )
}

export function BadTable({ check }: { check: RosterCheck }) {
  const t = useText()
  const count = sum(check.bad_rows)
  if (count === 0) return <EmptyState title={t(texts.noBad)} hint={t(texts.noBadHint)} />
  const key = (bad: BadRowShape) => `${bad.row} ${bad.column} ${bad.reason.zh}`
  return (
    <Section
      title={t(texts.badTitle, { count: grouped(count) })}
      note={t(texts.badRest, { good: grouped(check.good) })}
      actions={
        <>
          <Button href={`/api/roster/${check.id}/bad.xlsx`} download>
            {t(texts.download, { count: grouped(count) })}
          </Button>
          <Button type="text" href={`/api/roster/${check.id}/bad.csv`} download>
            {t(texts.downloadCsv)}
          </Button>
        </>
      }
    >
      <div className="card">
        <Table
          className="import-wide"
          rowKey={key}
          size="small"
          pagination={false}
          scroll={{ x: 900 }}
          columns={columns(t)}
          dataSource={check.bad}
        />
        <ul className="import-narrow quiet-list">
          {check.bad.map((bad) => (
            <Narrow key={key(bad)} bad={bad} />
          ))}
        </ul>
      </div>
      {check.bad.length >= 200 && <p className="section-note">{t(texts.more)}</p>}
    </Section>
  )
}
