-- Caches on every node hear that units, people, rights or orders changed. Rare, so that a notification per commit is cheap.
create function tell_version() returns trigger language plpgsql as $$
begin
  perform pg_notify('muster_version', tg_table_name || ':' || new.version);
  return null;
end $$;
create trigger organisation_version_told after update on organisation_version for each row execute function tell_version();
create trigger orders_version_told after update on orders_version for each row execute function tell_version();
