/** Resolves whom or what a report is about; kept in memory because every report asks, forgotten when people change. */
import { sql } from 'kysely'
import type { Services } from '#platform/services.ts'
import type { Unit, UnitTree } from './tree.ts'

export type SubjectKind = 'person' | 'household' | 'unit' | 'place' | 'appliance'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
  /** The unit that counts it now. */
  readonly unit: Unit
  readonly detachmentId: string
  readonly name: string
  readonly staffNoKey?: string
  /** For a person: 'member' or 'relative'. */
  readonly personKind?: 'member' | 'relative'
  /** For a household: the relatives who are expected in its report (not those who declined). */
  readonly relatives?: readonly string[]
  /** For a household: those of them who consented; a family's own phone reports nobody else. */
  readonly consented?: ReadonlySet<string>
  /** Earlier detachments: until `until` (ms) it was `detachmentId`. Oldest first. */
  readonly earlier: readonly { until: number; detachmentId: string }[]
}

/** How a subject's kind is written in a cache key; staff numbers are `n`. */
const letters: Record<SubjectKind, string> = { person: 'p', household: 'h', unit: 'u', place: 'l', appliance: 'a' }

/** Transfers between detachments, oldest first. */
const moves = sql`(select json_agg(json_build_object('until', extract(epoch from t.at) * 1000, 'detachmentId', t.from_detachment_id) order by t.at)
  from transfer t where t.person_id = p.id and t.from_detachment_id <> t.to_detachment_id)`

/** About 400 bytes a subject: half a gigabyte at most, and a tenth of that read ahead. */
const maxEntries = 1_200_000
const warmLimit = 250_000
const warmPage = 5000

/** One spelling of a staff number: no case, width, spaces or invisible signs. */
export function staffNoKey(staffNo: string): string {
  return staffNo
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Cc}]/gu, '')
}

const none: readonly never[] = []

interface PersonRow {
  id: string
  kind: string
  name: string
  unit_id: string
  detachment_id: string
  staff_no_key: string | null
  moves: { until: number; detachmentId: string }[] | null
  asked?: boolean
}

/** What one reading found. */
class Found {
  readonly byId = new Map<string, Subject>()
  readonly byNumber = new Map<string, Subject[]>()

  add(subject: Subject): void {
    this.byId.set(subject.id, subject)
  }

  addNumber(key: string, subject: Subject): void {
    const list = this.byNumber.get(key)
    if (list) list.push(subject)
    else this.byNumber.set(key, [subject])
  }

  /** What was asked for: a letter and an id, or `n` and a staff number. */
  of(key: string): readonly Subject[] {
    if (key[0] === 'n') return this.byNumber.get(key.slice(1)) ?? none
    const subject = this.byId.get(key.slice(1))
    return subject ? [subject] : none
  }
}

/** A cache with loads coalesced: all that miss in one turn of the event loop are read in one statement. */
export class Subjects {
  readonly #services: Services
  readonly #tree: () => UnitTree
  #byId = new Map<string, Subject>()
  /** Everybody who bears a staff number, in whichever detachment: a list is whole or not there. */
  #byStaffNo = new Map<string, readonly Subject[]>()
  #waiting = new Map<string, { resolve: (s: readonly Subject[]) => void; reject: (e: unknown) => void }[]>()
  #generation = 0

  constructor(services: Services, tree: () => UnitTree) {
    this.#services = services
    this.#tree = tree
  }

  /** Moves whenever somebody came, went, moved or changed. */
  get generation(): number {
    return this.#generation
  }

  clear(): void {
    this.#generation++
    this.#byId = new Map()
    this.#byStaffNo = new Map()
  }

  /** Forgets some subjects, who changed; they are read again when next asked for. */
  forget(ids: readonly string[]): void {
    this.#generation++
    for (const id of ids) {
      const known = this.#byId.get(id)
      this.#byId.delete(id)
      if (known?.staffNoKey !== undefined) this.#byStaffNo.delete(known.staffNoKey)
    }
  }

