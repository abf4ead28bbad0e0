-- Companies, who may work in them, and how a row is kept from every other company.
-- Roles: the migrating user owns the tables; the application works as rappel_app, which cannot bypass row security.

do $$ begin
  create role rappel_app nologin nobypassrls;
exception when duplicate_object or unique_violation then null;
end $$;
grant rappel_app to current_user;

-- Set by the one function that opens a transaction for a company; null outside of it, so nothing is visible there.
create function rappel_company() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('rappel.company', true), '')::uuid $$;

create table company (
  id                uuid primary key,
  key               text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name              text not null,
  country           text not null check (country ~ '^[A-Z]{2}$'),
  language          text not null check (language in ('fr', 'nl', 'en', 'de')),
  currency          text not null check (currency ~ '^[A-Z]{3}$'),
  time_zone         text not null,
  mode              text not null default 'test' check (mode in ('test', 'live')),
  is_demo           boolean not null default false,
  street            text,
  postal_code       text,
  city              text,
  vat_number        text,
  enterprise_number text,
  iban              text,
  bic               text,
  phone             text,
  email             text,
  website           text,
  legal_footer      text,
  default_terms_days integer not null default 30 check (default_terms_days between 0 and 365),
  -- Upper bounds, in days late, of the ageing tiles: {30,60,90} makes 1-30, 31-60, 61-90, over 90.
  ageing_bounds     integer[] not null default '{30,60,90}',
  default_policy_id uuid,
  mail_from_name    text,
  mail_from_address text,
  mail_reply_to     text,
  mail_copy_to      text,
  -- smtp://user:pass@host:port, sealed with RAPPEL_SECRET; null means RAPPEL_SMTP_URL.
  smtp_url_sealed   text,
  -- Seconds between issuing and handing over, in which a run can be taken back whole.
  release_delay_seconds integer not null default 0 check (release_delay_seconds between 0 and 1800),
  -- What leaving test mode asks for.
  test_mail_received_at timestamptz,
  created_at        timestamptz not null default now()
);

create table membership (
  company_id uuid not null references company on delete cascade,
  user_id    text not null,
  role       text not null check (role in ('owner', 'clerk', 'reader')),
  created_at timestamptz not null default now(),
  primary key (company_id, user_id)
);
create index membership_by_user on membership (user_id);

create table file (
  company_id uuid not null references company on delete cascade,
  id         uuid not null,
  name       text not null,
  media_type text not null,
  size       integer not null,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes      bytea not null,
  created_at timestamptz not null default now(),
  primary key (company_id, id)
);

-- Letters, pictures and archives do not compress; kept plain, a part of them can be read without the whole.
alter table file alter column bytes set storage external;

create table letter_layout (
  company_id    uuid primary key references company on delete cascade,
  logo_file_id  uuid,
  accent        text not null default '#1f4e5f' check (accent ~ '^#[0-9a-fA-F]{6}$'),
  address_window text not null default 'right' check (address_window in ('left', 'right')),
  fold_marks    boolean not null default true,
  font          text not null default 'source-sans-3',
  show_qr       boolean not null default true,
  signature     text,
  foreign key (company_id, logo_file_id) references file (company_id, id)
);

alter table company enable row level security;
alter table company force row level security;
create policy of_company on company to rappel_app using (id = (select rappel_company()));
grant select, update on company to rappel_app;
