/** Tells who sends a request: session cookie, bearer token or linked device. Cached until rights change. */
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { DB } from '../database/types.generated.ts'
import { Problem } from '../problems.ts'
import type { Services } from '../services.ts'
import type { Language } from '../texts.ts'
import { type Actor, accessProblems, everywhere, type Grant, nobody } from './actor.ts'
import { hashToken } from './secrets.ts'
import { grantsOf, sessionByHash, tokenByHash, tokenUsed } from './store.ts'
import type { Surroundings } from './surroundings.ts'

/** The cookie of an account's session. */
export const sessionCookie = 'muster'
/** The cookie of a device that a card let in: beside an account's, so that opening a card signs nobody out. */
export const linkCookie = 'muster_link'
/**
 * A phone page says in this header which page it is (`household` or `member`); of the identities that the browser shows
 * it is then the card's that counts, or whichever the page is for. Other origins cannot send it, and it gives nothing.
 */
export const phonePageHeader = 'x-muster-page'

/** What access asks of the organisation: where a unit lies, and what a role or a person alone may do. */
export interface Directory {
  /** The unit's ltree path; undefined where there is no such unit. */
  pathOf(unitId: string): string | undefined
  permissionsOf(role: string): ReadonlySet<string>
  /** The person and household that a link or account speaks for, checked against the link's generation. */
  linked(kind: 'person' | 'household', id: string, generation: number): Promise<LinkedSubject | undefined>
}

export interface LinkedSubject {
  readonly personId: string | null
  readonly householdId: string | null
  readonly name: string
  /** What the card lets its holder do besides reporting for themselves. */
  readonly grants: readonly Grant[]
}

export interface Identity {
  readonly actor: Actor
  readonly language?: Language
  /** Every capacity that the account may choose, the one chosen first. */
  readonly capacities: readonly Grant[]
}

/** Seconds that an identity is believed without asking again: an ended session or a revoked link stops within them. */
const cacheSeconds = 5
const cacheEntries = 20_000
/** "Last used" of a token is written at most so often. */
const usedMs = 60_000

/** Whether it speaks for what the page is about: a family's card opened on an officer's phone is no member's. */
const fits = ({ actor }: Identity, page: string | string[]): boolean =>
  page === 'household' ? actor.householdId !== null : page === 'member' ? actor.personId !== null : true

export class Identities {
  readonly #services: Services
  readonly #directory: Directory
  readonly #cache = new Map<string, { at: number; identity: Identity | undefined }>()
  /** Tokens by their whole header, so that none has to be cut out of it for each report. */
  readonly #byHeader = new Map<string, { at: number; identity: Identity }>()
  /** What parts above access tell of a session; filled while the parts are wired. */
  readonly surroundings: Surroundings = {}

  constructor(services: Services, directory: Directory) {
    this.#services = services
    this.#directory = directory
  }

  /** Forgets everything: rights, units or sessions changed. */
  clear(): void {
    this.#cache.clear()
    this.#byHeader.clear()
  }

  /** Forgets one session: signed out, another capacity or language. */
  forget(cookie: string): void {
    this.#cache.delete(`s${cookie}`)
  }

  /** The path of a unit that a grant or token names; '' for the whole installation. */
  pathOf(unitId: string): string | undefined {
    return unitId === everywhere ? '' : this.#directory.pathOf(unitId)
  }

  /** The sender where it is known already: a report's way asks for nothing that it need not wait for. */
  peek(request: FastifyRequest): Identity | undefined {
    const header = request.headers.authorization
    const hit = header ? this.#byHeader.get(header) : undefined
    if (!hit) return undefined
    const age = this.#services.clock.now() - hit.at
    return age >= 0 && age < cacheSeconds * 1000 ? hit.identity : undefined
  }

