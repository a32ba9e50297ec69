/** SQL of sign-in: accounts, sessions, grants, tries. */
import { type Kysely, sql } from 'kysely'
import type { DB } from '../database/types.generated.ts'

type Db = Kysely<DB>

/** Wrong tries after which a login locks, and for how long. */
export const triesAllowed = 5
export const lockMinutes = 15

/** Accounts found by any of the keys; a staff number may exist in several detachments. */
export const accountsByKeys = (db: Db, keys: readonly string[]) =>
  db
    .selectFrom('account')
    .selectAll()
    .where((e) => e.or([e('staff_no_key', 'in', keys), e('phone_key', 'in', keys)]))
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .limit(triesAllowed)
    .execute()

export const accountById = (db: Db, id: string) =>
  db.selectFrom('account').selectAll().where('id', '=', id).where('disabled_at', 'is', null).executeTakeFirst()

/**
 * Whether anybody is let in: an administrator is named, or somebody has signed in or set a password. Accounts that a
 * roster made for its officers do not count: nobody holds their codes yet.
 */
export async function anybodyLetIn(db: Db): Promise<boolean> {
  const { rows } = await sql<{ somebody: boolean }>`select
    exists (select 1 from grant_held g join account a on a.id = g.account_id
      where g.role = 'administrator' and g.until_at is null and a.disabled_at is null)
    or exists (select 1 from account where password_hash is not null or signed_in_at is not null)
    or exists (select 1 from session where account_id is not null) as somebody`.execute(db)
  return rows[0]!.somebody
}

/**
 * Takes one of the five tries before the password is looked at, so that guesses sent all at once count too.
 * @returns false where the account is locked; the fifth try locks it for whoever comes next
 */
export async function takeTry(db: Db, accountId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update account set
      wrong_tries = case when locked_until is null then wrong_tries + 1 else 1 end,
      locked_until = case when locked_until is null and wrong_tries + 1 >= ${triesAllowed} then ${lockEnd(now)}::timestamptz end
    where id = ${accountId} and (locked_until is null or locked_until <= ${now})
    returning 1`.execute(db)
  return rows.length > 0
}

/** The same for a login that no account has. */
export async function takeUnknownTry(db: Db, loginHash: Buffer, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into sign_in_try as t (login_hash, tries, last_at) values (${loginHash}, 1, ${now})
    on conflict (login_hash) do update set
      last_at = excluded.last_at,
      tries = case when t.locked_until is null then t.tries + 1 else 1 end,
      locked_until = case when t.locked_until is null and t.tries + 1 >= ${triesAllowed} then ${lockEnd(now)}::timestamptz end
    where t.locked_until is null or t.locked_until <= ${now}
    returning 1`.execute(db)
  return rows.length > 0
}

/** Tries that fail from one network address within the time of a lock; a station's officers often share one. */
export const addressTriesAllowed = 30

/** The same for the address from which it is tried, whatever the login. @returns false where the address is locked */
export async function takeAddressTry(db: Db, addressHash: Buffer, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - lockMinutes * 60_000)
  const { rows } = await sql`
    insert into sign_in_try as t (login_hash, tries, last_at) values (${addressHash}, 1, ${now})
    on conflict (login_hash) do update set
      last_at = excluded.last_at,
      tries = case when t.locked_until is null and t.last_at > ${before} then t.tries + 1 else 1 end,
      locked_until = case when t.locked_until is null and t.last_at > ${before} and t.tries + 1 >= ${addressTriesAllowed}
        then ${lockEnd(now)}::timestamptz end
    where t.locked_until is null or t.locked_until <= ${now}
    returning 1`.execute(db)
  return rows.length > 0
}

/** A try that succeeded was none. */
export const giveAddressTryBack = (db: Db, addressHash: Buffer) =>
  sql`update sign_in_try set tries = greatest(tries - 1, 0), locked_until = null where login_hash = ${addressHash}`.execute(
    db,
  )

const lockEnd = (now: Date): Date => new Date(now.getTime() + lockMinutes * 60_000)

/** Forgets tries under unknown logins that are a day old. */
export const forgetTries = (db: Db, before: Date) =>
  db.deleteFrom('sign_in_try').where('last_at', '<', before).execute()

