/** SQL of accounts and what they hold, as administrators and the roster change them. */
import type { Kysely } from 'kysely'
import type { DB } from '../database/types.generated.ts'

type Db = Kysely<DB>

export const accountOfPerson = (db: Db, personId: string) =>
  db.selectFrom('account').selectAll().where('person_id', '=', personId).executeTakeFirst()

/** Disabled ones too: an administrator must be able to let somebody in again. */
export const anyAccountById = (db: Db, id: string) =>
  db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()

export interface NewAccount {
  readonly id: string
  readonly personId: string | null
  readonly name: string
  readonly staffNoKey: string | null
  readonly phoneKey: string | null
  readonly language: 'zh' | 'en'
  readonly passwordHash: string | null
  readonly now: Date
}

export const insertAccount = (db: Db, a: NewAccount) =>
  db
    .insertInto('account')
    .values({
      id: a.id,
      person_id: a.personId,
      name: a.name,
      staff_no_key: a.staffNoKey,
      phone_key: a.phoneKey,
      language: a.language,
      password_hash: a.passwordHash,
      created_at: a.now,
    })
    .execute()

/** The person's newest name and numbers; sign-in follows the roster. */
export const updateAccount = (
  db: Db,
  id: string,
  keys: { name: string; staffNoKey: string | null; phoneKey: string | null },
) =>
  db
    .updateTable('account')
    .set({ name: keys.name, staff_no_key: keys.staffNoKey, phone_key: keys.phoneKey, disabled_at: null })
    .where('id', '=', id)
    .execute()

/** Sets a new code and takes locks away: the next sign-in is with it. */
export const setCode = (db: Db, id: string, codeHash: string, expiresAt: Date) =>
  db
    .updateTable('account')
    .set({ code_hash: codeHash, code_expires_at: expiresAt, wrong_tries: 0, locked_until: null })
    .where('id', '=', id)
    .execute()

export const setBlocked = (db: Db, id: string, at: Date | null) =>
  db
    .updateTable('account')
    .set({ blocked_at: at, ...(at === null && { wrong_tries: 0, locked_until: null }) })
    .where('id', '=', id)
    .execute()

export const setDisabled = (db: Db, id: string, at: Date | null) =>
  db
    .updateTable('account')
    .set({ disabled_at: at, code_hash: null, code_expires_at: null })
    .where('id', '=', id)
    .execute()

export const allGrants = (db: Db, accountId: string) =>
  db.selectFrom('grant_held').selectAll().where('account_id', '=', accountId).execute()

export const insertGrants = (db: Db, rows: readonly GrantRow[]) =>
  rows.length === 0
    ? Promise.resolve([])
    : db
        .insertInto('grant_held')
        .values(
          rows.map((r) => ({
            id: r.id,
            account_id: r.accountId,
            role: r.role,
            unit_id: r.unitId,
            from_at: r.fromAt,
            until_at: r.untilAt,
            appointment_id: r.appointmentId,
          })),
        )
        .execute()

export interface GrantRow {
  readonly id: string
  readonly accountId: string
  readonly role: string
  readonly unitId: string
  readonly fromAt: Date
  readonly untilAt: Date | null
  readonly appointmentId: string | null
}

export const setGrantEnd = (db: Db, id: string, untilAt: Date | null) =>
  db.updateTable('grant_held').set({ until_at: untilAt }).where('id', '=', id).execute()

export const deleteGrants = (db: Db, ids: readonly string[]) =>
  ids.length === 0 ? Promise.resolve([]) : db.deleteFrom('grant_held').where('id', 'in', ids).execute()
