/** API tokens: chosen permissions at a unit and below, shown once, stored hashed, ended by date or by hand. */
import type { Kysely } from 'kysely'
import type { DB } from '../database/types.generated.ts'
import { Problem, problems, type Wrong } from '../problems.ts'
import { type Context, type Work, work } from '../work.ts'
import { can, may, permissions, refusal } from './actor.ts'
import type { Identities } from './identify.ts'
import { signInProblems } from './problems.ts'
import type { TokenItem, TokenMade } from './schema.ts'
import { makeToken } from './secrets.ts'
import { describeCapacities } from './session.ts'

/** Recognised by scanners for leaked secrets. */
const tokenPrefix = 'muster_'

export interface NewToken {
  readonly name: string
  readonly unitId: string
  readonly permissions: readonly string[]
  /** Days until it ends; left out: it does not end by itself. */
  readonly days?: number
}

/**
 * Makes a token. What its maker may give away is checked by the caller (`makeTokenAs`); the command line may all.
 * @throws Problem `wrong-input` with each permission that does not exist
 */
export async function createToken(w: Work, t: NewToken): Promise<TokenMade> {
  const wrong: Wrong[] = t.permissions
    .filter((name) => !permissions.has(name))
    .map((name) => ({
      at: 'permissions',
      value: name,
      text: { zh: `没有“${name}”这项权限`, en: `there is no permission “${name}”` },
    }))
  if (wrong.length > 0) throw new Problem(problems['wrong-input'], { count: wrong.length }, wrong)
  const { token, hash } = makeToken(w.services.chance, tokenPrefix)
  const id = w.id()
  await w.tx
    .insertInto('api_token')
    .values({
      id,
      name: t.name,
      token_hash: hash,
      unit_id: t.unitId,
      permissions: [...new Set(t.permissions)],
      created_at: w.now,
      created_by: w.actor.id,
      expires_at: t.days === undefined ? null : new Date(w.now.getTime() + t.days * 86_400_000),
    })
    .execute()
  w.audit({
    action: 'token.made',
    subjectKind: 'token',
    subjectId: id,
    unitId: t.unitId,
    detail: { permissions: t.permissions },
  })
  return { id, token }
}

/** Makes a token as somebody: only permissions that the maker holds at that unit. */
export async function makeTokenAs(context: Context, identities: Identities, t: NewToken): Promise<TokenMade> {
  const path = identities.pathOf(t.unitId)
  if (path === undefined) throw new Problem(problems['not-found'], { what: t.unitId })
  may(context.actor, 'account.manage', path)
  const lacking = t.permissions.find((name) => permissions.has(name) && !can(context.actor, name, path))
  if (lacking !== undefined) throw refusal(lacking)
  return work(context, (w) => createToken(w, t))
}

const openTokens = (db: Kysely<DB>, now: Date) =>
  db
    .selectFrom('api_token')
    .select(['id', 'name', 'unit_id', 'permissions', 'created_at', 'expires_at', 'used_at'])
    .where('revoked_at', 'is', null)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute()

const iso = (at: unknown): string | null => (at instanceof Date ? at.toISOString() : null)

/** Tokens of units at which the reader manages accounts. */
export async function listTokens(context: Context, identities: Identities): Promise<TokenItem[]> {
  const { services, actor } = context
  const rows = await openTokens(services.database.app, new Date(services.clock.now()))
  const mine = rows.filter((row) => can(actor, 'account.manage', identities.pathOf(row.unit_id) ?? '?'))
  const grants = mine.map((row) => ({
    id: row.id,
    role: 'token',
    unitId: row.unit_id,
    path: identities.pathOf(row.unit_id) ?? '',
    permissions: new Set(row.permissions),
  }))
  const capacities = await describeCapacities(identities, grants)
  return mine.map((row, i) => ({
    id: row.id,
    name: row.name,
    unit: capacities[i]!.unit,
    permissions: row.permissions,
    createdAt: iso(row.created_at)!,
    expiresAt: iso(row.expires_at),
    usedAt: iso(row.used_at),
  }))
}

/** @throws Problem `no-such-token` also where the token's unit is not the reader's */
export const revokeToken = (context: Context, identities: Identities, id: string): Promise<void> =>
  work(context, async (w) => {
    const row = await w.tx
      .selectFrom('api_token')
      .select(['unit_id', 'revoked_at'])
      .where('id', '=', id)
      .executeTakeFirst()
    const path = row && identities.pathOf(row.unit_id)
    if (!row || path === undefined || !can(w.actor, 'account.manage', path))
      throw new Problem(signInProblems['no-such-token'])
    if (row.revoked_at !== null) return
    await w.tx.updateTable('api_token').set({ revoked_at: w.now }).where('id', '=', id).execute()
    w.audit({ action: 'token.revoked', subjectKind: 'token', subjectId: id, unitId: row.unit_id })
  })