export const clearTries = (db: Db, accountId: string, now: Date) =>
  db
    .updateTable('account')
    .set({ wrong_tries: 0, locked_until: null, signed_in_at: now })
    .where('id', '=', accountId)
    .execute()

/** Puts the count back to what it was before a try that was meant for another account. */
export const giveTryBack = (db: Db, accountId: string, tries: number) =>
  db.updateTable('account').set({ wrong_tries: tries, locked_until: null }).where('id', '=', accountId).execute()

/**
 * Uses up a one-time code: only one of two that come at once sets the password. An account is made in Chinese; whoever
 * signs in for the first time goes on in the language of the page on which it was done.
 */
export async function redeemCode(
  db: Db,
  account: { readonly id: string; readonly code_hash: string | null },
  chosen: { readonly passwordHash: string; readonly language: 'zh' | 'en' },
): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ password_hash: chosen.passwordHash, language: chosen.language, code_hash: null, code_expires_at: null })
    .where('id', '=', account.id)
    .where('code_hash', '=', account.code_hash)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const setPassword = (db: Db, accountId: string, passwordHash: string) =>
  db
    .updateTable('account')
    .set({ password_hash: passwordHash, code_hash: null, code_expires_at: null, wrong_tries: 0, locked_until: null })
    .where('id', '=', accountId)
    .execute()

export const setLanguage = (db: Db, accountId: string, language: string) =>
  db.updateTable('account').set({ language }).where('id', '=', accountId).execute()

export interface NewSession {
  readonly tokenHash: Buffer
  readonly accountId: string
  readonly now: Date
  readonly expiresAt: Date
  readonly agent: string | null
}

export const insertSession = (db: Db, s: NewSession) =>
  db
    .insertInto('session')
    .values({
      token_hash: s.tokenHash,
      account_id: s.accountId,
      created_at: s.now,
      seen_at: s.now,
      expires_at: s.expiresAt,
      agent: s.agent,
    })
    .execute()

export const deleteSession = (db: Db, tokenHash: Buffer) =>
  db
    .deleteFrom('session')
    .where('token_hash', '=', tokenHash)
    .where('account_id', 'is not', null)
    .returning('account_id')
    .execute()

/** Ends every session of an account but the one kept. */
export const deleteSessions = (db: Db, accountId: string, keep?: Buffer) =>
  db
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(keep !== undefined, (q) => q.where('token_hash', '<>', keep!))
    .execute()

export const sessionsOf = (db: Db, accountId: string, now: Date) =>
  db
    .selectFrom('session')
    .select(['token_hash', 'agent', 'created_at', 'seen_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .execute()

export const slideSession = (db: Db, tokenHash: Buffer, now: Date, expiresAt: Date) =>
  db.updateTable('session').set({ seen_at: now, expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute()

export const chooseCapacity = (db: Db, tokenHash: Buffer, capacityId: string) =>
  db.updateTable('session').set({ capacity_id: capacityId }).where('token_hash', '=', tokenHash).execute()

export const deleteExpiredSessions = (db: Db, now: Date) =>
  db.deleteFrom('session').where('expires_at', '<=', now).execute()

export const sessionByHash = (db: Db, hash: Buffer, now: Date) =>
  db
    .selectFrom('session')
    .leftJoin('account', 'account.id', 'session.account_id')
    .select([
      'session.account_id',
      'session.link_kind',
      'session.link_id',
      'session.link_generation',
      'session.capacity_id',
      'session.seen_at',
      'account.person_id',
      'account.name',
      'account.language',
      'account.disabled_at',
      'account.blocked_at',
    ])
    .where('token_hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst()

export const tokenByHash = (db: Db, hash: Buffer, now: Date) =>
  db
    .selectFrom('api_token')
    .selectAll()
    .where('token_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now)]))
    .executeTakeFirst()

export const tokenUsed = (db: Db, id: string, now: Date) =>
  db.updateTable('api_token').set({ used_at: now }).where('id', '=', id).execute()

export const grantsOf = (db: Db, accountId: string, now: Date) =>
  db
    .selectFrom('grant_held')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('from_at', '<=', now)
    .where((e) => e.or([e('until_at', 'is', null), e('until_at', '>', now)]))
    .orderBy('from_at')
    .orderBy('id')
    .execute()
