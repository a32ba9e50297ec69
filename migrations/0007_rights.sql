-- What the program's two roles may do, and the walls around confidential rows.
-- `muster.health_roots`: paths of the units at which the reader may read health data, set per transaction.
-- `muster.self`: the person or household that reads its own. `muster.system`: 'on' for background work.

grant usage on schema public to muster_app, muster_intake;
grant select, insert, update, delete on all tables in schema public to muster_app;
grant usage on all sequences in schema public to muster_app;
-- Append-only: nobody but the owner changes or deletes an audit row or a seal.
revoke update, delete on audit, audit_seal from muster_app;
revoke insert, update, delete on partitioned from muster_app;
-- A report is never changed; retention deletes it.
revoke update on report from muster_app;
-- The owner's bookkeeping of migrations is not the program's.
revoke all on function make_partitions(timestamptz) from public;
grant execute on function make_partitions(timestamptz) to muster_app;

grant select, insert on report, audit to muster_intake;
grant insert, select, delete on to_judge to muster_intake;
grant select, update on task to muster_intake;
grant select, insert, update on tally to muster_intake;
grant select, insert on alert to muster_intake;
grant insert on audit_unsealed to muster_intake;
grant select, insert on correction_waiting to muster_intake;
grant select on unit, person, household to muster_intake;

create function health_units() returns setof uuid language sql stable parallel safe security definer set search_path = public as $$
  select u.id from unit u
  where u.path <@ any (string_to_array(nullif(current_setting('muster.health_roots', true), ''), ',')::ltree[])
$$;
create function is_system() returns boolean language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('muster.system', true), ''), 'off') = 'on'
$$;
create function self_ids() returns uuid[] language sql stable parallel safe as $$
  select coalesce(string_to_array(nullif(current_setting('muster.self', true), ''), ',')::uuid[], '{}')
$$;

alter table report enable row level security;
create policy report_app on report for select to muster_app
  using ((select is_system()) or unit_id in (select health_units()) or subject_id = any ((select self_ids())::uuid[]));
create policy report_app_insert on report for insert to muster_app with check ((select is_system()));
create policy report_app_delete on report for delete to muster_app using ((select is_system()));
create policy report_intake_select on report for select to muster_intake using (true);
create policy report_intake_insert on report for insert to muster_intake with check (true);

alter table alert enable row level security;
create policy alert_app on alert for select to muster_app
  using ((select is_system()) or unit_id in (select health_units()));
create policy alert_app_insert on alert for insert to muster_app with check ((select is_system()));
create policy alert_app_update on alert for update to muster_app
  using ((select is_system()) or unit_id in (select health_units()));
create policy alert_app_delete on alert for delete to muster_app using ((select is_system()));
create policy alert_intake_select on alert for select to muster_intake using (true);
create policy alert_intake_insert on alert for insert to muster_intake with check (true);
