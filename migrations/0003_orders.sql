-- Orders: playbooks, campaigns, directives, clauses, measures; and the forms that they ask for.

create table playbook (
  code text not null,
  version int not null,
  source text not null,
  content jsonb not null,
  loaded_at timestamptz not null,
  primary key (code, version)
);

-- A form's versions; `content` holds the JSON Schema, titles and rules. A version is accepted for 14 days after a newer one.
create table form (
  code text not null,
  version int not null,
  content jsonb not null,
  published_at timestamptz not null,
  primary key (code, version)
);

create table campaign (
  id uuid primary key,
  unit_id uuid not null references unit,
  playbook_code text not null,
  playbook_version int not null,
  title jsonb not null,
  zone text not null,
  state text not null check (state in ('draft', 'running', 'paused', 'stopped')),
  created_at timestamptz not null,
  started_at timestamptz,
  paused_at timestamptz,
  stopped_at timestamptz,
  foreign key (playbook_code, playbook_version) references playbook
);
create index campaign_unit on campaign (unit_id);
create index campaign_playbook on campaign (playbook_code, playbook_version);

create table directive (
  id uuid primary key,
  campaign_id uuid not null references campaign on delete cascade,
  code text not null,
  number text not null,
  title jsonb not null,
  issued_at timestamptz,
  sort int not null
);
create index directive_campaign on directive (campaign_id);

create table clause (
  id uuid primary key,
  directive_id uuid not null references directive on delete cascade,
  code text not null,
  number text not null,
  title jsonb not null,
  content jsonb not null,
  sort int not null
);
create index clause_directive on clause (directive_id);

-- A measure in one version of its wording; `valid_from` lets a changed time begin at the next slot.
create table measure (
  id uuid primary key,
  campaign_id uuid not null references campaign on delete cascade,
  clause_id uuid not null references clause on delete cascade,
  code text not null,
  version int not null,
  -- The playbook's measure, with slots, ladder, form and whom it expects.
  content jsonb not null,
  state text not null check (state in ('off', 'on', 'paused')),
  valid_from timestamptz not null,
  valid_until timestamptz,
  sort int not null,
  unique (campaign_id, code, version)
);
create index measure_clause on measure (clause_id);

-- One number that moves with every change of the orders; caches ask whether it moved.
create table orders_version (one boolean primary key default true check (one), version bigint not null);
insert into orders_version values (true, 1);
