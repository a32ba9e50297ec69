/** SQL of access links: generations, locks, permits, and the devices that were let in. */
import { sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import { familyOrder } from '../consent/store.ts'
import type { LinkKind } from './token.ts'

export interface LinkRow {
  generation: number
  devices: number
  wrong_tries: number
  locked_until: Date | null
  revoked_at: Date | null
}

/** The link's row, locked until the transaction ends, so that two devices at once cannot both be the first. */
export function lockLink(tx: Tx, kind: LinkKind, id: string): Promise<LinkRow | undefined> {
  return tx
    .selectFrom('access_link')
    .select(['generation', 'devices', 'wrong_tries', 'locked_until', 'revoked_at'])
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function noteWrongTry(
  tx: Tx,
  kind: LinkKind,
  id: string,
  tries: number,
  lockedUntil: Date | null,
): Promise<void> {
  await tx
    .updateTable('access_link')
    .set({ wrong_tries: tries, locked_until: lockedUntil })
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute()
}

export async function noteDevice(tx: Tx, kind: LinkKind, id: string): Promise<void> {
  await tx
    .updateTable('access_link')
    .set((e) => ({ devices: e('devices', '+', 1), wrong_tries: 0, locked_until: null }))
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute()
}

/** Takes the permit away; true where there was one still good. */
export async function takePermit(tx: Tx, kind: LinkKind, id: string, now: Date): Promise<boolean> {
  const row = await tx
    .deleteFrom('link_permit')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .returning('until_at')
    .executeTakeFirst()
  return row !== undefined && row.until_at > now
}

export async function putPermit(
  tx: Tx,
  permit: { kind: LinkKind; id: string; until_at: Date; by_id: string | null },
): Promise<void> {
  await tx
    .insertInto('link_permit')
    .values(permit)
    .onConflict((c) => c.columns(['kind', 'id']).doUpdateSet({ until_at: permit.until_at, by_id: permit.by_id }))
    .execute()
}

/** The session of a device that a link lets in. */
export async function insertDevice(
  tx: Tx,
  device: {
    hash: Buffer
    kind: LinkKind
    id: string
    generation: number
    now: Date
    expires: Date
    agent: string | null
  },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      token_hash: device.hash,
      link_kind: device.kind,
      link_id: device.id,
      link_generation: device.generation,
      created_at: device.now,
      seen_at: device.now,
      expires_at: device.expires,
      agent: device.agent,
    })
    .execute()
}

/** Counts the generation up: cards printed before, and devices let in by them, stop. Makes the row where there is none. */
export async function renewLink(tx: Tx, kind: LinkKind, id: string): Promise<void> {
  await sql`insert into access_link (kind, id, generation) values (${kind}, ${id}, 2)
    on conflict (kind, id) do update set generation = access_link.generation + 1, devices = 0, wrong_tries = 0,
      locked_until = null, revoked_at = null`.execute(tx)
  await tx.deleteFrom('session').where('link_kind', '=', kind).where('link_id', '=', id).execute()
  await tx.deleteFrom('link_permit').where('kind', '=', kind).where('id', '=', id).execute()
}

/** Telephone numbers by which a new device may be checked: the person's own, or of a household its relatives' and members'. */
export async function phonesOf(tx: Tx, kind: LinkKind, id: string): Promise<string[]> {
  const { rows } =
    kind === 'person'
      ? await sql<{ phone: string }>`select phone from person where id = ${id} and phone is not null`.execute(tx)
      : await sql<{ phone: string }>`
          select phone from person where household_id = ${id} and retired_at is null and phone is not null
          union select p.phone from household_member m join person p on p.id = m.person_id
          where m.household_id = ${id} and p.phone is not null`.execute(tx)
  return rows.map((row) => row.phone)
}