  /** The sender of a request; `nobody` where it shows nothing, a problem where its token is no longer good. */
  async of(request: FastifyRequest): Promise<Identity> {
    const header = request.headers.authorization
    if (header?.startsWith('Bearer ')) {
      const identity = await this.#cached(`t${header.slice(7)}`, () => this.#byToken(header.slice(7)))
      if (!identity) throw new Problem(accessProblems['token-not-valid'])
      if (this.#byHeader.size >= cacheEntries) this.#byHeader.clear()
      this.#byHeader.set(header, { at: this.#services.clock.now(), identity })
      return identity
    }
    return (await this.#byCookies(request)) ?? { actor: nobody, capacities: [] }
  }

  /** The console acts as the account and else as the card; a phone page as the card and else as the account. */
  async #byCookies(request: FastifyRequest): Promise<Identity | undefined> {
    const page = request.headers[phonePageHeader]
    const names = page === undefined ? [sessionCookie, linkCookie] : [linkCookie, sessionCookie]
    let first: Identity | undefined
    for (const name of names) {
      const cookie = request.cookies?.[name]
      const identity = cookie ? await this.#cached(`s${cookie}`, () => this.#bySession(cookie)) : undefined
      if (identity && (page === undefined || fits(identity, page))) return identity
      first ??= identity
    }
    return first
  }

  async #cached(key: string, load: () => Promise<Identity | undefined>): Promise<Identity | undefined> {
    const now = this.#services.clock.now()
    const hit = this.#cache.get(key)
    if (hit && now - hit.at < cacheSeconds * 1000 && now >= hit.at) return hit.identity
    const identity = await load()
    if (this.#cache.size >= cacheEntries) this.#cache.clear()
    this.#cache.set(key, { at: now, identity })
    return identity
  }

  get #db(): Kysely<DB> {
    return this.#services.database.app
  }

  async #byToken(token: string): Promise<Identity | undefined> {
    const now = new Date(this.#services.clock.now())
    const row = await tokenByHash(this.#db, hashToken(token), now)
    const path = row && this.pathOf(row.unit_id)
    if (!row || path === undefined) return undefined
    const used = row.used_at as Date | null
    if (!used || now.getTime() - used.getTime() > usedMs) await tokenUsed(this.#db, row.id, now)
    const grant: Grant = { id: row.id, role: 'token', unitId: row.unit_id, path, permissions: new Set(row.permissions) }
    const actor: Actor = {
      kind: 'token',
      id: row.id,
      personId: null,
      householdId: null,
      name: row.name,
      grants: [grant],
    }
    return { actor, capacities: [grant] }
  }

  async #bySession(cookie: string): Promise<Identity | undefined> {
    const now = new Date(this.#services.clock.now())
    const row = await sessionByHash(this.#db, hashToken(cookie), now)
    if (!row) return undefined
    if (row.link_kind !== null && row.link_id !== null) return this.#byLink(row)
    if (row.account_id === null || row.disabled_at !== null || row.blocked_at !== null) return undefined
    const grants = await this.#grants(row.account_id, now)
    const chosen = grants.find((g) => g.id === row.capacity_id) ?? grants[0]
    const actor: Actor = {
      kind: 'account',
      id: row.account_id,
      personId: row.person_id,
      householdId: null,
      name: row.name ?? '',
      grants: chosen ? [chosen] : [],
    }
    const capacities = chosen ? [chosen, ...grants.filter((g) => g !== chosen)] : []
    return { actor, language: row.language as Language, capacities }
  }

  async #byLink(row: { link_kind: string | null; link_id: string | null; link_generation: number | null }) {
    const kind = row.link_kind as 'person' | 'household'
    const linked = await this.#directory.linked(kind, row.link_id!, row.link_generation ?? 0)
    if (!linked) return undefined
    const actor: Actor = { kind: 'link', id: row.link_id, ...linked }
    return { actor, capacities: [] }
  }

  async #grants(accountId: string, now: Date): Promise<Grant[]> {
    const rows = await grantsOf(this.#db, accountId, now)
    const grants = rows.flatMap((row) => {
      const path = this.pathOf(row.unit_id)
      if (path === undefined) return []
      const permissions = this.#directory.permissionsOf(row.role)
      return [{ id: row.id, role: row.role, unitId: row.unit_id, path, permissions, appointmentId: row.appointment_id }]
    })
    // The first is what somebody acts in who chose nothing: the highest unit, there the fullest role.
    const level = (g: Grant) => (g.path === '' ? 0 : g.path.split('.').length)
    return grants.sort((a, b) => level(a) - level(b) || b.permissions.size - a.permissions.size)
  }
}
