/** A small believable detachment for tests, made in SQL: one brigade, two stations, squads, people, posts, families. */

import { organisationChanged } from '#core/organisation/organisation.ts'
import { insertStationPlaces, insertUnit, type MadeUnit } from '#core/organisation/store/units.ts'
import { staffNoKey } from '#core/organisation/subjects.ts'
import type { Work } from '#platform/work.ts'
import type { TestApp } from './app.ts'

export interface Someone {
  readonly id: string
  readonly name: string
  readonly staffNo: string
  readonly unit: MadeUnit
}

export interface World {
  readonly detachment: MadeUnit
  readonly brigade: MadeUnit
  /** 大通站 with 一班 and 二班; 田家庵站 with 一班. */
  readonly datong: MadeUnit
  readonly tianjiaan: MadeUnit
  readonly squads: readonly MadeUnit[]
  /** By name. */
  readonly people: Readonly<Record<string, Someone>>
  /** 孙伟强's household: 林秀英 (wife), 孙小宁 (child, born 2014), 孙德福 (father). */
  readonly household: { readonly id: string; readonly relatives: readonly { id: string; name: string }[] }
}

const roster: readonly [name: string, staffNo: string, unit: string, post: string | null][] = [
  ['王志远', 'SG0001', 'detachment', '支队长'],
  ['李政', 'SG0002', 'detachment', '政治委员'],
  ['何志刚', 'SG0003', 'brigade', '大队长'],
  ['胡国平', 'SG0004', 'brigade', '教导员'],
  ['赵建国', 'SG0010', 'datong', '站长'],
  ['马国庆', 'SG0011', 'datong', '政治指导员'],
  ['周海涛', 'SG0012', 'squad1', '班长'],
  ['孙伟强', 'SG0013', 'squad1', '消防员'],
  ['冯磊', 'SG0014', 'squad1', '消防员'],
  ['卫鹏', 'SG0015', 'squad1', '消毒员'],
  ['钱勇', 'SG0016', 'squad2', '班长'],
  ['郑超', 'SG0017', 'squad2', '消防员'],
  ['吴明', 'SG0018', 'squad2', '驾驶员'],
  ['董卫东', 'SG0020', 'tianjiaan', '站长'],
  ['许志刚', 'SG0021', 'squad3', '班长'],
  ['欧阳文博', 'SG0022', 'squad3', '消防员'],
]

/** Makes the world; the organisation is read again before it returns. */
export async function smallWorld(t: TestApp): Promise<World> {
  const world = await t.work(async (w) => {
    const detachment = await insertUnit(w, { parent: null, kind: 'detachment', name: '舜耕支队' })
    const brigade = await insertUnit(w, { parent: detachment, kind: 'brigade', name: '城区大队' })
    const datong = await insertUnit(w, { parent: brigade, kind: 'station', name: '大通站' })
    const tianjiaan = await insertUnit(w, { parent: brigade, kind: 'station', name: '田家庵站' })
    const squad1 = await insertUnit(w, { parent: datong, kind: 'squad', name: '一班' })
    const squad2 = await insertUnit(w, { parent: datong, kind: 'squad', name: '二班' })
    const squad3 = await insertUnit(w, { parent: tianjiaan, kind: 'squad', name: '一班' })
    const units: Record<string, MadeUnit> = { detachment, brigade, datong, tianjiaan, squad1, squad2, squad3 }
    const people: Record<string, Someone> = {}
    for (const [name, staffNo, unit, post] of roster)
      people[name] = await insertMember(w, name, staffNo, units[unit]!, post)
    await insertStationPlaces(
      w,
      [datong, tianjiaan].map((s) => ({ id: s.id, detachmentId: detachment.id })),
    )
    const household = await insertHousehold(w, people.孙伟强!, [
      ['林秀英', '妻子', 1988],
      ['孙小宁', '孩子', 2014],
      ['孙德福', '父亲', 1955],
    ])
    await organisationChanged(w)
    return { detachment, brigade, datong, tianjiaan, squads: [squad1, squad2, squad3], people, household }
  })
  await t.app.core.organisation.refresh()
  t.app.core.identities.clear()
  return world
}

export async function insertMember(
  w: Work,
  name: string,
  staffNo: string,
  unit: MadeUnit,
  post: string | null,
): Promise<Someone> {
  const id = w.id()
  await w.tx
    .insertInto('person')
    .values({
      id,
      kind: 'member',
      detachment_id: unit.detachmentId!,
      unit_id: unit.id,
      staff_no: staffNo,
      staff_no_key: staffNoKey(staffNo),
      name,
      phone: `138550${staffNo.slice(-4).padStart(5, '0')}`,
      created_at: w.now,
    })
    .execute()
  if (post)
    await w.tx
      .insertInto('appointment')
      .values({ id: w.id(), person_id: id, unit_id: unit.id, post, from_at: w.now, source: 'test' })
      .execute()
  return { id, name, staffNo, unit }
}

export async function insertHousehold(
  w: Work,
  member: Someone,
  relatives: readonly [name: string, relation: string, born: number][],
) {
  const id = w.id()
  await w.tx
    .insertInto('household')
    .values({ id, detachment_id: member.unit.detachmentId!, unit_id: member.unit.id, created_at: w.now })
    .execute()
  await w.tx.insertInto('household_member').values({ household_id: id, person_id: member.id, position: 0 }).execute()
  const rows = relatives.map(([name, relation, born]) => ({
    id: w.id(),
    kind: 'relative',
    detachment_id: member.unit.detachmentId!,
    unit_id: member.unit.id,
    household_id: id,
    relation,
    name,
    born,
    created_at: w.now,
  }))
  await w.tx.insertInto('person').values(rows).execute()
  return { id, relatives: rows.map((r) => ({ id: r.id, name: r.name })) }
}
