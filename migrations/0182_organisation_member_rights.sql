-- Members ask about their own data as families do: then there is no household. And what is wrong can be put right.
alter table rights_request
  alter column household_id drop not null,
  add constraint rights_request_about check (household_id is not null or person_id is not null),
  drop constraint rights_request_kind_check,
  add constraint rights_request_kind_check check (kind in ('access', 'copy', 'correction', 'deletion'));
