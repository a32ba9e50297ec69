-- What knows nothing of epidemics: partitions, access, sessions, audit with its seals, files.
-- Instants are timestamptz and come from the program's one clock; no statement asks the database for the time.

-- A UUID whose first 48 bits are the Unix milliseconds of an instant and whose rest is zero: the lower bound of
-- every UUIDv7 and UUIDv8 made at that instant, so that a month is a range of ids.
create function uuid_floor(instant timestamptz) returns uuid language sql immutable strict parallel safe as $$
  select (lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The tables that are partitioned by month on their time-ordered id. A migration that makes such a table adds its name.
create table partitioned (table_name text primary key, fillfactor int not null default 100);

-- Makes the monthly partitions of every listed table from the month of `since` (or the first there is) to 13 months
-- past `upto`. `past` and `future` catch absurd clocks; rows that wait in `future` move into the month made for them.
create function make_partitions(upto timestamptz) returns int language plpgsql security definer set search_path = public as $$
declare
  t text; fill int; month timestamptz; last timestamptz; made int := 0; part text; stop timestamptz;
begin
  stop := date_trunc('month', upto, 'UTC') + interval '13 months';
  for t, fill in select table_name, fillfactor from partitioned order by 1 loop
    select max(to_date(substr(c.relname, length(t) + 2), 'YYYY_MM')::timestamp at time zone 'UTC') into last
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = t::regclass and c.relname ~ (t || '_[0-9]{4}_[0-9]{2}$');
    if last is null then
      month := date_trunc('month', upto, 'UTC') - interval '1 month';
      execute format('create table %I partition of %I for values from (minvalue) to (%L)', t || '_past', t, uuid_floor(month));
    else
      month := date_trunc('month', last, 'UTC') + interval '1 month';
      if month > stop then continue; end if;
      execute format('alter table %I detach partition %I', t, t || '_future');
      execute format('alter table %I rename to %I', t || '_future', t || '_future_old');
    end if;
    while month <= stop loop
      part := t || '_' || to_char(month at time zone 'UTC', 'YYYY_MM');
      execute format('create table %I partition of %I for values from (%L) to (%L) with (fillfactor = %s)',
        part, t, uuid_floor(month), uuid_floor(month + interval '1 month'), fill);
      made := made + 1;
      month := month + interval '1 month';
    end loop;
    execute format('create table %I partition of %I for values from (%L) to (maxvalue)', t || '_future', t, uuid_floor(month));
    if last is not null then
      execute format('insert into %I select * from %I', t, t || '_future_old');
      execute format('drop table %I', t || '_future_old');
    end if;
  end loop;
  return made;
end $$;

-- Settings of the installation that are changed in the console.
create table setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null
);

-- Who can sign in. `person_id` is the organisation's person; an account without one is a pure administrator.
create table account (
  id uuid primary key,
  person_id uuid unique,
  name text not null,
  staff_no_key text,
  phone_key text,
  password_hash text,
  code_hash text,
  code_expires_at timestamptz,
  language text not null default 'zh' check (language in ('zh', 'en')),
  wrong_tries int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create index account_staff_no on account (staff_no_key) where staff_no_key is not null;
create index account_phone on account (phone_key) where phone_key is not null;

-- A role held by an account at a unit and all below it. `appointment_id` says which appointment gave it.
create table grant_held (
  id uuid primary key,
  account_id uuid not null references account on delete cascade,
  role text not null,
  unit_id uuid not null,
  from_at timestamptz not null,
  until_at timestamptz,
  appointment_id uuid
);
create index grant_held_account on grant_held (account_id);
create index grant_held_appointment on grant_held (appointment_id);

-- Sessions of browsers; the token is stored as SHA-256. Kinds: a signed-in account, or a device let in by a link.
create table session (
  token_hash bytea primary key,
  account_id uuid references account on delete cascade,
  link_kind text check (link_kind in ('person', 'household')),
  link_id uuid,
  link_generation int,
  -- The grant in whose capacity the person acts; null: the first.
  capacity_id uuid,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  agent text,
  check ((account_id is null) <> (link_id is null))
);
create index session_account on session (account_id);
create index session_link on session (link_id);

-- Access links: only the generation is stored; the token is HMAC(key, kind, id, generation).
create table access_link (
  kind text not null check (kind in ('person', 'household')),
  id uuid not null,
  generation int not null default 1,
  devices int not null default 0,
  wrong_tries int not null default 0,
  locked_until timestamptz,
  revoked_at timestamptz,
  primary key (kind, id)
);

-- API tokens, stored hashed, with chosen permissions at a unit and below.
create table api_token (
  id uuid primary key,
  name text not null,
  token_hash bytea not null unique,
  unit_id uuid not null,
  permissions text[] not null,
  created_at timestamptz not null,
  created_by uuid,
  expires_at timestamptz,
  revoked_at timestamptz,
  used_at timestamptz
);

-- Photos and other evidence; the bytes lie in DATA_DIR/files under the digest.
create table file (
  id uuid primary key,
  digest text not null,
  media_type text not null,
  bytes int not null,
  width int,
  height int,
  owner_kind text not null,
  owner_id uuid not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index file_digest on file (digest);

-- The audit. Append-only; a row commits with the write that it tells of. A batch of reports is one row, whose
-- `report_ids` and `digests` name each report with its salted digest. `digest` is over the row's canonical text.
create table audit (
  id uuid not null,
  detachment_id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  actor_name text,
  action text not null,
  subject_kind text,
  subject_id uuid,
  unit_id uuid,
  detail jsonb,
  report_ids uuid[],
  digests bytea,
  primary key (id, detachment_id)
) partition by range (id);
insert into partitioned values ('audit');
create index audit_subject on audit (subject_id, id);
create index audit_actor on audit (actor_id, id);

-- Rows that no seal covers yet; written with the audit row, taken away by the sealer.
create table audit_unsealed (audit_id uuid primary key);

-- The chain: each seal covers whole audit rows in the order of `audit_ids` and the digest of the seal before it.
create table audit_seal (
  no bigint primary key,
  at timestamptz not null,
  algorithm text not null,
  previous bytea not null,
  audit_ids uuid[] not null,
  digest bytea not null
);

-- Digests of lists and boards that were printed or exported, so that a paper can be compared later.
create table published (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  unit_id uuid,
  day date,
  as_of timestamptz not null,
  seal_no bigint,
  seal_digest bytea,
  algorithm text not null,
  digest bytea not null,
  by_id uuid
);
