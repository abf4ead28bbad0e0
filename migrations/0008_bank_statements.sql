-- The bank: accounts, the files their statements came in, the statements, and every line on them.

create table bank_account (
  company_id      uuid not null references company on delete cascade,
  id              uuid not null,
  -- An IBAN where the bank gives one, else its own number; without spaces.
  number          text not null,
  currency        text not null check (currency ~ '^[A-Z]{3}$'),
  name            text not null,
  -- The owner, as the bank writes it.
  holder          text,
  -- Its freshness counts: an account that is not followed holds no reminder back.
  followed        boolean not null default true,
  -- The last day that a booked statement covers.
  booked_until_on date,
  created_at      timestamptz not null,
  primary key (company_id, id),
  unique (company_id, number, currency)
);

create table bank_file (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  -- The bytes as they came; the same bytes are kept once.
  file_id     uuid not null,
  file_name   text not null,
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  origin      text not null check (origin in ('upload', 'folder', 'command')),
  state       text not null check (state in ('waiting', 'reading', 'imported', 'refused', 'cancelled', 'failed')),
  -- Null until read; 'zip' holds several.
  format      text,
  -- How a CSV is read: the name of a profile of the company.
  profile     text,
  -- How far the work is: { done, total, at }. Written beside the transaction that does it.
  progress    jsonb,
  cancel_wanted boolean not null default false,
  result      jsonb,
  created_by  text,
  created_at  timestamptz not null,
  ended_at    timestamptz,
  primary key (company_id, id),
  foreign key (company_id, file_id) references file (company_id, id)
);
-- Serves the list of files, the newest first.
create index bank_file_newest on bank_file (company_id, created_at desc, id desc);
-- Serves "have these bytes come before".
create index bank_file_by_hash on bank_file (company_id, sha256);

create table bank_statement (
  company_id     uuid not null,
  id             uuid not null,
  account_id     uuid not null,
  bank_file_id   uuid not null,
  -- Its place in the file: the name within an archive, the line where it begins, its turn among the statements.
  entry          text,
  row            integer not null,
  position       integer not null,
  format         text not null,
  number         text,
  opened_on      date,
  opening_minor  bigint,
  closed_on      date,
  closing_minor  bigint,
  state          text not null check (state in ('booked', 'intraday', 'notification', 'refused')),
  -- As the file has them; of these, `added_count` were new: the others had come before.
  line_count     integer not null,
  added_count    integer not null,
  -- Of its balances and lines: the same statement again is known by it.
  digest         uuid not null,
  -- Why it is refused: { code, facts, at }. It stays when a person overrides it.
  problem        jsonb,
  overridden_by  text,
  overridden_at  timestamptz,
  override_reason text,
  created_at     timestamptz not null,
  primary key (company_id, id),
  unique (company_id, id, account_id),
  foreign key (company_id, account_id) references bank_account (company_id, id),
  foreign key (company_id, bank_file_id) references bank_file (company_id, id),
  check ((overridden_at is null) = (override_reason is null))
);
-- Serves "is this statement known", and that it is once.
create unique index bank_statement_once on bank_statement (company_id, account_id, digest);
-- Serves an account's statements in the order of their days, its gaps and its freshness.
create index bank_statement_by_day on bank_statement (company_id, account_id, closed_on desc);
create index bank_statement_by_file on bank_statement (company_id, bank_file_id, position);

create table bank_line (
  -- No key of its own to company: it hangs on its statement, and a hundred thousand lines a file pay for every key.
  company_id           uuid not null,
  id                   uuid not null,
  statement_id         uuid not null,
  account_id           uuid not null,
  position             integer not null,
  -- The batch line that it is a part of.
  parent_id            uuid,
  booked_on            date not null,
  value_on             date,
  currency             text not null check (currency ~ '^[A-Z]{3}$'),
  -- Money in is positive.
  amount_minor         bigint not null,
  -- What is not settled yet, of the same sign; 0 for a batch, whose parts are settled.
  remaining_minor      bigint not null,
  state                text not null check (state in
                         ('open', 'partly', 'settled', 'ignored', 'batch', 'pending', 'replaced', 'lapsed')),
  counterparty         text,
  iban                 text,
  bic                  text,
  ultimate_party       text,
  structured_reference text,
  text                 text not null,
  end_to_end_id        text,
  bank_reference       text,
  mandate              text,
  code                 text,
  -- It takes back an earlier movement: a correction, or something returned.
  reversal             boolean not null,
  return_reason        text,
  -- The parts of a batch that tell too little to be lines: as the file has them.
  details              jsonb,
  -- What the movement is known by, and which of several alike it is.
  identity             uuid not null,
  ordinal              integer not null check (ordinal >= 1),
  -- The booked line that took this pending one's place.
  replaced_by          uuid,
  primary key (company_id, id),
  foreign key (company_id, statement_id, account_id) references bank_statement (company_id, id, account_id)
);
-- The same movement is one line, however often and in however many files it is told.
create unique index bank_line_once on bank_line (company_id, account_id, identity, ordinal) where parent_id is null;
-- Serves a statement's lines in their order.
create index bank_line_of_statement on bank_line (company_id, statement_id, position);
create index bank_line_parts on bank_line (company_id, parent_id) where parent_id is not null;
-- Serves the matching desk: what is left to match, oldest first.
create index bank_line_open on bank_line (company_id, booked_on, id) where state in ('open', 'partly');
-- Serves the statement that takes the place of what was pending.
create index bank_line_pending on bank_line (company_id, account_id, booked_on) where state = 'pending';
-- Serves all lines of a company by day, the newest first.
create index bank_line_by_day on bank_line (company_id, booked_on desc, id desc);

-- How a bank's CSV is read: columns, signs and days, under a name.
create table bank_csv_profile (
  company_id uuid not null references company on delete cascade,
  name       text not null,
  body       jsonb not null,
  updated_at timestamptz not null,
  primary key (company_id, name)
);

-- What the watched folder held at the last look: a file is taken when two looks find it unchanged.
create table bank_inbox_file (
  company_id   uuid not null references company on delete cascade,
  file_name    text not null,
  size         bigint not null,
  modified_at  timestamptz not null,
  seen_at      timestamptz not null,
  -- Why it stays where it is: { code, facts }; null while it is only waiting.
  problem      jsonb,
  primary key (company_id, file_name)
);

do $$
declare t text;
begin
  foreach t in array array['bank_account', 'bank_file', 'bank_statement', 'bank_line', 'bank_csv_profile', 'bank_inbox_file']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
