-- An import that is being taken back says so, and how far it is, as it does while it is written.
alter table roster_import drop constraint roster_import_state_check;
alter table roster_import add constraint roster_import_state_check
  check (state in ('running', 'applied', 'taking_back', 'taken_back', 'failed'));
comment on column roster_import.alive_until is
  'Until then a run that has just begun need not hold its lock yet; after that only the lock says that it is alive.';