  /**
   * Reads every member ahead of the morning, unless there are so many that memory is better spent elsewhere: then each
   * is read when first asked for. Stops by itself when people change meanwhile.
   */
  async warm(): Promise<void> {
    const generation = this.#generation
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from person where kind = 'member' and retired_at is null`.execute(
      this.#services.database.app,
    )
    if (rows[0]!.n > warmLimit) return
    const found = new Found()
    for (let after = '00000000-0000-0000-0000-000000000000'; generation === this.#generation; ) {
      const page =
        await sql<PersonRow>`select p.id, p.kind, p.name, p.unit_id, p.detachment_id, p.staff_no_key, ${moves} as moves
        from person p where p.id > ${after} and p.kind = 'member' and p.retired_at is null order by p.id limit ${warmPage}`.execute(
          this.#services.database.app,
        )
      for (const row of page.rows) this.#found(row, found, true)
      if (page.rows.length < warmPage) break
      after = page.rows.at(-1)!.id
    }
    // Only now: until everybody is read, a number's list might lack its second bearer.
    if (generation === this.#generation) this.#remember(found)
  }

  /** Everybody who bears a staff number, where it is known already, without waiting; for the hot path. */
  peekStaffNo(key: string): readonly Subject[] | undefined {
    return this.#byStaffNo.get(key)
  }

  peek(id: string): Subject | undefined {
    return this.#byId.get(id)
  }

  /** Every member who bears a staff number, in whichever detachment. */
  async byStaffNo(key: string): Promise<readonly Subject[]> {
    return this.peekStaffNo(key) ?? this.#load(`n${key}`)
  }

  async byId(kind: SubjectKind, id: string): Promise<Subject | undefined> {
    const known = this.#byId.get(id) ?? (await this.#load(`${letters[kind]}${id}`))[0]
    return known?.kind === kind ? known : undefined
  }

  #load(key: string): Promise<readonly Subject[]> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(key)
      if (waiting) return void waiting.push({ resolve, reject })
      if (this.#waiting.size === 0) setImmediate(() => void this.#loadWaiting())
      this.#waiting.set(key, [{ resolve, reject }])
    })
  }

  async #loadWaiting(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = new Map()
    try {
      const found = await this.#read([...batch.keys()])
      for (const [key, waiters] of batch) for (const w of waiters) w.resolve(found.of(key))
    } catch (error) {
      for (const waiters of batch.values()) for (const w of waiters) w.reject(error)
    }
  }

  async #read(keys: string[]): Promise<Found> {
    const of = (letter: string) => keys.filter((k) => k[0] === letter).map((k) => k.slice(1))
    const generation = this.#generation
    const found = new Found()
    await Promise.all([
      this.#people(of('p'), of('n'), found),
      this.#households(of('h'), found),
      this.#places(of('l'), found),
    ])
    this.#units(of('u'), found)
    if (generation === this.#generation) this.#remember(found)
    return found
  }

  #remember(found: Found): void {
    if (this.#byId.size + found.byId.size > maxEntries) this.clear()
    for (const subject of found.byId.values()) this.#byId.set(subject.id, subject)
    for (const [key, list] of found.byNumber) this.#byStaffNo.set(key, list)
  }

  async #people(ids: string[], numbers: string[], found: Found): Promise<void> {
    if (ids.length + numbers.length === 0) return
    const { rows } = await sql<PersonRow>`
      select p.id, p.kind, p.name, p.unit_id, p.detachment_id, p.staff_no_key, ${moves} as moves, false as asked
      from person p where p.retired_at is null and p.id = any(${ids}::uuid[])
      union all
      select p.id, p.kind, p.name, p.unit_id, p.detachment_id, p.staff_no_key, ${moves}, true
      from person p where p.staff_no_key = any(${numbers}::text[]) and p.kind = 'member' and p.retired_at is null
    `.execute(this.#services.database.app)
    for (const row of rows) this.#found(row, found, row.asked === true)
  }

  /** @param byNumber whether everybody with this number was read, so that the list is whole */
  #found(row: PersonRow, found: Found, byNumber: boolean): void {
    const unit = this.#tree().get(row.unit_id)
    if (!unit) return
    const subject: Subject = {
      kind: 'person',
      id: row.id,
      unit,
      detachmentId: row.detachment_id,
      name: row.name,
      personKind: row.kind as 'member' | 'relative',
      ...(row.staff_no_key !== null && { staffNoKey: row.staff_no_key }),
      earlier: row.moves ?? none,
    }
    found.add(subject)
    if (byNumber && row.staff_no_key !== null) found.addNumber(row.staff_no_key, subject)
  }

  async #households(ids: string[], found: Found): Promise<void> {
    if (ids.length === 0) return
    // A relative who declined is not expected; the latest word of each counts.
    const { rows } = await sql<{
      id: string
      unit_id: string
      detachment_id: string
      name: string | null
      relatives: { id: string; given: boolean | null }[] | null
    }>`
      select h.id, h.unit_id, h.detachment_id,
        (select m.name from household_member hm join person m on m.id = hm.person_id where hm.household_id = h.id order by hm.position limit 1) as name,
        (select json_agg(json_build_object('id', p.id, 'given', (select c.given from consent c where c.person_id = p.id order by c.at desc, c.id desc limit 1)) order by p.id)
           from person p where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null) as relatives
      from household h where h.retired_at is null and h.id = any(${ids}::uuid[])
    `.execute(this.#services.database.app)
    for (const row of rows) {
      const unit = this.#tree().get(row.unit_id)
      if (!unit) continue
      const relatives = row.relatives ?? []
      found.add({
        kind: 'household',
        id: row.id,
        unit,
        detachmentId: row.detachment_id,
        name: row.name ?? '',
        relatives: relatives.filter((r) => r.given !== false).map((r) => r.id),
        consented: new Set(relatives.filter((r) => r.given === true).map((r) => r.id)),
        earlier: [],
      })
    }
  }

  async #places(ids: string[], found: Found): Promise<void> {
    if (ids.length === 0) return
    const rows = await this.#services.database.app
      .selectFrom('place')
      .select(['id', 'unit_id', 'detachment_id', 'name'])
      .where('closed_at', 'is', null)
      .where('id', 'in', ids)
      .execute()
    for (const row of rows) {
      const unit = this.#tree().get(row.unit_id)
      if (unit)
        found.add({
          kind: 'place',
          id: row.id,
          unit,
          detachmentId: row.detachment_id,
          name: row.name,
          earlier: [],
        })
    }
  }

  #units(ids: string[], found: Found): void {
    for (const id of ids) {
      const unit = this.#tree().get(id)
      if (unit?.detachmentId)
        found.add({ kind: 'unit', id, unit, detachmentId: unit.detachmentId, name: unit.name, earlier: [] })
    }
  }
}
