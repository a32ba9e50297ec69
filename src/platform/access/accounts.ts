/** Accounts as the roster, administrators and the command line make them: one-time codes, roles held, locks. */
import { sql } from 'kysely'
import { Problem } from '../problems.ts'
import type { Language } from '../texts.ts'
import type { Work } from '../work.ts'
import { everywhere } from './actor.ts'
import { loginKeys, passwordSpelling, phoneKey, staffNoKey } from './login.ts'
import { signInProblems } from './problems.ts'
import type { CodeIssued } from './schema.ts'
import { hashPassword, makeCode } from './secrets.ts'
import { checkNewPassword, hashCode } from './sign-in.ts'
import { accountsByKeys, anybodyLetIn, deleteSessions } from './store.ts'
import {
  accountOfPerson,
  allGrants,
  anyAccountById,
  deleteGrants,
  insertAccount,
  insertGrants,
  setBlocked,
  setCode,
  setDisabled,
  setGrantEnd,
  updateAccount,
} from './store-accounts.ts'

/** A one-time code is good for so many days. */
export const codeDays = 7

export interface AccountOf {
  readonly personId: string
  readonly name: string
  /** In any spelling. */
  readonly staffNoKey: string | null
  readonly phoneKey: string | null
}

/**
 * Makes the person's account where there is none, and follows changed names and numbers where there is one.
 * @returns the code of a new account, to be shown once; an account that exists keeps what it has
 */
export async function ensureAccount(work: Work, person: AccountOf): Promise<{ accountId: string; code?: string }> {
  const keys = {
    name: person.name,
    staffNoKey: person.staffNoKey ? staffNoKey(person.staffNoKey) : null,
    phoneKey: (person.phoneKey && phoneKey(person.phoneKey)) || null,
  }
  const known = await accountOfPerson(work.tx, person.personId)
  if (known) {
    await updateAccount(work.tx, known.id, keys)
    return { accountId: known.id }
  }
  const id = work.id()
  await insertAccount(work.tx, {
    id,
    personId: person.personId,
    ...keys,
    language: 'zh',
    passwordHash: null,
    now: work.now,
  })
  work.audit({ action: 'account.made', subjectKind: 'account', subjectId: id })
  const { code } = await giveCode(work, id)
  return { accountId: id, code }
}

async function giveCode(work: Work, accountId: string): Promise<{ code: string; expiresAt: Date }> {
  const code = makeCode(work.services.chance)
  const expiresAt = new Date(work.now.getTime() + codeDays * 86_400_000)
  await setCode(work.tx, accountId, hashCode(work.services, accountId, code), expiresAt)
  return { code, expiresAt }
}

/** A role that an appointment gives. Instants; `until` null: open-ended. */
export interface Holding {
  readonly role: string
  readonly unitId: string
  readonly appointmentId: string
  readonly fromAt?: Date
  readonly untilAt?: Date | null
}

/**
 * Makes the account hold exactly these roles by appointment; what was given by hand stays. A grant that stays keeps
 * its id, so that whoever acts in it goes on doing so.
 */
export async function setGrants(work: Work, accountId: string, holdings: readonly Holding[]): Promise<void> {
  const held = (await allGrants(work.tx, accountId)).filter((g) => g.appointment_id !== null)
  const same = (g: (typeof held)[number], h: Holding) =>
    g.appointment_id === h.appointmentId && g.role === h.role && g.unit_id === h.unitId
  const gone = held.filter((g) => !holdings.some((h) => same(g, h)))
  const fresh = holdings.filter((h) => !held.some((g) => same(g, h)))
  await deleteGrants(
    work.tx,
    gone.map((g) => g.id),
  )
  for (const h of holdings) {
    const grant = held.find((g) => same(g, h))
    if (grant && endOf(grant.until_at) !== endOf(h.untilAt)) await setGrantEnd(work.tx, grant.id, h.untilAt ?? null)
  }
  const rows = fresh.map((h) => ({
    id: work.id(),
    accountId,
    role: h.role,
    unitId: h.unitId,
    fromAt: h.fromAt ?? work.now,
    untilAt: h.untilAt ?? null,
    appointmentId: h.appointmentId,
  }))
  await insertGrants(work.tx, rows)
  if (gone.length + fresh.length > 0)
    work.audit({
      action: 'grants.changed',
      subjectKind: 'account',
      subjectId: accountId,
      detail: { given: fresh.length, taken: gone.length },
    })
}

