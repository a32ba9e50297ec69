/** The list beside the table: whom a number counts, what is known about each, and what can be done right there. */

import { Button, Input, Popconfirm, Segmented, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { address as urlOf } from '#web/console/api.ts'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { spanText } from '#web/console/shared/moments.ts'
import { SidePanel } from '#web/console/shared/SidePanel.tsx'
import { SkeletonRows } from '#web/console/shared/states.tsx'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import { cellStates, type ListState } from '../cell-states.ts'
import { countOf, fraction } from '../cells.ts'
import type { Cell, ListPage, ListRow } from '../schema.ts'
import { boardTexts, stateTexts } from '../texts.ts'
import { type ListActions, useListActions } from './actions.tsx'
import { useBoardAddress } from './address.ts'
import { ExemptDialogue } from './ExemptDialogue.tsx'
import { ListPaper, usePrintList } from './ListPaper.tsx'
import { timeOf } from './look.ts'
import { NameRow } from './NameRow.tsx'
import { type OpenList, useList } from './queries.ts'
import { texts } from './texts.ts'
import { WhyBox } from './WhyBox.tsx'

export function ListPanel({ list, cell, close }: { list: OpenList; cell: Cell | undefined; close: () => void }) {
  const t = useText()
  const { can } = useSession()
  const [q, setQ] = useState('')
  const settled = useSettled(q)
  const query = useList(list, settled)
  const actions = useListActions(list)
  const [exempting, setExempting] = useState<ListRow>()
  const first = query.data?.pages[0]
  const rows = query.data?.pages.flatMap((p) => p.rows) ?? []
  const path = first?.unit.path
  const printing = usePrintList(list, settled)
  const mayRemind = path !== undefined && can('task.remind', path)
  const open = list.state === 'missing' || list.state === 'pending'
  useRemindKey(open && mayRemind && rows.length > 0)
  return (
    <SidePanel
      title={first ? titleOf(t, first, list) : '…'}
      subtitle={cell && first && <Facts cell={cell} zone={first.unit.zone} asOf={first.as_of} />}
      actions={
        first && (
          <>
            {open && <Actions page={first} list={list} actions={actions} mayRemind={mayRemind} />}
            <Button onClick={printing.start} loading={printing.busy} disabled={first.total === 0}>
              {t(texts.print)}
            </Button>
          </>
        )
      }
      onClose={close}
    >
      <div className="board-list">
        <States list={list} cell={cell} health={path !== undefined && can('health.read', path)} />
        <Input
          allowClear
          size="small"
          className="board-search"
          placeholder={t(texts.search)}
          value={q}
          onChange={(e) => setQ(e.target.value)}
        />
        {query.error && <p role="alert">{query.error.message}</p>}
        {query.isPending && <SkeletonRows rows={6} height={52} />}
        {first && rows.length === 0 && <p className="board-quiet">{t(texts.emptyList)}</p>}
        {first?.groups.map((g) => {
          const part = rows.filter((r) => r.measure === g.measure && r.slot === g.slot)
          if (part.length === 0) return null
          return (
            <section key={`${g.measure}/${g.slot}`}>
              {(first.groups.length > 1 || list.measure === '*') && (
                <h3>
                  {t(g.title)} <small>{g.total}</small>
                </h3>
              )}
              <ul>
                {part.map((row) => (
                  <NameRow
                    key={row.task}
                    row={row}
                    zone={first.unit.zone}
                    path={path!}
                    actions={actions}
                    exempt={() => setExempting(row)}
                  />
                ))}
              </ul>
            </section>
          )
        })}
        {query.hasNextPage && (
          <Button type="link" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t(texts.more, { count: (first?.total ?? 0) - rows.length })}
          </Button>
        )}
        {list.measure !== '*' && <WhyBox list={list} />}
      </div>
      {printing.print && <ListPaper print={printing.print} list={list} cell={cell} />}
      {exempting && (
        <ExemptDialogue
          name={exempting.subject.name}
          close={() => setExempting(undefined)}
          confirm={(reason, note) =>
            actions.exempt.mutateAsync({ tasks: [exempting.task], reason, ...(note && { note }) })
          }
        />
      )}
    </SidePanel>
  )
}

