/** What a check found: five counts, the list behind the chosen one, what else to look at, and the yes beside it. */
import { Button } from 'antd'
import { FailState, SkeletonPage, useAddress } from '#web/console/shared/index.ts'
import { type Say, useText } from '#web/console/text.ts'
import type { Count, RosterCheck } from '../../roster/schema.ts'
import { BadTable } from './BadTable.tsx'
import { LookToo } from './LookToo.tsx'
import { PeopleList } from './PeopleList.tsx'
import { useCheck } from './queries.ts'
import { texts } from './texts.ts'
import { YesColumn } from './YesColumn.tsx'

const tabs = ['bad', 'added', 'moved', 'changed', 'absent', 'same'] as const
export type Tab = (typeof tabs)[number]

const titles = {
  bad: texts.tabBad,
  added: texts.tabAdded,
  moved: texts.tabMoved,
  changed: texts.tabChanged,
  absent: texts.tabAbsent,
  same: texts.tabSame,
} as const

export const sum = ({ members, relatives }: Count): number => members + relatives
export const grouped = (n: number): string => n.toLocaleString('en-US')

const countOf = (check: RosterCheck, tab: Tab): Count =>
  tab === 'bad' ? check.bad_rows : tab === 'same' ? check.counts.unchanged : check.counts[tab]

export function CheckView({
  id,
  onStarted,
  onLeave,
}: {
  id: string
  onStarted: (id: string) => void
  onLeave: () => void
}) {
  const t = useText()
  const { data: check, error } = useCheck(id)
  if (error) {
    return (
      <div className="page">
        <FailState error={error} kept={t(texts.checkFailedKept)} onRetry={onLeave} />
      </div>
    )
  }
  if (!check) return <SkeletonPage />
  return (
    <div className="import-grid">
      <div className="page import-main">
        <Head check={check} onLeave={onLeave} />
        <Body check={check} />
      </div>
      <YesColumn check={check} onStarted={onStarted} onLeave={onLeave} />
    </div>
  )
}

function Head({ check, onLeave }: { check: RosterCheck; onLeave: () => void }) {
  const t = useText()
  const line = [
    t(texts.readLine, {
      members: grouped(check.read.members),
      relatives: grouped(check.read.relatives),
      rows: grouped(check.rows),
    }),
  ]
  if (check.sheet) line.push(t(texts.sheet, { sheet: check.sheet }))
  line.push(t(texts.headerRow, { row: check.header_row }))
  return (
    <header className="import-head">
      <div>
        <h1>{check.name || t(texts.pasted)}</h1>
        <p className="page-note">{line.join(' · ')}</p>
      </div>
      <Button onClick={onLeave}>{t(texts.another)}</Button>
    </header>
  )
}

function Body({ check }: { check: RosterCheck }) {
  const [at, go] = useAddress()
  const first: Tab = tabs.find((tab) => sum(countOf(check, tab)) > 0) ?? 'same'
  const tab = tabs.find((one) => one === at.tab) ?? first
  const choose = (next: Tab) => go({ tab: next }, { replace: true })
  return (
    <>
      <Tabs check={check} tab={tab} choose={choose} />
      <div role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'bad' ? <BadTable check={check} /> : <PeopleList check={check} tab={tab} />}
      </div>
      <LookToo check={check} choose={choose} />
    </>
  )
}

const split = (t: Say, count: Count): string =>
  t(texts.split, { members: grouped(count.members), relatives: grouped(count.relatives) })

/** Changing details is only a tab where there are any: the sketch's five stay five on most days. */
function Tabs({ check, tab, choose }: { check: RosterCheck; tab: Tab; choose: (tab: Tab) => void }) {
  const t = useText()
  const shown = tabs.filter((one) => one !== 'changed' || sum(check.counts.changed) > 0)
  const walk = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length]!
    choose(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div className="import-tabs" role="tablist">
      {shown.map((one) => {
        const count = countOf(check, one)
        return (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            tabIndex={one === tab ? 0 : -1}
            className={`import-tab ${one === 'bad' && sum(count) > 0 ? 'import-tab-bad' : ''}`}
            onClick={() => choose(one)}
            onKeyDown={walk}
          >
            <span className="import-tab-title">{t(titles[one])}</span>
            <span className="import-tab-count">{grouped(sum(count))}</span>
            <span className="import-tab-split">{split(t, count)}</span>
          </button>
        )
      })}
    </div>
  )
}
