-- Roster files between their check and their import, and what an import tells of itself while it runs.

-- A file that was checked and waits for a yes; kept for an hour.
create table roster_upload (
  id uuid primary key,
  by_id uuid,
  at timestamptz not null,
  expires_at timestamptz not null,
  file_name text not null,
  pasted boolean not null default false,
  content bytea not null,
  -- What the check found, as the screen shows it page by page.
  result jsonb not null
);
create index roster_upload_expires on roster_upload (expires_at);

alter table roster_import
  -- The step under way in words, both languages.
  add column step jsonb,
  -- Why it failed, in words, both languages.
  add column why jsonb,
  -- Members who hold a post with a role since this import: theirs are the one-time codes.
  add column officers uuid[] not null default '{}',
  -- When the list of one-time codes was shown.
  add column codes_at timestamptz,
  -- Until when a running import is alive: it says so again every few seconds.
  add column alive_until timestamptz;
create index roster_import_at on roster_import (at);

grant select, insert, update, delete on roster_upload to muster_app;

-- One line of explanation beside a presence entered by hand.
alter table presence add column note text;
