/** Signing in: with a password, or the first time with a one-time code that sets one. Unknown and wrong look alike. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { deriveKey } from '../key.ts'
import { Problem } from '../problems.ts'
import type { Services } from '../services.ts'
import { type Context, type Work, work } from '../work.ts'
import { type Actor, accessProblems } from './actor.ts'
import { loginKeys, passwordSpelling } from './login.ts'
import { networkOf } from './network.ts'
import { signInProblems } from './problems.ts'
import { passwordLength, type SignIn } from './schema.ts'
import { codeKey, hashPassword, hashToken, makeToken, passwordMatches } from './secrets.ts'
import {
  accountsByKeys,
  clearTries,
  deleteSession,
  giveAddressTryBack,
  giveTryBack,
  insertSession,
  lockMinutes,
  redeemCode,
  takeAddressTry,
  takeTry,
  takeUnknownTry,
} from './store.ts'

/** A session lives so long after it was last used. */
export const sessionDays = 30

type Account = Awaited<ReturnType<typeof accountsByKeys>>[number]

/** Verified where there is nothing to verify, so that an unknown login takes as long as a wrong password. */
let dummyHash: Promise<string> | undefined

export interface Opened {
  /** For the cookie; stored only as its SHA-256. */
  readonly token: string
  readonly accountId: string
}

/** The browser that signs in, as far as the server knows it. */
export interface Browser {
  readonly agent?: string | undefined
  /** The network address, as far as the settings let a proxy tell it. */
  readonly address: string
  /** The cookie that it sent; its session ends. */
  readonly before?: string | undefined
}

export const browserOf = (request: FastifyRequest, cookie: string): Browser => ({
  agent: request.headers['user-agent'],
  address: request.ip,
  before: cookie || undefined,
})

/**
 * Opens a session.
 * @throws Problem `wrong-sign-in`, `wrong-code`, `sign-in-locked`, `sign-in-address-locked`, `weak-password`, `password-is-login`
 */
export async function signIn(context: Context, input: SignIn, browser: Browser): Promise<Opened> {
  const keys = loginKeys(input.login)
  if (input.code !== undefined) checkNewPassword(input.password, keys)
  const address = await addressWithTry(context, browser.address)
  const found = keys.length > 0 ? await accountsByKeys(context.services.database.app, keys) : []
  const open = await openOnes(context, found, keys)
  const account =
    input.code === undefined
      ? await byPassword(open, input.password)
      : await byCode(context, open, input.code, input.password)
  if (!account) {
    await refused(context, found[0], input.code === undefined ? 'password' : 'code')
    throw new Problem(input.code === undefined ? accessProblems['wrong-sign-in'] : signInProblems['wrong-code'])
  }
  if (account.blocked_at !== null) {
    // Told only to somebody who knows the password or holds the code.
    await refused(context, account, 'blocked')
    throw new Problem(signInProblems['account-blocked'])
  }
  await giveAddressTryBack(context.services.database.app, address)
  return openSession(context, account, { ...browser, others: open.filter((o) => o !== account) })
}

/** Takes a try of the address before anything is looked up, so that guesses under many logins count together. */
async function addressWithTry(context: Context, address: string): Promise<Buffer> {
  const { services } = context
  const hash = createHmac('sha256', deriveKey(services.key, 'sign-in address')).update(networkOf(address)).digest()
  if (await takeAddressTry(services.database.app, hash, new Date(services.clock.now()))) return hash
  await refused(context, undefined, 'address')
  throw new Problem(signInProblems['sign-in-address-locked'], { minutes: lockMinutes }, [], lockMinutes * 60)
}

/** The accounts with a try left; where there is none the login is locked, known or not. */
async function openOnes(context: Context, found: readonly Account[], keys: readonly string[]): Promise<Account[]> {
  const { services } = context
  const db = services.database.app
  const now = new Date(services.clock.now())
  const open: Account[] = []
  for (const account of found) if (await takeTry(db, account.id, now)) open.push(account)
  const any = found.length > 0 ? open.length > 0 : await takeUnknownTry(db, hashLogin(services, keys), now)
  if (!any) {
    await refused(context, found[0], 'locked')
    throw new Problem(accessProblems['sign-in-locked'], { minutes: lockMinutes }, [], lockMinutes * 60)
  }
  return open
}

