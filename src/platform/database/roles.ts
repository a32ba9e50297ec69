/**
 * The three roles: the owner (migration, backup, restore), `muster_app` (the program) and `muster_intake` (the batch of
 * reports). The last two own nothing and stand under every row-level policy.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import { deriveKey } from '../key.ts'
import { Problem } from '../problems.ts'
import { databaseProblems, errorCode, errorLine } from './problems.ts'

export const APP_ROLE = 'muster_app'
export const INTAKE_ROLE = 'muster_intake'
export const programRoles = [APP_ROLE, INTAKE_ROLE] as const
export type ProgramRole = (typeof programRoles)[number]

/** The password of a role follows from the key, so that every node with the same KEY_FILE knows it. */
export function rolePassword(key: Buffer, role: ProgramRole): string {
  return deriveKey(key, `database role ${role}`).toString('base64url')
}

/** The connection string of a role on the same database as the owner's. */
export function roleUrl(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.href
}

/** What PostgreSQL stores of a password (RFC 5803), made here so that the password itself reaches no log. */
function scramVerifier(password: string): string {
  const iterations = 4096
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const mac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(mac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${mac('Server Key').toString('base64')}`
}

/** What a role must not be able to do, by its column in the catalogue. */
const forbidden = {
  rolsuper: 'nosuperuser',
  rolbypassrls: 'nobypassrls',
  rolcreaterole: 'nocreaterole',
  rolcreatedb: 'nocreatedb',
  rolreplication: 'noreplication',
} as const

/**
 * Makes the program's two roles, or puts their password and attributes right. What is right already is left alone, so
 * that nodes that start together do not disturb each other.
 * @throws Problem `database-may-not` where the owner may not
 */
export async function ensureRoles(owner: pg.Client, ownerUrl: string, key: Buffer): Promise<void> {
  for (const role of programRoles) {
    const password = rolePassword(key, role)
    if (await isRight(owner, ownerUrl, role, password)) continue
    await makeRight(owner, role, password)
  }
}

async function isRight(owner: pg.Client, ownerUrl: string, role: ProgramRole, password: string): Promise<boolean> {
  const { rowCount } = await owner.query(
    `select 1 from pg_roles where rolname = $1 and rolcanlogin
     and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
    [role],
  )
  return rowCount === 1 && (await canSignIn(roleUrl(ownerUrl, role, password)))
}

async function canSignIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    // 28…: wrong password or not allowed to sign in. Anything else is not about the role.
    if (errorCode(error).startsWith('28')) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

async function makeRight(owner: pg.Client, role: ProgramRole, password: string): Promise<void> {
  try {
    await owner.query(`create role ${role}`).catch((error) => {
      if (!['42710', '23505'].includes(errorCode(error))) throw error
    })
    // Only what is wrong is named: an owner who is no superuser may not even take away what only a superuser could give.
    const wrong = await attributesToTakeAway(owner, role)
    await alterRole(owner, role, `login ${wrong.join(' ')} password '${scramVerifier(password)}'`)
  } catch (error) {
    if (errorCode(error) !== '42501') throw error
    throw new Problem(databaseProblems['database-may-not'], { role: owner.user ?? '', why: errorLine(error) })
  }
}

async function attributesToTakeAway(owner: pg.Client, role: ProgramRole): Promise<string[]> {
  const { rows } = await owner.query<Record<keyof typeof forbidden, boolean>>(
    `select ${Object.keys(forbidden).join(', ')} from pg_roles where rolname = $1`,
    [role],
  )
  return Object.entries(forbidden).flatMap(([column, word]) =>
    rows[0]?.[column as keyof typeof forbidden] ? [word] : [],
  )
}

async function alterRole(owner: pg.Client, role: ProgramRole, what: string): Promise<void> {
  try {
    await owner.query(`alter role ${role} ${what}`)
  } catch (error) {
    // "tuple concurrently updated": another database of the same cluster is doing the same at this moment.
    if (errorCode(error) !== 'XX000') throw error
    await owner.query(`alter role ${role} ${what}`)
  }
}
