/** SQL of accounts, sessions, grants and API tokens. */
import type { DB } from '../database/types.generated.ts'
import type { Kysely } from 'kysely'

type Db = Kysely<DB>

export const accountByKey = (db: Db, key: string) =>
  db
    .selectFrom('account')
    .selectAll()
    .where((e) => e.or([e('staff_no_key', '=', key), e('phone_key', '=', key)]))
    .where('disabled_at', 'is', null)
    .execute()

export const accountById = (db: Db, id: string) =>
  db.selectFrom('account').selectAll().where('id', '=', id).where('disabled_at', 'is', null).executeTakeFirst()

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
