/** Who answers for a measure, unit by unit: named, or by post; and where nobody does (A6). */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { UnitTree, Unit, UnitKind } from '../organisation/tree.ts'
import type { Measure, Playbook, Post } from './playbook/schema.ts'

export interface Holder {
  readonly personId: string
  readonly name: string
  readonly post: string
}

/** One unit that has to have a responsible person for a measure. */
export interface Duty {
  readonly unit: Unit
  readonly holder: Holder | null
  /** Why nobody answers: the post is vacant, or its holder is away until … */
  readonly gap: { kind: 'vacant' | 'away'; who: string | null; presence: string | null; until: Date | null } | null
}

interface Appointed {
  unit_id: string
  post: string
  person_id: string
  name: string
  away_kind: string | null
  away_until: Date | null
}

/** All appointments and namings in force at and below a unit, each with where its holder is now: one read for every measure. */
export interface Appointments {
  readonly byPost: ReadonlyMap<string, readonly Appointed[]>
  readonly named: ReadonlyMap<string, Appointed>
}

const away = sql`(select p.kind from presence p where p.person_id = x.person_id and p.withdrawn_at is null and p.kind not in ('on_station', 'on_shift', 'outing') and p.during @> x.at limit 1) as away_kind,
  (select upper(p.during) from presence p where p.person_id = x.person_id and p.withdrawn_at is null and p.kind not in ('on_station', 'on_shift', 'outing') and p.during @> x.at limit 1) as away_until`

export async function appointmentsBelow(tx: Tx, path: string, now: Date): Promise<Appointments> {
  const posts = await sql<Appointed>`select x.unit_id, x.post, x.person_id, x.name, ${away} from (
      select a.unit_id, a.post, a.person_id, p.name, ${now}::timestamptz as at, a.from_at from appointment a
      join person p on p.id = a.person_id and p.retired_at is null join unit u on u.id = a.unit_id
      where u.path <@ ${path}::ltree and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})) x
    order by x.from_at`.execute(tx)
  const named = await sql<Appointed>`select x.unit_id, x.post, x.person_id, x.name, ${away} from (
      select r.unit_id, r.measure as post, r.person_id, p.name, ${now}::timestamptz as at from responsible r
      join person p on p.id = r.person_id and p.retired_at is null join unit u on u.id = r.unit_id
      where u.path <@ ${path}::ltree and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now})) x`.execute(tx)
  return {
    byPost: Map.groupBy(posts.rows, (a) => `${a.unit_id} ${a.post}`),
    named: new Map(named.rows.map((a) => [`${a.unit_id} ${a.post}`, a])),
  }
}

/** The posts that answer for a measure and the kinds of unit at which they are held. */
export function dutyPosts(measure: Measure, playbook: Playbook): { posts: Post[]; at: UnitKind[] } {
  const post = (code: string): Post[] => playbook.posts.filter((p) => p.code === code)
  const owner = post(measure.owner)
  const posts = owner.length > 0 ? [...owner, ...(measure.deputy ? post(measure.deputy) : [])] : squadStep(playbook)
  return { posts, at: (owner[0]?.at ?? posts[0]?.at ?? []) as UnitKind[] }
}

/** What people and households report themselves, their squad leader answers for. */
const squadStep = (playbook: Playbook): Post[] => {
  const codes = playbook.escalation.ladder.find((s) => s.code === 'squad')?.posts ?? []
  return codes.flatMap((code) => playbook.posts.filter((p) => p.code === code))
}

/**
 * One duty for each unit that has to have a responsible person: the units of the owner's kind in which the measure has
 * subjects. `occupied` holds the units in which there are members.
 */
export function dutiesOf(measure: Measure, playbook: Playbook, tree: UnitTree, root: Unit, appointments: Appointments, occupied: ReadonlySet<string>): Duty[] {
  const { posts, at } = dutyPosts(measure, playbook)
  const units = [...tree.below(root)].filter((u) => at.includes(u.kind) && needed(measure, u, tree, occupied))
  return units.map((unit) => dutyAt(unit, measure, posts, appointments))
}

function needed(measure: Measure, unit: Unit, tree: UnitTree, occupied: ReadonlySet<string>): boolean {
  if (measure.subject === 'place') return unit.kind === 'station'
  if (measure.subject === 'unit') return measure.unitKinds ? [...tree.below(unit)].some((u) => measure.unitKinds!.includes(u.kind)) : true
  return [...tree.below(unit)].some((u) => occupied.has(u.id))
}

function dutyAt(unit: Unit, measure: Measure, posts: readonly Post[], appointments: Appointments): Duty {
  const named = appointments.named.get(`${unit.id} ${measure.code}`)
  const candidates = [...(named ? [named] : []), ...posts.flatMap((p) => appointments.byPost.get(`${unit.id} ${p.title.zh}`) ?? [])]
  const there = candidates.find((c) => c.away_kind === null)
  if (there) return { unit, holder: { personId: there.person_id, name: there.name, post: there === named ? '' : there.post }, gap: null }
  const gone = candidates[0]
  return {
    unit,
    holder: null,
    gap: gone
      ? { kind: 'away', who: gone.name, presence: gone.away_kind, until: gone.away_until }
      : { kind: 'vacant', who: null, presence: null, until: null },
  }
}
