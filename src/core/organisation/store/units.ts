/** SQL of units and places: made under their parent, with the path that rights and boards follow. */
import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { UnitKind } from '../tree.ts'

export interface NewUnit {
  readonly parent: { id: string; path: string; detachmentId: string | null } | null
  readonly kind: UnitKind
  readonly name: string
  readonly zone?: string
  readonly sort?: number
}

export interface MadeUnit {
  readonly id: string
  readonly path: string
  readonly kind: UnitKind
  readonly name: string
  readonly detachmentId: string | null
}

/** Makes one unit; its number is drawn first, because its path ends with it. */
export async function insertUnit(w: Work, unit: NewUnit): Promise<MadeUnit> {
  const id = w.id()
  const detachmentId = unit.kind === 'detachment' ? id : (unit.parent?.detachmentId ?? null)
  const { rows } = await sql<{ path: string }>`
    with n as (select nextval(pg_get_serial_sequence('unit', 'no')) as no)
    insert into unit (id, parent_id, kind, name, no, path, detachment_id, zone, sort, created_at)
    overriding system value
    select ${id}, ${unit.parent?.id ?? null}, ${unit.kind}, ${unit.name}, n.no,
      (${unit.parent ? `${unit.parent.path}.` : ''} || n.no)::ltree, ${detachmentId}, ${unit.zone ?? 'Asia/Shanghai'}, ${unit.sort ?? 0}, ${w.now}
    from n returning path::text`.execute(w.tx)
  return { id, path: rows[0]!.path, kind: unit.kind, name: unit.name, detachmentId }
}

/** Opens a closed unit of this name under this parent again, with its places; undefined where there is none. */
export async function reopenUnit(w: Work, unit: NewUnit): Promise<MadeUnit | undefined> {
  const { rows } = await sql<{ id: string; path: string; detachment_id: string | null }>`
    update unit set closed_at = null, kind = ${unit.kind}, sort = ${unit.sort ?? 0},
      detachment_id = ${unit.kind === 'detachment' ? sql`id` : sql`${unit.parent?.detachmentId ?? null}::uuid`}
    where id = (select id from unit where parent_id is not distinct from ${unit.parent?.id ?? null}::uuid and name = ${unit.name}
      and closed_at is not null limit 1)
    returning id, path::text, detachment_id`.execute(w.tx)
  const row = rows[0]
  if (!row) return undefined
  await w.tx.updateTable('place').set({ closed_at: null }).where('unit_id', '=', row.id).execute()
  return { id: row.id, path: row.path, kind: unit.kind, name: unit.name, detachmentId: row.detachment_id }
}

/** The six kinds of places that an import makes at each station; the playbook's place kinds carry the same codes. */
export const stationPlaces: readonly { kind: string; name: string }[] = [
  { kind: 'gate', name: '营门' },
  { kind: 'hall', name: '大厅' },
  { kind: 'dormitory', name: '宿舍' },
  { kind: 'canteen', name: '食堂' },
  { kind: 'garage', name: '车库' },
  { kind: 'toilets', name: '卫生间' },
]

/** Makes the places of stations that have none of that name yet. @returns ids of those made */
export async function insertStationPlaces(
  w: Work,
  stations: readonly { id: string; detachmentId: string }[],
): Promise<string[]> {
  const rows = stations.flatMap((s) =>
    stationPlaces.map((p) => ({
      id: w.id(),
      unit_id: s.id,
      detachment_id: s.detachmentId,
      kind: p.kind,
      name: p.name,
      created_at: w.now,
    })),
  )
  if (rows.length === 0) return []
  const made = await w.tx
    .insertInto('place')
    .values(rows)
    .onConflict((c) => c.doNothing())
    .returning('id')
    .execute()
  return made.map((m) => m.id)
}
