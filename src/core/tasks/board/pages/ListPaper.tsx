/** A list on A4: everybody in it, frozen when "print" was pressed, with unit, time, n/N, page numbers and a digest. */
import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { api } from '#web/console/api.ts'
import { type Say, useText } from '#web/console/text.ts'
import { fraction } from '../cells.ts'
import type { Cell, ListPrint, ListRow } from '../schema.ts'
import { stateTexts, boardTexts as words } from '../texts.ts'
import { momentOf, timeOf } from './look.ts'
import { nameOf } from './NameRow.tsx'
import type { OpenList } from './queries.ts'
import { reasonTexts, texts } from './texts.ts'

/** Fetches the whole list, shows it to the printer, and puts it away. */
export function usePrintList(list: OpenList, q: string) {
  const { message } = App.useApp()
  const [print, setPrint] = useState<ListPrint>()
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.post<ListPrint>('/api/board/list/prints', { ...list, ...(q && { q }) }),
    onSuccess: setPrint,
    onError: (error) => void message.error(error.message),
  })
  useEffect(() => {
    if (!print) return
    const done = () => setPrint(undefined)
    window.addEventListener('afterprint', done)
    window.print()
    return () => window.removeEventListener('afterprint', done)
  }, [print])
  return { print, start: () => mutate(), busy: isPending }
}

interface Props {
  readonly print: ListPrint
  readonly list: OpenList
  readonly cell: Cell | undefined
}

export function ListPaper({ print: { list: page, published }, list, cell }: Props) {
  const t = useText()
  const { zone } = page.unit
  const asOf = t(words.asOf, { time: `${momentOf(page.as_of, zone)} ${zone}` })
  const digest = t(words.digest, { algorithm: published.algorithm.toUpperCase(), digest: published.digest })
  const seal = published.seal_no === null ? '' : `${published.seal_no}:${published.seal_digest}`
  const { n, of } = cell ? fraction(cell) : { n: 0, of: 0 }
  const left = page.total - page.rows.length
  return createPortal(
    <div className="board-paper board-paper-list">
      <h1>
        {page.unit.full_name} {t(page.title)} {page.day}
      </h1>
      <p>
        {t(stateTexts[list.state])} {page.total}
        {cell && ` · ${t(texts.cameOf, { n, of })}`} · {asOf}
        {left > 0 && page.rows.length >= 5000 && ` · ${t(texts.listCut, { shown: page.rows.length })}`}
      </p>
      <table>
        <thead>
          <tr>
            <th>№</th>
            <th>{t(words.name)}</th>
            <th>{t(words.staffNo)}</th>
            <th>{t(words.unit)}</th>
            <th>{t(words.due)}</th>
            <th>{t(words.state)}</th>
          </tr>
        </thead>
        <tfoot>
          <tr>
            <td colSpan={6}>
              {page.unit.name} · {asOf} · {digest}
              {seal && ` · ${t(words.seal, { seal })}`}
            </td>
          </tr>
        </tfoot>
        {page.groups.map((g) => (
          <tbody key={`${g.measure}/${g.slot}`}>
            {page.groups.length > 1 && (
              <tr className="board-row-whole">
                <th colSpan={6}>
                  {t(g.title)} · {g.total}
                </th>
              </tr>
            )}
            {page.rows
              .filter((r) => r.measure === g.measure && r.slot === g.slot)
              .map((row, i) => (
                <tr key={row.task}>
                  <td>{i + 1}</td>
                  <th>{nameOf(t, row)}</th>
                  <td>{row.subject.staff_no}</td>
                  <td>{row.unit.names.join(' ')}</td>
                  <td>{timeOf(row.due_at, zone)}</td>
                  <td>{stateOf(t, row, zone)}</td>
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>,
    document.body,
  )
}

function stateOf(t: Say, row: ListRow, zone: string): string {
  const word = t(stateTexts[row.state])
  if (row.met_at) return `${word} ${momentOf(row.met_at, zone)}`
  if (!row.exempt) return word
  const reason = reasonTexts[row.exempt.reason ?? 'other']
  return [word, reason ? t(reason) : row.exempt.reason, row.exempt.note, row.exempt.by].filter(Boolean).join(' · ')
}