function titleOf(t: Say, page: ListPage, list: OpenList): string {
  const unit = list.scope === 'own' ? `${page.unit.name} ${t(boardTexts.own)}` : page.unit.name
  return `${unit} · ${t(page.title)}`
}

/** Reminding everybody on the list, and the sheet on which to report for them. */
function Actions({
  page,
  list,
  actions,
  mayRemind,
}: {
  page: ListPage
  list: OpenList
  actions: ListActions
  mayRemind: boolean
}) {
  const t = useText()
  const { can } = useSession()
  return (
    <>
      {mayRemind ? (
        <Popconfirm
          title={t(texts.remindAll, { count: page.total })}
          description={t(texts.remindConsequence, { count: page.total })}
          placement="bottomLeft"
          okText={t(texts.confirm)}
          cancelText={t(texts.cancel)}
          onConfirm={() => actions.remind.mutate('all')}
          disabled={page.total === 0}
        >
          <Button type="primary" disabled={page.total === 0} loading={actions.remind.isPending} aria-keyshortcuts="R">
            {t(texts.remindAll, { count: page.total })}
          </Button>
        </Popconfirm>
      ) : (
        <Tooltip title={t(texts.noRight, { what: t(texts.remind) })}>
          <span>
            <Button disabled>{t(texts.remindAll, { count: page.total })}</Button>
          </span>
        </Tooltip>
      )}
      {/* The sheet is for what members report themselves, squad by squad. */}
      {can('report.write', page.unit.path) && list.measure === 'temperature' && (
        <Button href={urlOf('/squad', { unit: page.unit.id })}>{t(texts.onBehalf)}</Button>
      )}
    </>
  )
}

function Facts({ cell, zone, asOf }: { cell: Cell; zone: string; asOf: string }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute() || Date.parse(asOf)
  const { n, of } = fraction(cell)
  const left = Date.parse(cell.due_at) - now
  const due = { time: timeOf(cell.due_at, zone), span: spanText(Math.abs(left), language) }
  const words = [t(texts.owed, { count: of }), t(texts.came, { count: n })]
  if (cell.missing > 0) words.push(t(texts.wordMissing, { count: cell.missing }))
  if (cell.exempt > 0) words.push(t(texts.wordExempt, { count: cell.exempt }))
  // Measures of different times have no common due.
  if (cell.code !== '*') words.push(t(left >= 0 ? texts.dueLeft : texts.dueOver, due))
  return <>{words.join(' · ')}</>
}

/** Which of the cell's numbers is listed; a number of zero is not offered, the one shown always is. */
function States({ list, cell, health }: { list: OpenList; cell: Cell | undefined; health: boolean }) {
  const t = useText()
  const [, change] = useBoardAddress()
  const offered: ListState[] = cellStates.filter(
    (s) => s === list.state || ((cell?.[s] ?? 0) > 0 && (s !== 'flagged' || health)),
  )
  if (list.state === 'came') offered.splice(1, 0, 'came')
  return (
    <Segmented<ListState>
      size="small"
      className="board-states"
      value={list.state}
      options={offered.map((s) => ({ value: s, label: `${t(stateTexts[s])} ${cell ? countOf(cell, s) : ''}` }))}
      onChange={(state) => change({ state }, { replace: true })}
    />
  )
}

/** What is typed, once the hand rests for a moment. */
function useSettled(value: string): string {
  const [settled, settle] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => settle(value.trim()), 250)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** R reminds, unless somebody is writing. */
function useRemindKey(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      const writing = (event.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]')
      if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.metaKey || event.altKey || writing) return
      // The same question as by mouse: the key presses the button, which asks first.
      document.querySelector<HTMLElement>('.panel-actions [aria-keyshortcuts="R"]')?.click()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [on])
}
