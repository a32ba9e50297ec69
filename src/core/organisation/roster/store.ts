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
/** A running import that has said nothing for so long was cut off by a stop of the program. */
export const aliveMs = 60_000

/** Waits for an import under way; held until the transaction ends, so that nobody changes what an import has compared. */
export const lockRoster = (tx: Tx) => sql`select pg_advisory_xact_lock(${rosterLock})`.execute(tx)

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
      alive_until: new Date(one.at.getTime() + aliveMs),
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

/** Says how far a running import is; on a connection of its own, since the import's transaction shows nothing until it ends. */
export const noteProgress = (db: Db, id: string, step: Text, share: number, now: Date) =>
  db
    .updateTable('roster_import')
    .set({ step: JSON.stringify(step), progress: share, alive_until: new Date(now.getTime() + aliveMs) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()

export const failImport = (db: Db, id: string, why: Text) =>
  db
    .updateTable('roster_import')
    .set({ state: 'failed', why: JSON.stringify(why), step: null, alive_until: null })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()

/** Imports that a stop of the program cut off wrote nothing: they are marked as failed. */
export const failCutOff = (db: Db, why: Text, now: Date) =>
  db
    .updateTable('roster_import')
    .set({ state: 'failed', why: JSON.stringify(why), step: null, alive_until: null })
    .where('state', '=', 'running')
    .where('alive_until', '<', now)
    .execute()
