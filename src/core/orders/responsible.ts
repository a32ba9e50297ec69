/** Names the person who answers for a measure at a unit, and takes it back. */
import { sql } from 'kysely'
import { may } from '#platform/access/actor.ts'
import { defineEvent } from '#platform/hooks.ts'
import { Problem } from '#platform/problems.ts'
import { type Context, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { notFound } from './describe.ts'
import type { Nameable } from './schema.ts'
import { findMembers, lockUnit } from './store.ts'
import { ordersProblems, ordersTexts } from './texts.ts'

/** Somebody was named who was not so before; inside the transaction of the naming. */
export const responsibleNamed = defineEvent<{ unitId: string; measure: string; personId: string }>('responsible.named')

/**
 * @param input.person null takes the naming back
 * @throws Problem person-not-there where the person is on the roster of no unit at, above or below
 */
export async function nameResponsible(
  core: Core,
  context: Context,
  input: { unit: string; measure: string; person: string | null },
): Promise<void> {
  const unit = core.organisation.tree.get(input.unit)
  if (!unit) throw notFound(context, ordersTexts.unit)
  await work(context, async (w) => {
    may(w.actor, 'responsible.name', unit.path)
    await lockUnit(w.tx, unit.id)
    const known = await w.tx
      .selectFrom('measure')
      .select('id')
      .where('code', '=', input.measure)
      .limit(1)
      .executeTakeFirst()
    if (!known) throw notFound(context, ordersTexts.measure)
    const before = await w.tx
      .updateTable('responsible')
      .set({ until_at: w.now })
      .where('unit_id', '=', unit.id)
      .where('measure', '=', input.measure)
      .where('until_at', 'is', null)
      .returning('person_id')
      .execute()
    if (input.person !== null) {
      const there = await sql<{ id: string }>`select p.id from person p join unit u on u.id = p.unit_id
        where p.id = ${input.person} and p.kind = 'member' and p.retired_at is null and (u.path <@ ${unit.path}::ltree or ${unit.path}::ltree <@ u.path)`.execute(
        w.tx,
      )
      if (there.rows.length === 0) throw new Problem(ordersProblems['person-not-there'])
      await w.tx
        .insertInto('responsible')
        .values({
          id: w.id(),
          unit_id: unit.id,
          measure: input.measure,
          person_id: input.person,
          from_at: w.now,
          named_by: w.actor.personId,
        })
        .execute()
      if (before.every((b) => b.person_id !== input.person))
        await w.announce(responsibleNamed, { unitId: unit.id, measure: input.measure, personId: input.person })
    }
    w.audit({
      action: input.person === null ? 'responsible.unnamed' : 'responsible.named',
      unitId: unit.id,
      detachmentId: unit.detachmentId,
      subjectKind: 'person',
      subjectId: input.person,
      detail: { measure: input.measure },
    })
    w.touch(unit.id)
  })
}

/** Finds who may be named at a unit, by a piece of the name or staff number; twenty at most. */
export async function findNameable(
  core: Core,
  context: Context,
  input: { unit: string; q: string },
): Promise<Nameable[]> {
  const unit = core.organisation.tree.get(input.unit)
  if (!unit) throw notFound(context, ordersTexts.unit)
  may(context.actor, 'responsible.name', unit.path)
  return work(context, (w) => findMembers(w.tx, unit.path, input.q.trim(), w.now))
}
