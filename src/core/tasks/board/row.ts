/** One row of a list, with what its reader may see and nothing else. */
import { healthPresenceKinds } from './presence.ts'
import type { ListRow } from './schema.ts'
import type { Around, Relative } from './store-around.ts'
import type { ListedTask } from './store-list.ts'

/** What the reader may see of people who count at a unit. */
export interface Sight {
  phone(unitId: string): boolean
  health(unitId: string): boolean
  /** Names of the units from below the one listed down to this one. */
  namesOf(unitId: string): string[]
}

const stateNames = ['missing', 'done', 'late', 'received_late', 'exempt'] as const

export function rowOf(task: ListedTask, around: Around, relatives: readonly Relative[], sight: Sight): ListRow {
  const phone = sight.phone(task.unit_id)
  const health = sight.health(task.unit_id)
  const state = task.state === 0 && !task.past_due ? 'pending' : stateNames[task.state]!
  const open = task.state === 0
  const lacking = relatives.filter((r) => r.household_id === task.subject_id && !r.answered)
  return {
    task: task.id,
    measure: task.measure,
    slot: task.slot,
    subject: {
      kind: task.subject_kind,
      id: task.subject_id,
      name: task.name,
      ...(task.staff_no !== null && { staff_no: task.staff_no }),
      ...(phone && task.phone !== null && { phone: task.phone }),
    },
    unit: { id: task.unit_id, names: sight.namesOf(task.unit_id) },
    post: around.post,
    state,
    due_at: task.due_at.toISOString(),
    met_at: task.met_at?.toISOString() ?? null,
    met_by_name: around.met_by_name,
    channel: around.channel,
    exempt: state === 'exempt' ? exemptionOf(task, around) : null,
    reminded: around.reminded_at ? { at: instant(around.reminded_at), times: around.reminded_times } : null,
    tries: around.tries.map((t) => ({ ...t, at: instant(t.at) })),
    presence: presenceOf(around, health),
    ...(task.subject_kind === 'household' &&
      health && { lacking: open ? lacking.map((r) => relativeOf(r, phone)) : [] }),
  }
}

/** JSON made by the database writes instants its own way; all leave as RFC 3339 in UTC. */
const instant = (value: string | Date): string => new Date(value).toISOString()

function exemptionOf(task: ListedTask, around: Around): ListRow['exempt'] {
  const { reason, reason_note: note, reason_at: at } = task
  return { reason, note, by: around.reason_by_name, at: at?.toISOString() ?? null }
}

/** Hospital and quarantine are health data: others read that somebody is away, and until when. */
function presenceOf({ presence }: Around, health: boolean): ListRow['presence'] {
  if (!presence) return null
  const kind = !health && healthPresenceKinds.has(presence.kind) ? 'away' : presence.kind
  return { kind, until: presence.until === null || presence.until === 'infinity' ? null : instant(presence.until) }
}

const relativeOf = (r: Relative, phone: boolean) => ({
  id: r.id,
  name: r.name,
  relation: r.relation,
  ...(phone && r.phone !== null && { phone: r.phone }),
})
