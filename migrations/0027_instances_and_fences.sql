-- Which installation these data belong to, where it runs, what holds back whatever would leave it, and its backups.

-- One row: made when a program first opens these data.
create table installation (
  only_row          boolean primary key default true check (only_row),
  -- Also kept in the data folder: where the two differ, somebody copied one of them.
  instance_id       uuid not null,
  -- What PostgreSQL says of itself: another cluster, or another database in it, is a copy.
  database_identity text not null,
  -- Counts up while a server runs, and is kept in the data folder too: fewer than there means older data.
  mark              bigint not null default 0,
  -- The version that last served these data.
  version           text not null,
  created_at        timestamptz not null default now()
);

-- Where this installation was seen to run: a process at a place that is not listed holds everything back.
create table installation_place (
  -- Machine, folder and the very file, as one SHA-256.
  sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  host        text not null,
  folder      text not null,
  known_at    timestamptz not null default now(),
  -- Who said that it belongs here; null: it was the first, or joined one that ran.
  released_by text
);

-- A reason why nothing may leave. One without an end stands until a person releases it, saying why.
create table send_fence (
  id             uuid primary key,
  kind           text not null check (kind in ('restored', 'copied', 'upgraded')),
  -- What its sentence needs: hosts, folders, versions, moments.
  facts          jsonb not null default '{}',
  -- The place that it is about, to be listed once it is released.
  place_sha256   text,
  raised_at      timestamptz not null default clock_timestamp(),
  -- Ends by itself.
  ends_at        timestamptz,
  released_at    timestamptz,
  -- A user's id, or 'cli': whoever has the shell.
  released_by    text,
  release_reason text,
  check ((released_at is null) = (released_by is null)),
  check (released_at is null or length(btrim(release_reason)) > 0)
);
create index send_fence_standing on send_fence (raised_at) where released_at is null;

-- Whoever looks after the whole installation, beside the companies they may or may not work in.
create table installation_owner (
  user_id  text primary key references app_user on delete cascade,
  since_at timestamptz not null default now()
);
insert into installation_owner (user_id) select id from app_user order by created_at, id limit 1;

-- Every backup that was begun, and what became of it.
create table backup_run (
  id             uuid primary key,
  reason         text not null check (reason in ('nightly', 'asked', 'before_upgrade', 'before_restore')),
  file           text not null,
  is_encrypted   boolean not null,
  started_at     timestamptz not null,
  ended_at       timestamptz,
  -- Null while it is written.
  outcome        text check (outcome in ('written', 'failed')),
  size           bigint,
  row_count      bigint,
  -- Restored into a scratch database and found equal, or why not.
  verified_at    timestamptz,
  verification   text check (verification in ('good', 'bad')),
  answer         text,
  removed_at     timestamptz
);
create index backup_run_newest on backup_run (started_at desc);

-- Jobs that came back with a restored backup, until the queue has taken them.
create table restored_job (
  id       bigint generated always as identity primary key,
  name     text not null,
  data     jsonb not null,
  start_at timestamptz
);

-- Asked inside a company before anything of it leaves.
grant select on send_fence to rappel_app;
