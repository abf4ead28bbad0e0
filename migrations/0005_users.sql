-- Users, and how they sign in. Of no company: memberships say where a user may work.

create table app_user (
  id             text primary key,
  name           text not null,
  email          text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image          text,
  language       text not null default 'en' check (language in ('fr', 'nl', 'en', 'de')),
  theme          text not null default 'system' check (theme in ('light', 'dark', 'system')),
  shortcuts      boolean not null default true,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);

create table user_session (
  id         text primary key,
  user_id    text not null references app_user on delete cascade,
  token      text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_session_by_user on user_session (user_id);

-- One way of signing in; with a password, its hash.
create table user_credential (
  id                       text primary key,
  user_id                  text not null references app_user on delete cascade,
  account_id               text not null,
  provider_id              text not null,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index user_credential_by_user on user_credential (user_id);

create table user_verification (
  id         text primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index user_verification_by_identifier on user_verification (identifier);

-- A link that signs in once: its hash, so that reading the table opens no door.
create table sign_in_link (
  token_sha256   text primary key,
  user_id        text not null references app_user on delete cascade,
  -- Whether the user must choose a password with it.
  sets_password  boolean not null,
  expires_at     timestamptz not null,
  created_at     timestamptz not null default now()
);

-- Attempts to sign in by what they came from, so that guessing is slow.
create table sign_in_attempt (
  subject   text not null,
  failed_at timestamptz not null
);
create index sign_in_attempt_recent on sign_in_attempt (subject, failed_at);

alter table membership add foreign key (user_id) references app_user on delete cascade;

-- Who may enter which company is asked before one is entered, so outside of any. Inside, row security holds.
alter table company no force row level security;
alter table membership no force row level security;

-- Of no company, and read inside one: which worker holds a dispatch, and whether it is alive.
grant select on worker_lease to rappel_app;
-- Names of colleagues stand beside what they did; nothing of how they sign in is read inside a company.
grant select (id, name, email, language) on app_user to rappel_app;
