-- Access links: a one-time permit by which the squad leader lets a new phone in, and what families ask about their data.

create table link_permit (
  kind text not null,
  id uuid not null,
  until_at timestamptz not null,
  by_id uuid,
  primary key (kind, id),
  foreign key (kind, id) references access_link on delete cascade
);

-- A household's wish to see, copy or delete what is kept about it, and what came of it.
create table rights_request (
  id uuid primary key,
  household_id uuid not null references household,
  -- The relative concerned; null: the whole household.
  person_id uuid references person,
  kind text not null check (kind in ('access', 'copy', 'deletion')),
  note text,
  at timestamptz not null,
  answered_at timestamptz,
  answered_by uuid,
  outcome text
);
create index rights_request_household on rights_request (household_id, at);
create index rights_request_person on rights_request (person_id);

-- The unit whose officers may look at a file, as it was when the file came.
alter table file add column unit_id uuid;
create index file_unused on file (created_at) where used_at is null;

grant select, insert, update, delete on link_permit, rights_request to muster_app;
