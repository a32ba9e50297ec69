/** Reads accounts with their grants, units and posts, within the units that the reader manages. */
import { type Kysely, sql } from 'kysely'
import type { DB } from '#platform/database/types.generated.ts'
import type { AccountsQuery } from './schema.ts'

type Db = Kysely<DB>

export interface AccountRow {
  readonly id: string
  readonly name: string
  readonly staff_no_key: string | null
  readonly state: 'code' | 'never' | 'active' | 'locked' | 'disabled'
  readonly signed_in_at: Date | null
  readonly seen_at: Date | null
  readonly code_expires_at: Date | null
  readonly locked_until: Date | null
}

/** At most so many names on one screen; the search field leads to the others. */
const shown = 300

/** `case` over an account `a`: what an administrator has to know about it first. */
const stateOf = (now: Date) => sql<AccountRow['state']>`case
  when a.disabled_at is not null then 'disabled'
  when a.blocked_at is not null or a.locked_until > ${now} then 'locked'
  when a.code_expires_at > ${now} then 'code'
  when a.password_hash is null then 'never'
  else 'active' end`

/** Accounts all of whose grants lie within the roots; one without grants belongs to who manages everything ('' root). */
const managed = (paths: readonly string[], now: Date) => sql<boolean>`(
  case when exists (select 1 from grant_held g where g.account_id = a.id and (g.until_at is null or g.until_at > ${now}))
  then not exists (
    select 1 from grant_held g left join unit u on u.id = g.unit_id
    where g.account_id = a.id and (g.until_at is null or g.until_at > ${now})
      and not coalesce(u.path, '') <@ any (${paths}::text[]::ltree[]))
  else '' = any (${paths}::text[]) end)`

const searched = (q: string | undefined) => {
  const text = q?.trim()
  if (!text) return sql<boolean>`true`
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(a.name like ${like} or a.staff_no_key like upper(${like}) or a.phone_key like ${like})`
}

/** How many accounts there are in each state. */
export async function countAccounts(
  db: Db,
  paths: readonly string[],
  query: AccountsQuery,
  now: Date,
): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select ${stateOf(now)} as state, count(*) as n from account a
    where ${managed(paths, now)} and ${searched(query.q)} group by 1`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]))
}

export async function listAccounts(
  db: Db,
  paths: readonly string[],
  query: AccountsQuery,
  now: Date,
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select a.id, a.name, a.staff_no_key, ${stateOf(now)} as state, a.signed_in_at, a.code_expires_at,
      case when a.locked_until > ${now} then a.locked_until end as locked_until,
      (select max(s.seen_at) from session s where s.account_id = a.id) as seen_at
    from account a
    where ${managed(paths, now)} and ${searched(query.q)}
      and (${query.state ?? null}::text is null or ${stateOf(now)} = ${query.state ?? null})
    order by array_position(array['locked', 'never', 'code', 'active', 'disabled'], ${stateOf(now)}), a.staff_no_key, a.name
    limit ${shown}`.execute(db)
  return rows
}

/** Whether the reader manages this account. */
export async function isManaged(db: Db, accountId: string, paths: readonly string[], now: Date): Promise<boolean> {
  const { rows } = await sql`select 1 from account a where a.id = ${accountId} and ${managed(paths, now)}`.execute(db)
  return rows.length > 0
}

export const grantsOfAccounts = (db: Db, accountIds: readonly string[], now: Date) =>
  accountIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('grant_held')
        .select(['id', 'account_id', 'role', 'unit_id', 'appointment_id'])
        .where('account_id', 'in', accountIds)
        .where((e) => e.or([e('until_at', 'is', null), e('until_at', '>', now)]))
        .orderBy('from_at')
        .orderBy('id')
        .execute()

/** The post behind each appointment. */
export const postsOf = (db: Db, appointmentIds: readonly string[]) =>
  appointmentIds.length === 0
    ? Promise.resolve([])
    : db.selectFrom('appointment').select(['id', 'post']).where('id', 'in', appointmentIds).execute()
