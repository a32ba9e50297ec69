/** The session of who asks: what it says, and the changes that its holder may make to it. */
import { Problem } from '../problems.ts'
import type { Language } from '../texts.ts'
import { type Context, work } from '../work.ts'
import { type Grant, roots } from './actor.ts'
import type { Identities, Identity } from './identify.ts'
import { passwordSpelling } from './login.ts'
import { signInProblems } from './problems.ts'
import type { Capacity, SessionAnswer, SessionItem, SetupState } from './schema.ts'
import { hashPassword, hashToken, passwordMatches } from './secrets.ts'
import { checkNewPassword, sessionEnd } from './sign-in.ts'
import {
  accountById,
  anybodyLetIn,
  chooseCapacity,
  deleteSession,
  deleteSessions,
  sessionsOf,
  setLanguage,
  setPassword,
  slideSession,
  takeTry,
} from './store.ts'
import { defaultZone } from './surroundings.ts'

/** A session that is in use moves its end on, at most so often. */
const slideMs = 10 * 60_000

/** What the console asks first: who, as what, what that allows, and whether the first visit is done. */
export async function describeSession(context: Context, identities: Identities, who: Identity): Promise<SessionAnswer> {
  const { surroundings } = identities
  const { actor } = who
  const account = actor.kind === 'account' && actor.id !== null ? { id: actor.id, name: actor.name } : null
  const capacities = account ? await describeCapacities(identities, who.capacities) : []
  const here = actor.grants[0]
  return {
    account,
    person: actor.personId === null ? null : { id: actor.personId },
    language: context.language,
    capacities,
    chosen: here?.id ?? null,
    permissions: account ? heldPermissions(who) : [],
    // Whoever is signed in was let in.
    setup: account && surroundings.hasOrganisation?.() ? 'done' : await setupState(context, identities),
    now: new Date(context.services.clock.now()).toISOString(),
    zone: (here && surroundings.zoneAt?.(here.path)) ?? defaultZone,
    campaign: (account && here && surroundings.campaignAt?.(standsAt(capacities, here))) ?? null,
    duty: (account && (await surroundings.dutyOfficer?.(actor))) ?? null,
  }
}

/** The path of the unit that the head shows: for the whole installation its one topmost unit. */
const standsAt = (capacities: readonly Capacity[], here: Grant): string =>
  capacities.find((c) => c.id === here.id)?.unit.path ?? here.path

/** Units and posts behind grants; without an organisation only what access itself knows. */
export function describeCapacities(identities: Identities, grants: readonly Grant[]): Promise<Capacity[]> {
  const bare = (g: Grant): Capacity => {
    const unit = { id: g.unitId, name: '', kind: 'installation', path: g.path, fullName: '' }
    return { id: g.id, role: g.role, unit, post: null }
  }
  return identities.surroundings.capacities?.(grants) ?? Promise.resolve(grants.map(bare))
}

function heldPermissions(who: Identity): SessionAnswer['permissions'] {
  const names = new Set(who.actor.grants.flatMap((g) => [...g.permissions]))
  return [...names].map((name) => ({ name, unitPaths: roots(who.actor, name) }))
}

/** What the first visit still has to do. */
export async function setupState(context: Context, identities: Identities): Promise<SetupState> {
  const { surroundings } = identities
  const there = surroundings.hasOrganisation?.() ?? false
  if (await anybodyLetIn(context.services.database.app)) return there ? 'done' : 'organisation'
  return !there || (await surroundings.holdsSampleOnly?.()) ? 'administrator' : 'terminal'
}

/** Moves the session's end on. @returns whether the cookie should be sent again */
export async function keepAlive(context: Context, cookie: string): Promise<boolean> {
  const { services, actor } = context
  if (actor.kind !== 'account' || actor.id === null) return false
  const now = new Date(services.clock.now())
  const mine = await sessionsOf(services.database.app, actor.id, now)
  const hash = hashToken(cookie)
  const current = mine.find((s) => s.token_hash.equals(hash))
  if (!current || now.getTime() - (current.seen_at as Date).getTime() < slideMs) return false
  await slideSession(services.database.app, hash, now, sessionEnd(now))
  return true
}

export const signOut = (context: Context, cookie: string): Promise<void> =>
  work(context, async (w) => {
    const [ended] = await deleteSession(w.tx, hashToken(cookie))
    if (ended) w.audit({ action: 'session.ended', subjectKind: 'account', subjectId: ended.account_id })
  })

/** @throws Problem `no-such-capacity` */
export async function changeCapacity(context: Context, who: Identity, cookie: string, id: string): Promise<void> {
  const grant = who.capacities.find((g) => g.id === id)
  if (!grant) throw new Problem(signInProblems['no-such-capacity'])
  await work(context, async (w) => {
    await chooseCapacity(w.tx, hashToken(cookie), id)
    w.audit({
      action: 'capacity.chosen',
      subjectKind: 'account',
      subjectId: w.actor.id,
      unitId: grant.unitId,
      detail: { role: grant.role },
    })
  })
}

export const changeLanguage = (context: Context, language: Language) =>
  setLanguage(context.services.database.app, context.actor.id!, language)

/** Changes the password and ends the account's other sessions. A wrong current one counts as a try. */
export async function changePassword(
  context: Context,
  cookie: string,
  current: string,
  password: string,
): Promise<void> {
  const db = context.services.database.app
  const account = await accountById(db, context.actor.id!)
  if (!account) throw new Problem(signInProblems['no-such-account'])
  checkNewPassword(
    password,
    [account.staff_no_key, account.phone_key].filter((key) => key !== null),
  )
  const allowed = await takeTry(db, account.id, new Date(context.services.clock.now()))
  if (!allowed || !account.password_hash || !(await passwordMatches(account.password_hash, passwordSpelling(current))))
    throw new Problem(signInProblems['wrong-current-password'], {}, [
      { at: 'current', text: { zh: '不对', en: 'not right' } },
    ])
  const hash = await hashPassword(passwordSpelling(password))
  await work(context, async (w) => {
    await setPassword(w.tx, account.id, hash)
    await deleteSessions(w.tx, account.id, hashToken(cookie))
    w.audit({ action: 'password.changed', subjectKind: 'account', subjectId: account.id })
  })
}

/** Names a session in lists without opening it. */
const sessionName = (hash: Buffer): string => hash.subarray(0, 12).toString('hex')

export async function listSessions(context: Context, cookie: string): Promise<SessionItem[]> {
  const current = hashToken(cookie)
  const rows = await sessionsOf(
    context.services.database.app,
    context.actor.id!,
    new Date(context.services.clock.now()),
  )
  return rows.map((row) => ({
    id: sessionName(row.token_hash),
    current: row.token_hash.equals(current),
    agent: row.agent,
    createdAt: (row.created_at as Date).toISOString(),
    seenAt: (row.seen_at as Date).toISOString(),
  }))
}

/** Ends one of one's own sessions. @throws Problem `no-such-session` */
export const endSession = (context: Context, id: string): Promise<void> =>
  work(context, async (w) => {
    const row = (await sessionsOf(w.tx, w.actor.id!, w.now)).find((s) => sessionName(s.token_hash) === id)
    if (!row) throw new Problem(signInProblems['no-such-session'])
    await deleteSession(w.tx, row.token_hash)
    w.audit({ action: 'session.ended', subjectKind: 'account', subjectId: w.actor.id })
  })
