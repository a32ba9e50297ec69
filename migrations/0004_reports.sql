-- Reports: what somebody saw or did. Never changed; corrected by a later one.

create table report (
  id uuid not null,
  detachment_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  -- The unit that accounted for the subject when the report came.
  unit_id uuid not null,
  form text not null,
  form_version int not null,
  observed_at timestamptz not null,
  received_at timestamptz not null,
  sent_at timestamptz,
  first_tried_at timestamptz,
  -- The sender's clock was ahead: `observed_at` was brought back to the time of receipt.
  clamped boolean not null default false,
  sender_kind text not null,
  sender_id uuid,
  channel text not null,
  answers jsonb not null,
  flags text[] not null default '{}',
  task_id uuid,
  corrects uuid,
  -- Goes when the report is deleted, so that the audit's digest can no longer be guessed from short answers.
  salt bytea not null,
  primary key (id, detachment_id)
) partition by range (id);
insert into partitioned values ('report');
create index report_subject on report (subject_id, observed_at desc);
create index report_corrects on report (corrects) where corrects is not null;
create index report_received on report (received_at);

-- Reports that need the subject's state to be judged; written in the statement that stores the report.
create table to_judge (
  report_id uuid primary key,
  detachment_id uuid not null,
  at timestamptz not null,
  why text not null
);

-- Corrections that came before what they correct: the intake looks here, so that the late original does not meet a
-- task that its correction has already judged.
create table correction_waiting (
  corrects uuid primary key,
  correction_id uuid not null,
  at timestamptz not null
);

-- A refused report from a device or a stranger's link, kept without its answers, for whoever looks after them.
create table refusal (
  id uuid primary key,
  at timestamptz not null,
  channel text not null,
  sender_kind text not null,
  sender_id uuid,
  code text not null,
  detail jsonb
);
create index refusal_at on refusal (at);
