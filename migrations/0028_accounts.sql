-- How users prove who they are, what acts for them, and who may let a run leave.

-- A disabled user keeps the name beside what they did, and can do nothing more.
alter table app_user add column disabled_at timestamptz;

-- A session's token is kept as a hash: reading the table opens no door.
update user_session set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');
alter table user_session
  -- Each request within a minute counts as the same use; eight hours without one end the session.
  add column used_at timestamptz not null default now(),
  -- When its user last gave a second factor in it; null where none was asked.
  add column second_factor_at timestamptz;

-- A secret shared with an authenticator app.
create table user_totp (
  user_id       text primary key references app_user on delete cascade,
  secret_sealed text not null,
  -- Null until the first right code: only then is it asked for.
  confirmed_at  timestamptz,
  -- The half minute of the last code that was taken: none of it or before is taken again.
  last_step     bigint not null default 0,
  created_at    timestamptz not null default now()
);

-- Codes on paper for the day the device is lost; each works once.
create table user_recovery_code (
  user_id     text not null references app_user on delete cascade,
  code_sha256 text not null,
  used_at     timestamptz,
  primary key (user_id, code_sha256)
);

create table user_passkey (
  -- The credential's id, as the browser writes it.
  id           text primary key,
  user_id      text not null references app_user on delete cascade,
  name         text not null,
  public_key   bytea not null,
  counter      bigint not null default 0,
  transports   text[] not null default '{}',
  created_at   timestamptz not null default now(),
  last_used_at timestamptz
);
create index user_passkey_by_user on user_passkey (user_id);

-- A step of signing in that waits for the next: a password was right and a second factor is awaited, or a passkey was
-- asked something. Its cookie is kept as a hash. Ten minutes, five tries.
create table sign_in_step (
  token_sha256 text primary key,
  user_id      text references app_user on delete cascade,
  kind         text not null check (kind in ('second_factor', 'passkey', 'new_passkey')),
  -- What a passkey must sign.
  challenge    text,
  tries        integer not null default 0,
  expires_at   timestamptz not null
);

-- A key with which a program acts in one company on behalf of a user: never with more than that user may.
create table api_key (
  company_id   uuid not null references company on delete cascade,
  id           uuid not null,
  user_id      text not null references app_user on delete cascade,
  name         text not null,
  -- Its beginning, by which people tell keys apart.
  prefix       text not null,
  key_sha256   text not null,
  role         text not null check (role in ('owner', 'clerk', 'reader')),
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  primary key (company_id, id),
  unique (company_id, key_sha256)
);
alter table api_key enable row level security;
alter table api_key force row level security;
create policy of_company on api_key to rappel_app using (company_id = (select rappel_company()));
grant select, insert, update, delete on api_key to rappel_app;

alter table company
  -- Who must have a second factor to work here; the installation may ask for more.
  add column second_factor text not null default 'optional' check (second_factor in ('optional', 'owners', 'all')),
  -- Whether letting a run leave asks for the second factor again.
  add column release_asks_second_factor boolean not null default false,
  -- Whether a run is released by another person than the one who planned or changed it: above an amount, above a
  -- number of notices, or always where neither is given.
  add column four_eyes boolean not null default false,
  add column four_eyes_above_minor bigint check (four_eyes_above_minor >= 0),
  add column four_eyes_above_notices integer check (four_eyes_above_notices >= 0);
