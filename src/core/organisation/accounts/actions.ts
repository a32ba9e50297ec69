/** Who may sign in, and what an administrator does about it: new code, lock, disable. */
import type { Core } from '#core/core.ts'
import { blockAccount, disableAccount, issueCode } from '#platform/access/accounts.ts'
import { type Grant, roots } from '#platform/access/actor.ts'
import { signInProblems } from '#platform/access/problems.ts'
import type { AccountItem, CodeIssued } from '#platform/access/schema.ts'
import { Problem } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { describeGrants } from './capacities.ts'
import type { AccountsAnswer, AccountsQuery } from './schema.ts'
import { type AccountRow, countAccounts, grantsOfAccounts, isManaged, listAccounts } from './store.ts'

const iso = (at: Date | null): string | null => at?.toISOString() ?? null
const later = (a: Date | null, b: Date | null): Date | null => (a && (!b || a > b) ? a : b)

export function readAccounts(context: Context, core: Core, query: AccountsQuery): Promise<AccountsAnswer> {
  const paths = roots(context.actor, 'account.manage')
  return work(context, async (w) => {
    const counts = await countAccounts(w.tx, paths, query, w.now)
    const rows = await listAccounts(w.tx, paths, query, w.now)
    const capacities = await capacitiesOf(w, core, rows)
    const items: AccountItem[] = rows.map((row) => ({
      id: row.id,
      name: row.name,
      staffNo: row.staff_no_key,
      capacities: capacities.get(row.id) ?? [],
      state: row.state,
      lastSeenAt: iso(later(row.seen_at, row.signed_in_at)),
      codeExpiresAt: iso(row.code_expires_at),
      lockedUntil: iso(row.locked_until),
    }))
    return { total: Object.values(counts).reduce((sum, n) => sum + n, 0), counts, items }
  })
}

async function capacitiesOf(w: Work, core: Core, rows: readonly AccountRow[]) {
  const held = await grantsOfAccounts(
    w.tx,
    rows.map((row) => row.id),
    w.now,
  )
  const grants: Grant[] = held.map((g) => ({
    id: g.id,
    role: g.role,
    unitId: g.unit_id,
    path: core.identities.pathOf(g.unit_id) ?? '',
    permissions: new Set(),
    appointmentId: g.appointment_id,
  }))
  const described = await describeGrants(core.organisation, grants)
  const byAccount = new Map<string, typeof described>()
  held.forEach((g, i) => {
    byAccount.set(g.account_id, [...(byAccount.get(g.account_id) ?? []), described[i]!])
  })
  return byAccount
}

/** Does something to an account that the reader manages. @throws Problem `no-such-account` */
async function change<T>(context: Context, core: Core, accountId: string, body: (w: Work) => Promise<T>): Promise<T> {
  const paths = roots(context.actor, 'account.manage')
  const result = await work(context, async (w) => {
    if (!(await isManaged(w.tx, accountId, paths, w.now))) throw new Problem(signInProblems['no-such-account'])
    return body(w)
  })
  core.identities.clear()
  return result
}

export const newCode = (context: Context, core: Core, accountId: string): Promise<CodeIssued> =>
  change(context, core, accountId, (w) => issueCode(w, accountId))

export const setLocked = (context: Context, core: Core, accountId: string, locked: boolean): Promise<void> =>
  change(context, core, accountId, (w) => blockAccount(w, accountId, locked))

export const setDisabled = (context: Context, core: Core, accountId: string, disabled: boolean): Promise<void> =>
  change(context, core, accountId, (w) => disableAccount(w, accountId, disabled))
