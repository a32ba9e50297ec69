/** The column beside the check: each yes with its consequence in words, before and after, and what to do if it was wrong. */
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { FailState } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { Count, RosterCheck } from '../../roster/schema.ts'
import { grouped, sum } from './CheckView.tsx'
import { useApply } from './queries.ts'
import { texts } from './texts.ts'

export function YesColumn({
  check,
  onStarted,
  onLeave,
}: {
  check: RosterCheck
  onStarted: (id: string) => void
  onLeave: () => void
}) {
  const t = useText()
  const [units, setUnits] = useState(false)
  const [retire, setRetire] = useState(false)
  const apply = useApply(check.id, onStarted)
  const bad = sum(check.bad_rows)
  const absent = sum(check.counts.absent)
  const lacksUnits = check.new_units.length > 0 && !units
  const nothing = check.nothing_to_do && !retire
  return (
    <aside className="import-yes">
      <h2>{t(texts.nothingYet)}</h2>
      <p className="row-note">{t(texts.nothingYetHint)}</p>
      {check.new_units.length > 0 && (
        <Checkbox checked={units} onChange={(event) => setUnits(event.target.checked)}>
          {t(texts.yesUnits, { count: check.new_units.length })}
        </Checkbox>
      )}
      {absent > 0 && (
        <Checkbox checked={retire} onChange={(event) => setRetire(event.target.checked)}>
          {t(texts.yesRetire, { count: grouped(absent) })}
        </Checkbox>
      )}
      <Button
        type="primary"
        size="large"
        block
        disabled={nothing || lacksUnits}
        loading={apply.isPending}
        onClick={() => apply.mutate({ good_only: bad > 0, retire, new_units: units })}
      >
        {t(bad > 0 ? texts.applyGood : texts.applyAll, { count: grouped(check.good) })}
      </Button>
      {nothing && <p className="row-note">{t(texts.nothingToDo)}</p>}
      {lacksUnits && !nothing && <p className="row-note">{t(texts.yesUnitsWhy)}</p>}
      {bad > 0 && (
        <p className="row-note">
          {t(texts.goodHint, {
            bad: grouped(bad),
            known: grouped(check.bad_known),
            fresh: grouped(bad - check.bad_known),
          })}
        </p>
      )}
      {apply.error && <FailState error={apply.error} kept={t(texts.checkFailedKept)} />}
      <Button size="large" block onClick={onLeave}>
        {t(texts.later)}
      </Button>
      <p className="row-note">{t(texts.laterHint)}</p>
      <h2>{t(texts.after)}</h2>
      <Totals check={check} retire={retire} bad={bad} />
      <h2>{t(texts.wrongTitle)}</h2>
      <p className="row-note">{t(texts.wrongHint)}</p>
      <p className="note-box">{t(texts.recorded)}</p>
    </aside>
  )
}

const minus = (a: Count, b: Count, on: boolean): Count =>
  on ? { members: a.members - b.members, relatives: a.relatives - b.relatives } : a

function Totals({ check, retire, bad }: { check: RosterCheck; retire: boolean; bad: number }) {
  const t = useText()
  const { absent } = check.counts
  const after = minus(check.totals.after, absent, retire)
  const mended = minus(check.totals.mended, absent, retire)
  const row = (title: string, of: (count: Count) => number) => (
    <tr>
      <th scope="row">{title}</th>
      <td>{grouped(of(check.totals.now))}</td>
      <td>
        <strong>{grouped(of(after))}</strong>
      </td>
      {bad > 0 && <td>{grouped(of(mended))}</td>}
    </tr>
  )
  return (
    <table className="import-totals">
      <thead>
        <tr>
          <td />
          <th scope="col">{t(texts.now)}</th>
          <th scope="col">{t(texts.afterShort)}</th>
          {bad > 0 && <th scope="col">{t(texts.mended, { count: grouped(bad) })}</th>}
        </tr>
      </thead>
      <tbody>
        {row(t(texts.members), (count) => count.members)}
        {row(t(texts.relatives), (count) => count.relatives)}
      </tbody>
    </table>
  )
}
