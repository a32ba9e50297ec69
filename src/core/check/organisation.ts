/** Whether every person and household is accounted for by exactly one open unit, and every unit lies below its parent. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/work.ts'
import type { Found } from './found.ts'
import type { CheckKind } from './texts.ts'

const questions: readonly [CheckKind, RawBuilder<{ id: string }>][] = [
  [
    'person-without-unit',
    sql`select p.id from person p join unit u on u.id = p.unit_id
      where p.retired_at is null and u.closed_at is not null order by 1`,
  ],
  [
    'person-elsewhere',
    sql`select p.id from person p join unit u on u.id = p.unit_id
      where p.retired_at is null and u.closed_at is null and u.detachment_id is distinct from p.detachment_id order by 1`,
  ],
  [
    'household-without-member',
    sql`select h.id from household h where h.retired_at is null and not exists (
        select 1 from household_member m join person p on p.id = m.person_id
        where m.household_id = h.id and p.retired_at is null)
      and exists (select 1 from person r where r.household_id = h.id and r.kind = 'relative' and r.retired_at is null)
      order by 1`,
  ],
  [
    'household-elsewhere',
    sql`select h.id from household h, lateral (
        select p.unit_id from household_member m join person p on p.id = m.person_id
        where m.household_id = h.id and p.retired_at is null order by m.position limit 1) f
      where h.retired_at is null and f.unit_id <> h.unit_id order by 1`,
  ],
  [
    'unit-cut-off',
    sql`select u.id from unit u left join unit p on p.id = u.parent_id
      where u.closed_at is null and case when u.parent_id is null then nlevel(u.path) > 1
        else p.closed_at is not null or subpath(u.path, 0, -1) <> p.path end order by 1`,
  ],
]

export async function checkOrganisation(tx: Tx, found: Found): Promise<void> {
  for (const [kind, question] of questions) {
    const { rows } = await question.execute(tx)
    for (const { id } of rows) found.add(kind, { id })
  }
}
