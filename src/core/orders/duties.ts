/** Who answers for a measure, unit by unit: named, or by post; and where nobody does (A6). */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { Unit, UnitKind, UnitTree } from '../organisation/tree.ts'
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
      join unit home on home.id = p.unit_id
      where u.path <@ ${path}::ltree and (home.path <@ u.path or u.path <@ home.path) and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now})) x`.execute(
    tx,
  )
  return {
    byPost: Map.groupBy(posts.rows, (a) => `${a.unit_id} ${a.post}`),
    named: new Map(named.rows.map((a) => [`${a.unit_id} ${a.post}`, a])),
  }
}

/**
 * The posts that answer for a measure, in order, and the kinds of unit at which somebody has to. What people and
 * households report themselves is answered for by their squad leader or head of office, after a grid contact where the
 * measure asks one to telephone. Whom an event names nobody can name beforehand.
 */
export function dutyPosts(measure: Measure, playbook: Playbook): { posts: Post[]; at: UnitKind[] } {
  const post = (code: string): Post[] => playbook.posts.filter((p) => p.code === code)
  const step = (code: string): Post[] =>
    (playbook.escalation.ladder.find((s) => s.code === code)?.posts ?? []).flatMap(post)
  if (measure.owner === 'event') return { posts: [], at: [] }
  if (measure.owner !== 'self' && measure.owner !== 'household') {
    const owner = post(measure.owner)
    return { posts: [...owner, ...(measure.deputy ? post(measure.deputy) : [])], at: owner.flatMap((p) => p.at) }
  }
  const leaders = step('squad')
  const asked = typeof measure.late.contact === 'number' ? step('contact') : leaders
  return { posts: [...asked, ...leaders.filter((p) => !asked.includes(p))], at: leaders.flatMap((p) => p.at) }
}

/**
 * One duty for each unit at which somebody has to answer: those of the posts' kinds with subjects at or below them.
 * @param where the units in which the measure has subjects
 */
export function dutiesOf(
  measure: Measure,
  playbook: Playbook,
  tree: UnitTree,
  root: Unit,
  appointments: Appointments,
  where: ReadonlySet<string>,
): Duty[] {
  const { posts, at } = dutyPosts(measure, playbook)
  if (at.length === 0) return []
  // Each unit with subjects marks all above it: one walk up instead of one down for every unit.
  const needed = new Set<string>()
  for (const id of where) {
    const unit = tree.get(id)
    if (unit) for (const u of tree.above(unit)) needed.add(u.id)
  }
  const units = [...tree.below(root)].filter((u) => at.includes(u.kind) && needed.has(u.id))
  return units.map((unit) => dutyAt(unit, measure, posts, appointments))
}

function dutyAt(unit: Unit, measure: Measure, posts: readonly Post[], appointments: Appointments): Duty {
  const named = appointments.named.get(`${unit.id} ${measure.code}`)
  const candidates = [
    ...(named ? [named] : []),
    ...posts.flatMap((p) => appointments.byPost.get(`${unit.id} ${p.title.zh}`) ?? []),
  ]
  const there = candidates.find((c) => c.away_kind === null)
  if (there)
    return {
      unit,
      holder: { personId: there.person_id, name: there.name, post: there === named ? '' : there.post },
      gap: null,
    }
  const gone = candidates[0]
  return {
    unit,
    holder: null,
    gap: gone
      ? { kind: 'away', who: gone.name, presence: gone.away_kind, until: gone.away_until }
      : { kind: 'vacant', who: null, presence: null, until: null },
  }
}