const endOf = (at: unknown): number | null => (at instanceof Date ? at.getTime() : null)

/** Gives a new one-time code and takes locks away; a password that exists stays until the code is used. */
export async function issueCode(work: Work, accountId: string): Promise<CodeIssued> {
  const account = await anyAccountById(work.tx, accountId)
  if (!account || account.disabled_at !== null) throw new Problem(signInProblems['no-such-account'])
  const { code, expiresAt } = await giveCode(work, accountId)
  work.audit({ action: 'code.issued', subjectKind: 'account', subjectId: accountId })
  return { name: account.name, code, expiresAt: expiresAt.toISOString() }
}

/** Locks (its sessions stop) or unlocks an account. */
export async function blockAccount(work: Work, accountId: string, blocked: boolean): Promise<void> {
  if (blocked) refuseOneself(work, accountId)
  await setBlocked(work.tx, accountId, blocked ? work.now : null)
  if (blocked) await deleteSessions(work.tx, accountId)
  work.audit({ action: blocked ? 'account.locked' : 'account.unlocked', subjectKind: 'account', subjectId: accountId })
}

/** Takes the account out of use, or back into it; one that comes back needs a new code or its old password. */
export async function disableAccount(work: Work, accountId: string, disabled: boolean): Promise<void> {
  if (disabled) refuseOneself(work, accountId)
  await setDisabled(work.tx, accountId, disabled ? work.now : null)
  if (disabled) await deleteSessions(work.tx, accountId)
  work.audit({
    action: disabled ? 'account.disabled' : 'account.enabled',
    subjectKind: 'account',
    subjectId: accountId,
  })
}

function refuseOneself(work: Work, accountId: string): void {
  if (work.actor.id === accountId) throw new Problem(signInProblems['not-yourself'])
}

export interface NewAdministrator {
  readonly name: string
  /** A name, a staff number or a telephone number, in any spelling. */
  readonly login: string
  readonly language: Language
  /** Left out: a one-time code is given instead. */
  readonly password?: string
}

/**
 * Makes an administrator of the whole installation.
 * @throws Problem `login-taken`, `weak-password`, `password-is-login`
 */
export async function createAdministrator(
  work: Work,
  a: NewAdministrator,
): Promise<{ accountId: string; code?: string }> {
  const keys = loginKeys(a.login)
  if (a.password !== undefined) checkNewPassword(a.password, keys)
  if ((await accountsByKeys(work.tx, keys)).length > 0)
    throw new Problem(signInProblems['login-taken'], {}, [{ at: 'login', text: signInProblems['login-taken'].text }])
  const id = work.id()
  await insertAccount(work.tx, {
    id,
    personId: null,
    name: a.name,
    staffNoKey: staffNoKey(a.login),
    phoneKey: phoneKey(a.login) ?? null,
    language: a.language,
    passwordHash: a.password === undefined ? null : await hashPassword(passwordSpelling(a.password)),
    now: work.now,
  })
  const grant = {
    accountId: id,
    role: 'administrator',
    unitId: everywhere,
    fromAt: work.now,
    untilAt: null,
    appointmentId: null,
  }
  await insertGrants(work.tx, [{ id: work.id(), ...grant }])
  work.audit({ action: 'administrator.made', subjectKind: 'account', subjectId: id })
  return a.password === undefined ? { accountId: id, code: (await giveCode(work, id)).code } : { accountId: id }
}

/** Held while the first administrator is made, so that of two visitors at once only one becomes it. */
const firstVisitLock = 0x6d757374

/** Whether this work may still make the first administrator: nobody else can until it ends. */
export async function isFirstVisit(work: Work): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${firstVisitLock})`.execute(work.tx)
  return !(await anybodyLetIn(work.tx))
}
