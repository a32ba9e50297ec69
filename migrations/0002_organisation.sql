-- Organisation: units, people, households, places, posts, presence and fitness.

create table unit (
  id uuid primary key,
  parent_id uuid references unit,
  kind text not null check (kind in ('service', 'corps', 'detachment', 'brigade', 'station', 'office', 'squad')),
  name text not null,
  -- Labels are `no` of each unit from the root down, joined by dots.
  no int generated always as identity unique,
  path ltree not null unique,
  -- The detachment that the unit is or lies below; null above detachments.
  detachment_id uuid,
  zone text not null default 'Asia/Shanghai',
  sort int not null default 0,
  created_at timestamptz not null,
  closed_at timestamptz,
  unique (parent_id, name)
);
create index unit_path on unit using gist (path);
create index unit_detachment on unit (detachment_id);

create table household (
  id uuid primary key,
  detachment_id uuid not null,
  -- The first member's unit: the household counts there.
  unit_id uuid not null references unit,
  created_at timestamptz not null,
  retired_at timestamptz
);
create index household_unit on household (unit_id);

create table person (
  id uuid primary key,
  kind text not null check (kind in ('member', 'relative')),
  detachment_id uuid not null,
  -- The home unit; a relative has the household's.
  unit_id uuid not null references unit,
  household_id uuid references household,
  relation text,
  staff_no text,
  staff_no_key text,
  name text not null,
  -- One- and two-character pieces of the name and its pinyin initials, for search.
  grams text[] not null default '{}',
  phone text,
  sex text check (sex in ('male', 'female')),
  born int,
  created_at timestamptz not null,
  retired_at timestamptz,
  version int not null default 1,
  check ((kind = 'member') = (staff_no is not null)),
  check (kind = 'member' or household_id is not null)
);
create unique index person_staff_no on person (detachment_id, staff_no_key) where kind = 'member' and retired_at is null;
create index person_unit on person (unit_id);
create index person_household on person (household_id);
create index person_grams on person using gin (grams);
create index person_staff_no_trgm on person using gin (staff_no_key gin_trgm_ops);

-- The members on whom a household hangs, in order; the first one's unit counts it.
create table household_member (
  household_id uuid not null references household on delete cascade,
  person_id uuid not null references person,
  position int not null,
  primary key (household_id, person_id)
);
create index household_member_person on household_member (person_id);

-- Where a person's home unit changed, so that a late resend finds the detachment of its instant.
create table transfer (
  id uuid primary key,
  person_id uuid not null references person,
  at timestamptz not null,
  from_unit_id uuid not null references unit,
  to_unit_id uuid not null references unit,
  from_detachment_id uuid not null,
  to_detachment_id uuid not null
);
create index transfer_person on transfer (person_id, at);
create index transfer_from on transfer (from_unit_id);
create index transfer_to on transfer (to_unit_id);

create table place (
  id uuid primary key,
  unit_id uuid not null references unit,
  detachment_id uuid not null,
  kind text not null,
  name text not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  unique (unit_id, name)
);

-- An appointment: a person holds a post at a unit from an instant to an instant.
create table appointment (
  id uuid primary key,
  person_id uuid not null references person,
  unit_id uuid not null references unit,
  post text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  source text not null
);
create index appointment_person on appointment (person_id);
create index appointment_unit on appointment (unit_id, post);

-- The named person who answers for a measure at a unit, where the post does not say it (A6).
create table responsible (
  id uuid primary key,
  unit_id uuid not null references unit,
  measure text not null,
  person_id uuid not null references person,
  from_at timestamptz not null,
  until_at timestamptz,
  named_by uuid
);
create index responsible_unit on responsible (unit_id, measure);
create index responsible_person on responsible (person_id);

-- Presence: non-overlapping periods. Where none covers an instant a member is on station, accounted for at home.
create table presence (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind in ('on_station', 'on_shift', 'outing', 'leave', 'hospital', 'quarantine', 'detached')),
  during tstzrange not null,
  -- The unit that accounts for the person meanwhile; null: the home unit.
  unit_id uuid references unit,
  place text,
  source text not null,
  entered_by uuid,
  entered_at timestamptz not null,
  withdrawn_at timestamptz,
  exclude using gist (person_id with =, during with &&) where (withdrawn_at is null)
);
create index presence_unit on presence (unit_id);

create table fitness (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null check (kind in ('fit', 'limited', 'off')),
  during tstzrange not null,
  source text not null,
  entered_by uuid,
  entered_at timestamptz not null,
  exclude using gist (person_id with =, during with &&)
);

-- Imports of roster files, each with what it changed, so that it can be taken back until somebody has reported.
create table roster_import (
  id uuid primary key,
  unit_id uuid references unit,
  file_name text not null,
  file_digest text not null,
  at timestamptz not null,
  by_id uuid,
  counts jsonb not null,
  undo jsonb not null,
  state text not null check (state in ('running', 'applied', 'taken_back', 'failed')),
  progress real not null default 0,
  taken_back_at timestamptz
);
create index roster_import_unit on roster_import (unit_id);

-- Consent of a relative (or a guardian for a child under 14) to one version of the notice.
create table consent (
  id uuid primary key,
  person_id uuid not null references person,
  notice_version int not null,
  given boolean not null,
  by_kind text not null check (by_kind in ('self', 'guardian', 'spokesman')),
  by_person_id uuid references person,
  at timestamptz not null
);
create index consent_person on consent (person_id, at);
create index consent_by on consent (by_person_id);

-- One number that moves with every change of the organisation; caches ask whether it moved.
create table organisation_version (one boolean primary key default true check (one), version bigint not null);
insert into organisation_version values (true, 1);
