/** What columns are called and in which order they stand: the measures of every campaign, past ones too, kept in memory. */
import { sql } from 'kysely'
import { within } from '#platform/access/actor.ts'
import type { Services } from '#platform/services.ts'
import type { Text } from '#platform/texts.ts'
import type { Tx } from '#platform/work.ts'
import type { Sums } from './cells.ts'
import type { Column } from './schema.ts'

interface Entry {
  readonly code: string
  readonly title: Text
  readonly short: Text
  readonly slots: readonly { code: string; short: Text; title: Text }[]
  readonly sort: number
  readonly directiveSort: number
  readonly validFrom: number
  /** Path of the campaign's unit. */
  readonly path: string
  readonly clause: Column['clause']
  readonly directive: Column['directive']
}

/** Measures by code, each code in every campaign and version. */
export type Catalogue = ReadonlyMap<string, readonly Entry[]>

const kept = new WeakMap<Services, { version: string; catalogue: Catalogue }>()

/** The catalogue of the present version of the orders; read again only when that moved. */
export async function catalogueOf(services: Services, tx: Tx): Promise<Catalogue> {
  const { rows } = await sql<{ version: number | string }>`select version from orders_version`.execute(tx)
  const version = String(rows[0]?.version)
  const known = kept.get(services)
  if (known?.version === version) return known.catalogue
  const catalogue = await load(tx)
  kept.set(services, { version, catalogue })
  return catalogue
}

interface Row {
  code: string
  title: Text
  short: Text | null
  slots: Entry['slots'] | null
  sort: number
  valid_from: Date
  path: string
  clause_id: string
  clause_number: string
  clause_title: Text
  directive_number: string
  directive_title: Text
  directive_sort: number
}

async function load(tx: Tx): Promise<Catalogue> {
  const { rows } = await sql<Row>`
    select m.code, m.content->'title' as title, m.content->'short' as short, m.content->'slots' as slots, m.sort, m.valid_from,
      u.path::text as path, c.id as clause_id, c.number as clause_number, c.title as clause_title,
      d.number as directive_number, d.title as directive_title, d.sort as directive_sort
    from measure m join campaign ca on ca.id = m.campaign_id join unit u on u.id = ca.unit_id
      join clause c on c.id = m.clause_id join directive d on d.id = c.directive_id
    order by m.code, m.valid_from desc`.execute(tx)
  const catalogue = new Map<string, Entry[]>()
  for (const r of rows) {
    const list = catalogue.get(r.code) ?? []
    list.push(entryOf(r))
    catalogue.set(r.code, list)
  }
  return catalogue
}

const nameless = (code: string): Text => ({ zh: code, en: code })

function entryOf(r: Row): Entry {
  const title = r.title ?? nameless(r.code)
  return {
    code: r.code,
    title,
    short: r.short ?? title,
    slots: r.slots ?? [],
    sort: r.sort,
    directiveSort: r.directive_sort,
    validFrom: r.valid_from.getTime(),
    path: r.path,
    clause: { id: r.clause_id, number: r.clause_number, title: r.clause_title },
    directive: { number: r.directive_number, title: r.directive_title },
  }
}

/**
 * The wording that counts at a unit: of the nearest campaign at or above it, else of one below; in the version in force
 * when the task was due.
 */
function wordingAt(catalogue: Catalogue, code: string, path: string, dueAt: number): Entry | undefined {
  const entries = catalogue.get(code) ?? []
  const near = (e: Entry) => (within(path, e.path) ? e.path.length : within(e.path, path) ? 0 : -1)
  let best: Entry | undefined
  for (const e of entries) if (!best || better(e, best)) best = e
  return best
  function better(a: Entry, b: Entry): boolean {
    const [na, nb] = [near(a), near(b)]
    if (na !== nb) return na > nb
    const [ia, ib] = [a.validFrom <= dueAt, b.validFrom <= dueAt]
    if (ia !== ib) return ia
    return ia ? a.validFrom > b.validFrom : a.validFrom < b.validFrom
  }
}

/** The columns of these sums in the orders' own sequence. */
export function columnsOf(catalogue: Catalogue, path: string, sums: readonly Sums[]): Column[] {
  const columns = sums.map((s) => ({ s, entry: wordingAt(catalogue, s.code, path, s.dueAt) }))
  columns.sort(
    (a, b) =>
      (a.entry?.directiveSort ?? Infinity) - (b.entry?.directiveSort ?? Infinity) ||
      (a.entry?.sort ?? Infinity) - (b.entry?.sort ?? Infinity) ||
      (a.s.code < b.s.code ? -1 : a.s.code > b.s.code ? 1 : 0) ||
      a.s.dueAt - b.s.dueAt ||
      (a.s.slot < b.s.slot ? -1 : 1),
  )
  return columns.map(({ s, entry }) => {
    const slot = entry?.slots.find((x) => x.code === s.slot)
    const title = entry?.title ?? nameless(s.code)
    return {
      code: s.code,
      slot: s.slot,
      title: slot?.short ?? entry?.short ?? nameless(s.code),
      full_title: slot && entry && entry.slots.length > 1 ? joined(title, slot.title) : title,
      due_at: new Date(s.dueAt).toISOString(),
      clause: entry?.clause ?? null,
      directive: entry?.directive ?? null,
    }
  })
}

const joined = (a: Text, b: Text): Text => ({ zh: `${a.zh} · ${b.zh}`, en: `${a.en} · ${b.en}` })
