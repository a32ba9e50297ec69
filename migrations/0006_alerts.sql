-- Alerts that somebody must judge, the escalation of silence, and the notices by which people are told.

create table alert (
  id uuid primary key,
  detachment_id uuid not null,
  unit_id uuid not null,
  kind text not null,
  level text not null check (level in ('amber', 'red')),
  state text not null check (state in ('open', 'assessed', 'controlled', 'closed')),
  subject_kind text not null,
  subject_id uuid not null,
  report_id uuid,
  -- What was seen, for those who may read it: reading, site, rule, second reading.
  detail jsonb not null,
  opened_at timestamptz not null,
  -- For a fever: when the second reading is due, and until when it may come before the alert turns red.
  second_due_at timestamptz,
  second_until_at timestamptz,
  -- The clock of the present state.
  due_at timestamptz,
  assessed_at timestamptz,
  assessed_by uuid,
  assessment jsonb,
  controlled_at timestamptz,
  controlled_by uuid,
  plan jsonb,
  closed_at timestamptz,
  closed_by uuid,
  outcome text,
  outcome_note text
);
-- One open alert of a kind for a subject: what comes later joins it.
create unique index alert_open on alert (subject_id, kind) where state <> 'closed';
create index alert_unit on alert (unit_id, state);
create index alert_due on alert (due_at) where state <> 'closed';
create index alert_second on alert (second_until_at) where state = 'open' and second_until_at is not null;

-- The ladder of one measure, date and slot in one detachment, or of one alert: which step comes next, and when.
create table escalation (
  id uuid primary key,
  detachment_id uuid not null,
  campaign_id uuid,
  measure text,
  day date,
  slot text,
  alert_id uuid references alert on delete cascade,
  due_at timestamptz not null,
  closes_at timestamptz,
  -- The ladder's step: 0 self, 1 contact, 2 squad, 3 station, 4 brigade, 5 leading; 6: the last one repeats; -1: not planned yet.
  next_step int not null,
  next_at timestamptz,
  -- Goes up with each repetition, expired acknowledgement and new state of an alert, so that these may tell somebody again.
  round int not null default 0,
  -- When the last step fired: a repetition counts from here.
  told_at timestamptz,
  finished_at timestamptz,
  -- Why it ended: 'complete', 'ladder_end', 'stopped', 'settled'.
  finished_why text,
  unique nulls not distinct (detachment_id, measure, day, slot, alert_id)
);
create index escalation_next on escalation (next_at) where next_at is not null;
create index escalation_alert on escalation (alert_id);
create index escalation_campaign on escalation (campaign_id);

-- What one recipient was told at one step (or by hand): the names are the tasks. A notice is told once.
create table notice (
  id uuid primary key,
  detachment_id uuid not null,
  escalation_id uuid references escalation on delete cascade,
  alert_id uuid references alert on delete cascade,
  measure text,
  day date,
  slot text,
  step int not null,
  round int not null default 0,
  -- Why this one: 'owner', 'holder', 'deputy', 'duty', 'next_level', 'hand'.
  via text not null,
  -- Posts that were passed over on the way to this recipient: [{ post, unit, person?, why }].
  passed jsonb not null default '[]',
  recipient_id uuid not null references person,
  unit_id uuid not null references unit,
  task_ids uuid[] not null default '{}',
  level text not null check (level in ('reminder', 'amber', 'red')),
  at timestamptz not null,
  -- Held back by the night or a recorded downtime until this instant.
  held_until timestamptz,
  held_why text,
  sent_at timestamptz,
  seen_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid references person,
  expires_at timestamptz,
  expired_at timestamptz
);
create unique index notice_once on notice (escalation_id, step, round, recipient_id) where escalation_id is not null;
create index notice_recipient on notice (recipient_id, at desc);
create index notice_alert on notice (alert_id);
create index notice_escalation on notice (escalation_id);
create index notice_unit on notice (unit_id);
create index notice_acknowledged_by on notice (acknowledged_by);
create index notice_expires on notice (expires_at) where expired_at is null and acknowledged_at is not null;
create index notice_held on notice (held_until) where sent_at is null and held_until is not null;

-- What was not sent at a step, and why: acknowledged, told already, nobody there, overtaken by a later step, met meanwhile.
create table unsent (
  id uuid primary key,
  escalation_id uuid not null references escalation on delete cascade,
  step int not null,
  round int not null,
  at timestamptz not null,
  why text not null check (why in ('acknowledged', 'told', 'nobody', 'overtaken', 'met')),
  recipient_id uuid references person,
  task_ids uuid[] not null default '{}',
  passed jsonb not null default '[]'
);
create index unsent_escalation on unsent (escalation_id, step);
create index unsent_recipient on unsent (recipient_id);

-- What somebody did about a missing name by hand: telephoned, nobody answered, reached, reminded.
create table contact_try (
  id uuid primary key,
  task_id uuid not null,
  detachment_id uuid not null,
  kind text not null check (kind in ('call_answered', 'call_no_answer', 'in_person', 'reminded')),
  note text,
  by_id uuid,
  at timestamptz not null
);
create index contact_try_task on contact_try (task_id, at desc);

-- When the program was down: step clocks stand still meanwhile and 15 minutes after.
create table downtime (
  id uuid primary key,
  from_at timestamptz not null,
  until_at timestamptz not null
);
create table heartbeat (one boolean primary key default true check (one), at timestamptz not null);
