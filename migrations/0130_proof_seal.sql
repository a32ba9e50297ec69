-- Proof: what a seal keeps of each row, verifications in the background, and what retention may take away.

-- The digests of the rows in the order of `audit_ids`, so that a finding names the row and not only its seal, and so
-- that the chain can still be followed after audit rows have expired. A row that was gone when it was to be sealed has
-- zeros.
alter table audit_seal add column row_digests bytea not null;

-- Searching the audit by what was done. Batches of reports are most of it and are found by subject and time instead.
create index audit_action on audit (action, id) where action <> 'reports.stored';

-- A verification asked for in the console: runs in the background, on whichever node took it.
create table audit_verification (
  id uuid primary key,
  asked_at timestamptz not null,
  asked_by uuid,
  head_no bigint,
  head_digest text,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  progress real not null default 0,
  beat_at timestamptz,
  finished_at timestamptz,
  result jsonb
);
grant select, insert, update, delete on audit_verification to muster_app;

-- The oldest month of a partitioned table and where it ends; no row where no month was made.
create function oldest_partition(t text) returns table (partition text, ends timestamptz)
language sql stable set search_path = public as $$
  select c.relname::text, (to_date(right(c.relname, 7), 'YYYY_MM')::timestamp at time zone 'UTC') + interval '1 month'
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = t::regclass and c.relname ~ ('^' || t || '_[0-9]{4}_[0-9]{2}$')
  order by c.relname limit 1
$$;

-- Drops the oldest month of a table when it ended before `before` and holds no row, and lets `past` reach up to the
-- next month, so that no gap is left in which an absurd clock's id would find no partition.
-- Returns the partition's name, or null where there was nothing to drop.
create function drop_empty_partition(t text, before timestamptz) returns text
language plpgsql security definer set search_path = public as $$
declare part text; stop timestamptz; used boolean;
begin
  if not exists (select 1 from partitioned where table_name = t) then raise exception 'not partitioned: %', t; end if;
  select o.partition, o.ends into part, stop from oldest_partition(t) o;
  if part is null or stop > before then return null; end if;
  -- A busy table is tried again tomorrow instead of making its writers wait.
  set local lock_timeout = '2s';
  execute format('lock table %I in access exclusive mode', t);
  execute format('select exists (select 1 from %I)', part) into used;
  if used then return null; end if;
  execute format('drop table %I', part);
  execute format('alter table %I detach partition %I', t, t || '_past');
  execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', t, t || '_past', uuid_floor(stop));
  return part;
end $$;
revoke all on function drop_empty_partition(text, timestamptz) from public;
grant execute on function drop_empty_partition(text, timestamptz) to muster_app;

-- The audit is append-only for the program; only whole months that ended more than three years before the program's
-- time go. The seals stay, with the digest of each row.
create function empty_expired_audit(now_at timestamptz) returns table (partition text, ends timestamptz, rows bigint)
language plpgsql security definer set search_path = public as $$
declare part text; stop timestamptz; n bigint;
begin
  select o.partition, o.ends into part, stop from oldest_partition('audit') o;
  if part is null or stop > now_at - interval '1096 days' then return; end if;
  set local lock_timeout = '2s';
  execute format('select count(*) from %I', part) into n;
  execute format('truncate table %I', part);
  partition := part; ends := stop; rows := n;
  return next;
end $$;
revoke all on function empty_expired_audit(timestamptz) from public;
grant execute on function empty_expired_audit(timestamptz) to muster_app;
