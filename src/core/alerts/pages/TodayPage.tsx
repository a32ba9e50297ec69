/** Today: what is red, what is overdue and who was told, what is still to do. The first page of every officer. */

import { Button } from 'antd'
import type { ReactNode } from 'react'
import { cellStates } from '#core/tasks/board/cell-states.ts'
import { ListPanel } from '#core/tasks/board/pages/ListPanel.tsx'
import type { Cell } from '#core/tasks/board/schema.ts'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { Loaded, Page, SkeletonPage, StaleNote, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import '#core/tasks/board/pages/board.css'
import type { OverdueShape, ToDoShape, TodayShape } from '../today/schema.ts'
import { addressed, greetingAt, minutesFor } from './greeting.ts'
import { Know } from './Know.tsx'
import { Overdue } from './Overdue.tsx'
import { PresenceDialogue } from './PresenceDialogue.tsx'
import { useToday } from './queries.ts'
import { RollCallPanel } from './RollCallPanel.tsx'
import { ToDo } from './ToDo.tsx'
import { TrendCard } from './TrendCard.tsx'
import { texts } from './texts.ts'
import { Urgent } from './Urgent.tsx'
import './today.css'

export default function TodayPage() {
  const [at] = useAddress()
  const { capacity } = useSession()
  const query = useToday(at.unit ?? capacity?.unit.id)
  return (
    <Loaded query={query} skeleton={<SkeletonPage />}>
      {(today) => (
        <Today
          today={today}
          stale={<StaleNote asOf={today.as_of} failed={query.error !== null} retry={() => void query.refetch()} />}
        />
      )}
    </Loaded>
  )
}

function Today({ today, stale }: { today: TodayShape; stale: ReactNode }) {
  const t = useText()
  const now = useMinute() || Date.parse(today.as_of)
  const [at, go] = useAddress()
  const { can } = useSession()
  const { urgent, overdue, to_do } = today
  const waiting = urgent.filter((u) => u.alert.state === 'open').length
  const others = overdue.length + today.on_behalf.length
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: today.unit.zone }).format(now),
  )
  const openNames = (of: OverdueShape | ToDoShape) => {
    const state = 'missing' in of ? 'missing' : 'pending'
    go({ at: today.unit.id, measure: of.code, slot: of.slot, day: of.day, state, panel: undefined })
  }
  const close = () =>
    go({ at: undefined, measure: undefined, slot: undefined, day: undefined, state: undefined, panel: undefined })
  const note =
    waiting + others > 0
      ? t(texts.toHandle, { count: waiting + others, minutes: minutesFor(waiting, others) })
      : t(texts.nothingToHandle)
  return (
    <Page
      title={t(greetingAt(hour), { who: t(addressed(today.reader.name, today.reader.post)) })}
      note={note}
      actions={
        can('presence.write') &&
        can('report.write') &&
        ['station', 'office', 'squad'].includes(today.unit.kind) && (
          <Button onClick={() => go({ panel: 'presence' })}>{t(texts.changePresence)}</Button>
        )
      }
    >
      {stale}
      <div className="today-frame">
        <div className="today">
          <div>
            <Urgent list={urgent} />
            <Overdue today={today} openNames={openNames} />
            {urgent.length === 0 && others === 0 && (
              <p className="card card-pad row-note today-quiet">{t(texts.quiet)}</p>
            )}
            <div className="today-later">
              <ToDo today={today} openNames={openNames} openRollCall={() => go({ panel: 'roll-call' })} />
            </div>
          </div>
          <div>
            <Know notices={today.notices} />
            <div className="today-last">
              <TrendCard today={today} />
            </div>
          </div>
        </div>
      </div>
      {at.panel === 'presence' && <PresenceDialogue unit={today.unit.id} close={close} />}
      {at.panel === 'roll-call' && <RollCallPanel unit={today.unit.id} close={close} />}
      {at.measure && (
        <Names
          today={today}
          of={[...overdue, ...to_do].find((x) => x.code === at.measure && x.slot === at.slot && x.day === at.day)}
          state={at.state}
          close={close}
        />
      )}
    </Page>
  )
}

/** The names behind a figure, in the board's own panel. */
function Names({
  today,
  of,
  state,
  close,
}: {
  today: TodayShape
  of: OverdueShape | ToDoShape | undefined
  state: string | undefined
  close: () => void
}) {
  if (!of) return null
  const lacking = of.owed - of.reported
  const cell: Cell = {
    code: of.code,
    slot: of.slot,
    title: of.title,
    due_at: of.due_at,
    expected: of.owed + of.exempt,
    done: of.reported,
    late: 0,
    received_late: 0,
    exempt: of.exempt,
    missing: 'missing' in of ? of.missing : 0,
    pending: 'missing' in of ? 0 : lacking,
    flagged: 0,
  }
  const shown = cellStates.find((s) => s === state) ?? 'missing'
  return (
    <ListPanel
      list={{ unit: today.unit.id, day: of.day, measure: of.code, slot: of.slot, state: shown }}
      cell={cell}
      close={close}
    />
  )
}
