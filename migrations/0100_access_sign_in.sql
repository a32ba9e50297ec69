-- Sign-in: tries under a login that nobody has, so that it locks exactly as a real one does and tells nothing apart;
-- and when an account was last signed in to, which outlives its sessions.

create table sign_in_try (
  -- HMAC of the login's key under a key outside the database: what was typed is not kept.
  login_hash bytea primary key,
  tries int not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
grant select, insert, update, delete on sign_in_try to muster_app;

alter table account add column signed_in_at timestamptz;
-- Locked by an administrator, until unlocked; `locked_until` is for too many wrong tries.
alter table account add column blocked_at timestamptz;