export interface CardRow {
  kind: LinkKind
  id: string
  generation: number
  name: string
  staff_no: string | null
  /** The station, office or higher unit that counts the subject. */
  unit_id: string
  /** Names of a household's relatives, for the one who hands the cards out. */
  relatives: string[] | null
}

/** Sees to it that every member and household below the paths has a link; existing ones keep their generation. */
export async function makeLinks(tx: Tx, path: string): Promise<void> {
  await sql`insert into access_link (kind, id)
    select 'person', p.id from person p join unit u on u.id = p.unit_id
      where u.path <@ ${path}::ltree and p.kind = 'member' and p.retired_at is null
    union all
    select 'household', h.id from household h join unit u on u.id = h.unit_id
      where u.path <@ ${path}::ltree and h.retired_at is null
    order by 1, 2
    on conflict do nothing`.execute(tx)
}

/** Counts up every link below the path: all cards handed out before stop working. */
export async function renewLinks(tx: Tx, path: string): Promise<void> {
  const subjects = sql`select l.kind, l.id from access_link l
    left join person p on l.kind = 'person' and p.id = l.id
    left join household h on l.kind = 'household' and h.id = l.id
    join unit u on u.id = coalesce(p.unit_id, h.unit_id)
    where u.path <@ ${path}::ltree`
  await sql`delete from session s using (${subjects}) x where s.link_kind = x.kind and s.link_id = x.id`.execute(tx)
  await sql`delete from link_permit s using (${subjects}) x where s.kind = x.kind and s.id = x.id`.execute(tx)
  await sql`update access_link l set generation = generation + 1, devices = 0, wrong_tries = 0, locked_until = null, revoked_at = null
    from (${subjects}) x where l.kind = x.kind and l.id = x.id`.execute(tx)
}

export async function countCards(tx: Tx, path: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from person p join unit u on u.id = p.unit_id
              where u.path <@ ${path}::ltree and p.kind = 'member' and p.retired_at is null)::int
         + (select count(*) from household h join unit u on u.id = h.unit_id
              where u.path <@ ${path}::ltree and h.retired_at is null)::int as n`.execute(tx)
  return rows[0]!.n
}

/** Of the cards below a path those of some units, or one alone. */
export interface CardFilter {
  readonly unitIds?: readonly string[] | undefined
  readonly id?: string | undefined
}

/** Every card below the path, unit by unit as the tree is sorted: a member, then the member's household. */
export async function cardRows(tx: Tx, path: string, only: CardFilter = {}): Promise<CardRow[]> {
  const units = only.unitIds ? `{${only.unitIds.join(',')}}` : null
  const id = only.id ?? null
  const { rows } = await sql<CardRow>`
    with cards as (
      select 'person' as kind, p.id, p.name, p.staff_no, p.staff_no_key, p.unit_id, 0 as turn, null::text[] as relatives
        from person p join unit u on u.id = p.unit_id
        where u.path <@ ${path}::ltree and p.kind = 'member' and p.retired_at is null
      union all
      select 'household', h.id, m.name, m.staff_no, m.staff_no_key, h.unit_id, 1,
          (select array_agg(p.name order by ${familyOrder}) from person p
             where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null)
        from household h join unit u on u.id = h.unit_id
        left join lateral (select p.name, p.staff_no, p.staff_no_key from household_member hm join person p on p.id = hm.person_id
          where hm.household_id = h.id order by hm.position limit 1) m on true
        where u.path <@ ${path}::ltree and h.retired_at is null)
    select c.kind, c.id, l.generation, coalesce(c.name, '') as name, c.staff_no, c.unit_id, c.relatives
    from cards c join access_link l on l.kind = c.kind and l.id = c.id join unit u on u.id = c.unit_id
    where (${units}::uuid[] is null or c.unit_id = any (${units}::uuid[])) and (${id}::uuid is null or c.id = ${id}::uuid)
    order by u.path, c.staff_no_key nulls last, c.turn, c.id`.execute(tx)
  return rows
}
