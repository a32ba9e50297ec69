/** SQL of imports and of files that wait for a yes. */
import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { DB } from '#platform/database/types.generated.ts'
import type { Text } from '#platform/texts.ts'
import type { Tx, Work } from '#platform/work.ts'
import type { Undo } from './undo-shape.ts'

type Db = Kysely<DB>

/** Any number that nobody else takes: one import, taking back or transfer at a time. */
const rosterLock = 0x726f7374
/** Locks of single imports at work; whoever finds one free knows that the program was stopped meanwhile. */
const runLock = 0x72756e73
/** A run that has just begun reads its file before it takes its lock, and may wait for a connection. */
export const beginMs = 60_000

/** Waits for an import under way; held until the transaction ends, so that nobody changes what an import has compared. */
export const lockRoster = (tx: Tx) => sql`select pg_advisory_xact_lock(${rosterLock})`.execute(tx)

/** Shows that this import is at work, until the transaction ends, however it ends. */
export const lockRun = (tx: Tx, id: string) =>
  sql`select pg_advisory_xact_lock(${runLock}, hashtext(${id}))`.execute(tx)

/** The same for a change by hand: many at once, none during an import. */
export const shareRoster = (tx: Tx) => sql`select pg_advisory_xact_lock_shared(${rosterLock})`.execute(tx)

export interface NewImport {
  readonly id: string
  readonly unitId: string | null
  readonly name: string
  readonly bytes: Uint8Array
  readonly byId: string | null
  readonly at: Date
}

/** Notes an import before it runs, so that everybody can follow it. */
export const insertImport = (db: Db, one: NewImport) =>
  db
    .insertInto('roster_import')
    .values({
      id: one.id,
      unit_id: one.unitId,
      file_name: one.name,
      file_digest: createHash('sha256').update(one.bytes).digest('hex'),
      at: one.at,
      by_id: one.byId,
      counts: '{}',
      undo: '{}',
      state: 'running',
      alive_until: new Date(one.at.getTime() + beginMs),
    })
    .execute()

export interface Finished {
  readonly unitId: string | null
  readonly counts: object
  readonly undo: Undo
  readonly officers: readonly string[]
}

/** Marks it as applied, in the transaction that wrote it. @returns false where it was given up meanwhile */
export async function finishImport(w: Work, id: string, done: Finished): Promise<boolean> {
  const result = await w.tx
    .updateTable('roster_import')
    .set({
      state: 'applied',
      progress: 1,
      unit_id: done.unitId,
      counts: JSON.stringify(done.counts),
      undo: JSON.stringify(done.undo),
      officers: [...done.officers],
      step: null,
      alive_until: null,
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Says how far an import at work is; on a connection of its own, since its transaction shows nothing until it ends. */
export const noteProgress = (db: Db, id: string, step: Text, share: number, now: Date) =>
  db
    .updateTable('roster_import')
    .set({ step: JSON.stringify(step), progress: share, alive_until: now })
    .where('id', '=', id)
    .where('state', 'in', ['running', 'taking_back'])
    .execute()

export const failImport = (db: Db, id: string, why: Text) => setBack(db, id, 'running', 'failed', why)

/** Being taken back, as everybody sees at once. */
export const markTakingBack = (tx: Tx, id: string, now: Date) =>
  tx
    .updateTable('roster_import')
    .set({
      state: 'taking_back',
      progress: 0,
      step: null,
      why: null,
      alive_until: new Date(now.getTime() + beginMs),
    })
    .where('id', '=', id)
    .execute()

/** Taking it back did not come to its end, so the import stands as it did. */
export const keepApplied = (db: Db, id: string, why: Text) => setBack(db, id, 'taking_back', 'applied', why)

const setBack = (db: Db, id: string, from: string, to: string, why: Text) =>
  db
    .updateTable('roster_import')
    .set({ state: to, progress: to === 'applied' ? 1 : 0, why: JSON.stringify(why), step: null, alive_until: null })
    .where('id', '=', id)
    .where('state', '=', from)
    .execute()

/** Runs whose lock nobody holds: the program was stopped, and with its transaction nothing of it is there. */
export async function setBackCutOff(
  db: Db,
  whys: { readonly running: Text; readonly taking_back: Text },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: string; state: 'running' | 'taking_back' }>`select id, state from roster_import
    where state in ('running', 'taking_back') and alive_until <= ${now}`.execute(db)
  for (const { id, state } of rows) {
    await db.transaction().execute(async (tx) => {
      const held = await sql<{
        free: boolean
      }>`select pg_try_advisory_xact_lock(${runLock}, hashtext(${id})) as free`.execute(tx)
      if (!held.rows[0]!.free) return
      if (state === 'running') await failImport(tx, id, whys.running)
      else await keepApplied(tx, id, whys.taking_back)
    })
  }
}
