-- Tasks: who owes what, about whom, by when; and the tallies that boards read.

create table task (
  -- UUIDv8: 48 bits are 00:00 UTC of the local date, the rest a hash of measure code, subject, date, slot, occurrence.
  id uuid not null,
  detachment_id uuid not null,
  -- The unit that counts it; stays where it was due after a transfer.
  unit_id uuid not null,
  measure text not null,
  day date not null,
  slot text not null,
  subject_kind text not null,
  subject_id uuid not null,
  form text not null,
  opens_at timestamptz not null,
  due_at timestamptz not null,
  closes_at timestamptz not null,
  -- Every measure (of every campaign) that asks for it; the strictest due binds.
  measure_ids uuid[] not null,
  -- For `after`, `since` and one-off tasks: the event.
  occurrence_id uuid,
  -- 0 open, 1 done, 2 late, 3 received_late, 4 exempt, 5 withdrawn. Pending or missing is told by due_at when read.
  state smallint not null default 0,
  flagged boolean not null default false,
  met_by uuid,
  met_at timestamptz,
  -- Reason of an exemption or withdrawal: code, words, by whom and when.
  reason text,
  reason_note text,
  reason_by uuid,
  reason_at timestamptz,
  made_at timestamptz not null,
  primary key (id, detachment_id)
) partition by range (id);
-- A report updates its task in place: room on the page keeps the update HOT.
insert into partitioned values ('task', 60);
-- A report finds its tasks by subject and window; a gap's list of names by unit, date, measure and slot. A report
-- changes none of these columns, so that its update stays HOT.
create index task_subject on task (subject_id, opens_at);
create index task_gap on task (unit_id, day, measure, slot);
create index task_due on task (due_at);

create table tally (
  unit_id uuid not null,
  day date not null,
  measure text not null,
  slot text not null,
  detachment_id uuid not null,
  opens_at timestamptz not null,
  due_at timestamptz not null,
  closes_at timestamptz not null,
  expected int not null default 0,
  done int not null default 0,
  late int not null default 0,
  received_late int not null default 0,
  exempt int not null default 0,
  flagged int not null default 0,
  primary key (unit_id, day, measure, slot)
) with (fillfactor = 70);
create index tally_day on tally (day, unit_id) include (measure, slot, expected, done, late, received_late, exempt, flagged);

-- Subjects that wait to be reconciled: written with the change, worked off in the same transaction or by the sweep.
create table to_reconcile (
  subject_kind text not null,
  subject_id uuid not null,
  at timestamptz not null,
  primary key (subject_kind, subject_id)
);
