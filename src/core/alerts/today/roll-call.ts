/** The roll-call pre-filled from presence: names to be checked by eye, then sent as a report. */

import type { Core } from '#core/core.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { may } from '#platform/access/actor.ts'
import { type Context, work } from '#platform/work.ts'
import type { RollCallShape, RollCallState } from './schema.ts'
import { ownTask, rollOf } from './store.ts'

/** How presence shows in a roll-call. Who is detached elsewhere answers there; the unit that accounts for him has him present. */
const states: Readonly<Record<string, RollCallState>> = {
  on_station: 'present',
  on_shift: 'present',
  detached: 'present',
  outing: 'out',
  leave: 'leave',
  quarantine: 'quarantine',
  hospital: 'hospital',
}

export async function readRollCall(core: Core, context: Context, unit: Unit): Promise<RollCallShape> {
  may(context.actor, 'report.write', unit.path)
  may(context.actor, 'people.read', unit.path)
  return work(context, async (w) => {
    const task = await ownTask(w.tx, unit.id, 'roll-call', w.now)
    const rows = await rollOf(w.tx, unit.path, w.now)
    return {
      unit: { id: unit.id, name: unit.name },
      as_of: w.now.toISOString(),
      form_version: core.orders.newestVersion('roll-call') ?? 1,
      task: task ? { id: task.id, due_at: task.due_at.toISOString(), slot: task.slot } : null,
      entries: rows.map((r) => ({
        person: r.person,
        name: r.name,
        staff_no: r.staff_no,
        unit: r.unit,
        state: states[r.kind] ?? 'present',
        place: r.place,
      })),
    }
  })
}
