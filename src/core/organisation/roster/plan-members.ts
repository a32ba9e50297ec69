/** Members: who is new, comes back, moves to another unit, changes a detail or a post, or stays as is. */
import { changesOf } from './changes.ts'
import type { Change, CheckedMember, KnownAppointment, KnownPerson, PlannedPost } from './model.ts'
import type { Planning } from './plan.ts'
import { inSlices } from './slices.ts'

export async function planMembers(planning: Planning, onProgress: (part: number) => void): Promise<void> {
  await inSlices(planning.checked.members, (row) => planMember(row, planning), onProgress, 0, 1)
}

function planMember(row: CheckedMember, planning: Planning): void {
  const person = planning.known.members.get(row.key)
  if (person) planning.matched.set(row.key, person)
  const posts = planPostsOf(row, person, planning)
  if (!person || person.left) {
    const { key, name, staffNo, unit, phone, sex, born } = row
    planning.added.push({ kind: 'member', key, row: row.row, id: person?.id, name, staffNo, unit, phone, sex, born })
    return
  }
  const { changes, set } = changesOf(person, row)
  const one = { kind: 'member' as const, key: row.key, row: row.row, id: person.id, name: row.name, set }
  if (person.unit !== row.unit.key) {
    const from = { key: person.unit, name: planning.known.pathOf(person.unit) }
    planning.moved.push({
      ...one,
      changes: [...changes, ...posts],
      from,
      to: { key: row.unit.key, name: row.unit.path },
    })
  } else if (changes.length + posts.length > 0) planning.changed.push({ ...one, changes: [...changes, ...posts] })
  else planning.unchanged.members++
}

/** Opens the posts of the row that are not held yet, closes those held and no longer named; the change in one line. */
function planPostsOf(row: CheckedMember, person: KnownPerson | undefined, planning: Planning): Change[] {
  const held = person ? (planning.known.appointments.get(person.id) ?? []) : []
  const wanted = row.posts ?? []
  const same = (one: KnownAppointment) => wanted.some((post) => post.post === one.post && post.unit.key === one.unit)
  const toClose = held.filter((one) => !same(one) && endsWith(one, row, person!))
  const toOpen = wanted.filter((post) => !held.some((one) => one.post === post.post && one.unit === post.unit.key))
  const who = { person: row.key, personName: row.name }
  for (const { post, unit } of toOpen) planning.open.push({ ...who, post, unit })
  for (const one of toClose) planning.close.push({ ...who, id: one.id, post: one.post, unit: unitOf(one, planning) })
  if (toOpen.length + toClose.length === 0) return []
  const codes = (list: readonly { post: string }[]) =>
    list
      .map((one) => one.post)
      .sort()
      .join('、')
  const kept = held.filter((one) => !toClose.includes(one))
  return [{ field: 'post', from: codes(held), to: codes([...kept, ...toOpen]) }]
}

/** A roster ends what a roster began; what an officer gave by hand ends only when the person leaves that unit. */
function endsWith(appointment: KnownAppointment, row: CheckedMember, person: KnownPerson): boolean {
  const movedAway = person.unit !== row.unit.key && appointment.unit === person.unit
  return movedAway || (row.posts !== undefined && !appointment.byHand)
}

export function unitOf(appointment: KnownAppointment, { known }: Planning): PlannedPost['unit'] {
  const unit = known.units.get(appointment.unit)
  return { key: appointment.unit, id: appointment.unit, name: unit?.name ?? '', path: known.pathOf(appointment.unit) }
}
