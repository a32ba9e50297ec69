/**
 * Retention: what has a day on which its time is up goes on that day, row by row, and the audit says what went. A
 * report's salt goes with it, so that the digest in the audit can no longer be guessed back into an answer.
 */
import { sql } from 'kysely'
import { retentionDeleted } from '../audit/verify-reports.ts'
import type { PersonalTable } from '../part.ts'
import type { Services } from '../services.ts'
import { systemContext, type Tx, type Work, work } from '../work.ts'

/** Rows of one transaction: short enough that nobody waits for its locks. */
const rowsAtOnce = 1000
/** One node at a time; any number that nobody else takes. */
const retentionLock = 6_872_015
const dayMs = 86_400_000
/** An empty month is given up so long after its end: late resends and corrections carry ids of that month. */
const emptyMonthDays = 62

export interface RetentionResult {
  /** Rows deleted, by table. */
  readonly deleted: Readonly<Record<string, number>>
  /** Partitions given up. */
  readonly dropped: readonly string[]
}

/** Deletes what has expired by the clock now. Safe twice and on several nodes. */
export async function runRetention(services: Services, tables: readonly PersonalTable[]): Promise<RetentionResult> {
  const deleted: Record<string, number> = {}
  for (const table of tables) {
    if (table.retentionDays === null) continue
    // One table that something still refers to must not keep the others.
    const rows = await deleteExpired(services, table).catch((error) => failed(services, table.table, error))
    if (rows > 0) deleted[table.table] = rows
  }
  const audit = await work(systemContext(services), emptyAudit).catch((error) => failed(services, 'audit', error))
  if (audit > 0) deleted.audit = audit
  return { deleted, dropped: await dropMonths(services) }
}

function failed(services: Services, table: string, error: unknown): number {
  services.log.error({ table, error: String(error) }, 'retention failed')
  return 0
}

async function deleteExpired(services: Services, table: PersonalTable): Promise<number> {
  for (let all = 0; ; ) {
    const rows = await work(systemContext(services), (w) => deleteSome(w, table))
    all += rows
    if (rows < rowsAtOnce) return all
  }
}

async function deleteSome(w: Work, table: PersonalTable): Promise<number> {
  if (!(await lock(w.tx))) return 0
  const before = new Date(w.now.getTime() - table.retentionDays! * dayMs)
  const key = await primaryKey(w.tx, table.table)
  const columns = sql.join(key.map((column) => sql.ref(column)))
  const from = sql.ref(table.from)
  const { rows } = await sql<{ id: string }>`delete from ${sql.table(table.table)} where (${columns}) in (
      select ${columns} from ${sql.table(table.table)} where ${from} < ${before} order by ${from} limit ${rowsAtOnce})
    returning ${sql.ref(key[0]!)}::text as id`.execute(w.tx)
  if (rows.length === 0) return 0
  const ids = rows.map((row) => row.id)
  const detail = { table: table.table, before: before.toISOString(), days: table.retentionDays, count: ids.length }
  w.audit({
    action: retentionDeleted,
    ...(table.table === 'report' ? { detail, reportIds: ids } : { detail: { ...detail, ids } }),
  })
  return ids.length
}

async function lock(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${retentionLock}) as mine`.execute(tx)
  return rows[0]!.mine
}

async function primaryKey(tx: Tx, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select a.attname::text as name
    from pg_index i, unnest(i.indkey::int2[]) with ordinality k (no, sort) join pg_attribute a on true
    where i.indrelid = ${table}::regclass and i.indisprimary and a.attrelid = i.indrelid and a.attnum = k.no
    order by k.sort`.execute(tx)
  return rows.map((row) => row.name)
}

/** Audit rows go by whole months after three years; their seals stay and go on proving that nothing else went. */
async function emptyAudit(w: Work): Promise<number> {
  if (!(await lock(w.tx))) return 0
  const { rows } = await sql<{ ends: Date; rows: number }>`select * from empty_expired_audit(${w.now})`.execute(w.tx)
  const month = rows[0]
  if (!month || month.rows === 0) return 0
  const detail = { table: 'audit', before: month.ends.toISOString(), count: month.rows }
  w.audit({ action: retentionDeleted, detail })
  return month.rows
}

/** Gives up the oldest months of the partitioned tables as long as they are empty. */
async function dropMonths(services: Services): Promise<string[]> {
  const dropped: string[] = []
  const { rows } = await sql<{ name: string }>`select table_name as name from partitioned order by 1`.execute(
    services.database.app,
  )
  for (const { name } of rows) {
    for (;;) {
      const month = await work(systemContext(services), (w) => dropOne(w, name)).catch((error) => {
        // 55P03: the table is busy; its turn comes again in an hour.
        if ((error as { code?: string }).code !== '55P03')
          services.log.error({ table: name, error: String(error) }, 'month kept')
        return null
      })
      if (month === null) break
      dropped.push(month)
    }
  }
  return dropped
}

async function dropOne(w: Work, table: string): Promise<string | null> {
  const before = new Date(w.now.getTime() - emptyMonthDays * dayMs)
  const { rows } = await sql<{
    month: string | null
  }>`select drop_empty_partition(${table}, ${before}) as month`.execute(w.tx)
  return rows[0]!.month
}
