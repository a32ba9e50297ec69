/** Compares what the database holds with the model, and with itself. Every function gives sentences; none means right. */
import type { Model } from './model.ts'
import { recountText } from './recount.ts'
import type { Rig } from './rig.ts'

const words = ['open', 'done', 'late', 'received_late', 'exempt', 'withdrawn']
const clock = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(5, 16)

interface Names {
  squad(id: string): string
  subject(id: string): string
}

function names(rig: Rig): Names {
  const squads = new Map(rig.squads.map((s, no) => [s.id, String(no)]))
  const subjects = new Map<string, string>([
    ...rig.people.map((p, no) => [p.id, String(no)] as const),
    [rig.household.id, 'household'],
  ])
  return { squad: (id) => squads.get(id) ?? id, subject: (id) => subjects.get(id) ?? id }
}

/** Task by task first, because that says why; then every tally. */
export async function differences(rig: Rig, model: Model): Promise<string[]> {
  return [...(await taskDifferences(rig, model)), ...(await tallyDifferences(rig, model))]
}

async function taskDifferences(rig: Rig, model: Model): Promise<string[]> {
  const { squad, subject } = names(rig)
  const { rows } = await rig.db.owner.query('select * from task where state <> 5')
  const stored = new Map<string, string>()
  for (const t of rows) {
    const name = `${subject(t.subject_id)} ${t.measure} ${dateText(t.day)} ${t.slot}`
    stored.set(
      name,
      `squad ${squad(t.unit_id)} ${words[t.state]}${t.flagged && t.state > 0 && t.state < 4 ? ' flagged' : ''} due ${clock(t.due_at.getTime())}`,
    )
  }
  const wanted = new Map<string, string>()
  for (const [name, t] of model.tasks)
    wanted.set(name, `squad ${t.squad} ${t.state}${t.flagged ? ' flagged' : ''} due ${clock(t.due)}`)
  return difference('task', wanted, stored)
}

/** The owner's pool gives a date as the program's pools do, or as an instant at local midnight. */
const dateText = (value: unknown): string =>
  typeof value === 'string' ? value : new Date((value as Date).getTime() + 12 * 3_600_000).toISOString().slice(0, 10)

const counted = ['expected', 'done', 'late', 'received_late', 'exempt', 'flagged'] as const
const countsText = (row: Record<string, number>): string => counted.map((c) => `${c} ${row[c]}`).join(' ')

async function tallyDifferences(rig: Rig, model: Model): Promise<string[]> {
  const { squad } = names(rig)
  const { rows } = await rig.db.owner.query('select * from tally')
  const stored = new Map<string, string>()
  for (const t of rows) {
    if (counted.every((c) => t[c] === 0)) continue
    stored.set(`${squad(t.unit_id)} ${t.measure} ${dateText(t.day)} ${t.slot}`, countsText(t))
  }
  const wanted = new Map([...model.tallies()].map(([name, counts]) => [name, countsText(counts)]))
  return difference('tally', wanted, stored)
}

function difference(what: string, wanted: ReadonlyMap<string, string>, stored: ReadonlyMap<string, string>): string[] {
  const all = new Set([...wanted.keys(), ...stored.keys()])
  return [...all].flatMap((name) => {
    const [w, s] = [wanted.get(name) ?? 'none', stored.get(name) ?? 'none']
    return w === s ? [] : [`${what} ${name}: the model says ${w}, the database ${s}`]
  })
}

/** One row for one subject, measure, date and slot, in whatever state. */
export async function twice(rig: Rig): Promise<string[]> {
  const { subject } = names(rig)
  const { rows } = await rig.db.owner.query(
    'select subject_id, measure, day::text, slot, count(*) from task group by 1, 2, 3, 4 having count(*) > 1',
  )
  return rows.map((r) => `task ${subject(r.subject_id)} ${r.measure} ${r.day} ${r.slot} is there ${r.count} times`)
}

/** Tallies against a recount of tasks, in SQL of its own. */
export async function recount(rig: Rig): Promise<string[]> {
  const { rows } = await rig.db.owner.query(recountText)
  return rows.map((r) => `tally ${r.measure} ${r.day} ${r.slot} is not the recount of its tasks`)
}

/** One notice a recipient, measure, date, slot, step and round. */
export async function toldTwice(rig: Rig): Promise<string[]> {
  const { rows } = await rig.db.owner.query(`
    select p.name, n.measure, n.day::text, n.slot, n.step, count(*) from notice n join person p on p.id = n.recipient_id
    where n.alert_id is null and n.via <> 'hand'
    group by n.detachment_id, p.name, n.recipient_id, n.measure, n.day, n.slot, n.step, n.round having count(*) > 1`)
  return rows.map((r) => `${r.name} was told ${r.count} times of step ${r.step} of ${r.measure} ${r.day} ${r.slot}`)
}