async function byPassword(accounts: readonly Account[], password: string): Promise<Account | undefined> {
  let right: Account | undefined
  // One verification even where there is no account, and no early end: the time tells nothing.
  for (const account of accounts.length > 0 ? accounts : [undefined]) {
    const stored = account?.password_hash ?? (await dummy())
    const matches = await passwordMatches(stored, passwordSpelling(password))
    if (matches && account?.password_hash) right ??= account
  }
  return right
}

async function byCode(
  context: Context,
  accounts: readonly Account[],
  code: string,
  password: string,
): Promise<Account | undefined> {
  const { services } = context
  const now = services.clock.now()
  const right = accounts.find((account) => {
    const expires = account.code_expires_at as Date | null
    if (account.code_hash === null || expires === null || expires.getTime() <= now) return false
    return timingSafeEqual(
      Buffer.from(account.code_hash, 'hex'),
      Buffer.from(hashCode(services, account.id, code), 'hex'),
    )
  })
  const passwordHash = await hashPassword(passwordSpelling(password))
  if (!right || right.blocked_at !== null) return right
  const chosen = { passwordHash, language: context.language }
  return (await redeemCode(services.database.app, right, chosen)) ? right : undefined
}

interface Around extends Browser {
  /** Accounts of the same staff number elsewhere: their try was not meant for them. */
  readonly others: readonly Account[]
}

function openSession(context: Context, account: Account, { agent, before, others }: Around): Promise<Opened> {
  const { token, hash } = makeToken(context.services.chance, '')
  return work({ ...context, actor: actorOf(account) }, async (w) => {
    if (before) await deleteSession(w.tx, hashToken(before))
    await clearTries(w.tx, account.id, w.now)
    for (const other of others) await giveTryBack(w.tx, other.id, other.wrong_tries)
    await insertSession(w.tx, {
      tokenHash: hash,
      accountId: account.id,
      now: w.now,
      expiresAt: sessionEnd(w.now),
      agent: agent?.slice(0, 200) ?? null,
    })
    w.audit({ action: 'session.opened', subjectKind: 'account', subjectId: account.id })
    return { token, accountId: account.id }
  })
}

/** What was typed is not kept: a password lands in the wrong field often enough. */
const refused = (
  context: Context,
  account: Account | undefined,
  reason: 'password' | 'code' | 'locked' | 'blocked' | 'address',
): Promise<void> =>
  work(context, async (w: Work) => {
    const known = account && { subjectKind: 'account', subjectId: account.id }
    w.audit({ action: 'session.refused', ...known, detail: { reason, known: account !== undefined } })
  })

export const sessionEnd = (now: Date): Date => new Date(now.getTime() + sessionDays * 86_400_000)

const actorOf = (account: Account): Actor => ({
  kind: 'account',
  id: account.id,
  personId: account.person_id,
  householdId: null,
  name: account.name,
  grants: [],
})

/** @throws Problem `weak-password`, `password-is-login` */
export function checkNewPassword(password: string, keys: readonly string[]): void {
  const spelled = passwordSpelling(password)
  if ([...spelled].length < passwordLength.minimum)
    throw new Problem(accessProblems['weak-password'], { length: passwordLength.minimum }, [
      { at: 'password', text: { zh: '太短了', en: 'too short' } },
    ])
  const same = loginKeys(spelled.replace(/[^\p{L}\p{N}]/gu, '')).some((key) => keys.includes(key))
  if (same)
    throw new Problem(signInProblems['password-is-login'], {}, [
      { at: 'password', text: signInProblems['password-is-login'].text },
    ])
}

/** A code has some 39 bits: under a plain hash a stolen database would give it away, under a key outside it does not. */
export const hashCode = (services: Services, accountId: string, code: string): string =>
  createHmac('sha256', deriveKey(services.key, 'one-time code'))
    .update(`${accountId} ${codeKey(code)}`)
    .digest('hex')

const hashLogin = (services: Services, keys: readonly string[]): Buffer =>
  createHmac('sha256', deriveKey(services.key, 'unknown login')).update(keys.join(' ')).digest()

function dummy(): Promise<string> {
  dummyHash ??= hashPassword('nobody has this password')
  return dummyHash
}
