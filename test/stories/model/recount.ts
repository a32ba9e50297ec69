/** Tallies against a recount of their tasks, in SQL of its own: every row that comes back is a difference. */

export const recountText = `
  with c as (
    select unit_id, day, measure, slot, count(*)::int as expected, count(*) filter (where state = 1)::int as done,
      count(*) filter (where state = 2)::int as late, count(*) filter (where state = 3)::int as received_late,
      count(*) filter (where state = 4)::int as exempt, count(*) filter (where flagged and state in (1, 2, 3))::int as flagged
    from task where state <> 5 group by 1, 2, 3, 4
  ), y as (
    select * from tally
    where expected <> 0 or done <> 0 or late <> 0 or received_late <> 0 or exempt <> 0 or flagged <> 0
  )
  select coalesce(c.measure, y.measure) as measure, coalesce(c.day, y.day)::text as day, coalesce(c.slot, y.slot) as slot
  from c full join y using (unit_id, day, measure, slot)
  where (c.expected, c.done, c.late, c.received_late, c.exempt, c.flagged)
    is distinct from (y.expected, y.done, y.late, y.received_late, y.exempt, y.flagged)`
