/** The organisation as other parts see it: the tree, subjects, and what access asks. Follows changes of its version. */
import { sql } from 'kysely'
import type { Grant } from '#platform/access/actor.ts'
import type { Directory, LinkedSubject } from '#platform/access/identify.ts'
import { defineEvent } from '#platform/hooks.ts'
import type { Services } from '#platform/services.ts'
import type { Work } from '#platform/work.ts'
import { postsWithRole, roleOf } from './posts.ts'
import { permissionsOf } from './roles.ts'
import { Subjects } from './subjects.ts'
import { loadTree, UnitTree } from './tree.ts'

/** Somebody's unit, presence, household, consent or existence changed: who owes what is worked out again. */
export const subjectsChanged = defineEvent<{
  /** Persons, households, units and places concerned. */
  subjects: readonly { kind: 'person' | 'household' | 'unit' | 'place' | 'appliance'; id: string }[]
  /** Why, for a withdrawn task's reason: 'presence', 'transfer', 'retired', 'consent', 'roster'. */
  reason: string
}>('subjects.changed')

const orderlyPosts = postsWithRole.filter((post) => roleOf(post) === 'orderly')
const placesOnly: ReadonlySet<string> = new Set(['place.report'])

export class Organisation implements Directory {
  readonly services: Services
  readonly subjects: Subjects
  #tree = new UnitTree([])
  #version = -1
  #warming: Promise<void> | undefined

  constructor(services: Services) {
    this.services = services
    this.subjects = new Subjects(services, () => this.#tree)
  }

  get tree(): UnitTree {
    return this.#tree
  }

  /** Reads the units again and forgets the subjects. Called at start and when the version moved. */
  async refresh(): Promise<void> {
    const version = await this.#read()
    this.#tree = await loadTree(this.services)
    this.#version = version
    this.subjects.clear()
    this.#warming = this.subjects
      .warm()
      .catch((error: unknown) => this.services.log.warn({ error: String(error) }, 'subjects not read ahead'))
  }

  /** Reads the units again where the database has moved on and the notification has not arrived yet. */
  async ensure(): Promise<void> {
    if ((await this.#read()) !== this.#version) await this.refresh()
  }

  async #read(): Promise<number> {
    const row = await this.services.database.app
      .selectFrom('organisation_version')
      .select('version')
      .executeTakeFirstOrThrow()
    return Number(row.version)
  }

  /** Waits for reading ahead, which uses the database. */
  async close(): Promise<void> {
    this.subjects.clear()
    await this.#warming
  }

  pathOf(unitId: string): string | undefined {
    return this.#tree.get(unitId)?.path
  }

  permissionsOf(role: string): ReadonlySet<string> {
    return permissionsOf(role)
  }

  /** The person or household behind a link, while its generation is the one in force and it is not revoked. */
  async linked(kind: 'person' | 'household', id: string, generation: number): Promise<LinkedSubject | undefined> {
    const link = await this.services.database.app
      .selectFrom('access_link')
      .select(['generation', 'revoked_at'])
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!link || link.generation !== generation || link.revoked_at !== null) return undefined
    const subject = await this.subjects.byId(kind, id)
    if (!subject) return undefined
    return {
      personId: kind === 'person' ? id : null,
      householdId: kind === 'household' ? id : null,
      name: subject.name,
      grants: kind === 'person' ? await this.#placesAnswered(id) : [],
    }
  }

  /** Where somebody answers for places (消毒员, or named): their own card reports those, and nobody else's anything. */
  async #placesAnswered(personId: string): Promise<Grant[]> {
    const now = new Date(this.services.clock.now())
    const { rows } = await sql<{ id: string; unit_id: string }>`
      select a.id, a.unit_id from appointment a where a.person_id = ${personId} and a.post = any(${orderlyPosts}::text[])
        and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now})
      union all select r.id, r.unit_id from responsible r where r.person_id = ${personId}
        and r.from_at <= ${now} and (r.until_at is null or r.until_at > ${now})`.execute(this.services.database.app)
    return rows.flatMap(({ id, unit_id }) => {
      const path = this.pathOf(unit_id)
      return path === undefined ? [] : [{ id, role: 'orderly', unitId: unit_id, path, permissions: placesOnly }]
    })
  }
}

/** The channel on which nodes hear of single subjects that changed. */
export const subjectsChannel = 'muster_subjects'
/** A notification holds at most 8,000 bytes; a change of more subjects than some hundred forgets everything. */
const idsPerMessage = 200
const forgetAllFrom = 2000

/**
 * Makes every node forget these subjects once this work commits: a transfer, a consent, a presence. Forgetting all of
 * them would make the next thousand reports of a morning read the roster again.
 */
export async function forgetSubjects(work: Work, ids: readonly string[]): Promise<void> {
  if (ids.length >= forgetAllFrom) return organisationChanged(work)
  for (let i = 0; i < ids.length; i += idsPerMessage)
    await sql`select pg_notify(${subjectsChannel}, ${ids.slice(i, i + idsPerMessage).join(',')})`.execute(work.tx)
}

/** Moves the organisation's version: every node forgets its caches once this work commits. */
export async function organisationChanged(work: Work): Promise<void> {
  await work.tx
    .updateTable('organisation_version')
    .set((e) => ({ version: e('version', '+', e.lit(1)) }))
    .execute()
}
