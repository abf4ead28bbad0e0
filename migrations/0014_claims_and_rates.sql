-- What notices asked besides the debts themselves and what became of it; rates a company gave; and debtors under
-- another law than their country and kind would have.

alter table debtor
  add column regime_country text check (regime_country ~ '^[A-Z]{2}$'),
  add column regime_kind text check (regime_kind in ('business', 'consumer', 'public')),
  add column regime_reason text,
  -- All or nothing: whose law, as what kind of debtor, and why.
  add check ((regime_country is null) = (regime_kind is null) and (regime_country is null) = (regime_reason is null));
-- Few have one.
create index debtor_regime on debtor (company_id, id) where regime_country is not null;

-- Frozen when a notice is issued. A later notice that asks for the same again takes over what is still unpaid: it is
-- `carried` to that claim, and comes back when the later notice is undone.
create table claim (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  due_item_id uuid not null,
  debtor_id uuid not null,
  notice_id uuid not null,
  -- interest: for days of delay. compensation: what the law gives for each late debt. fee: what the creditor's terms ask.
  kind text not null check (kind in ('interest', 'compensation', 'fee')),
  level smallint not null check (level between 1 and 9),
  cycle smallint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  paid_minor bigint not null default 0 check (paid_minor >= 0),
  waived_minor bigint not null default 0 check (waived_minor >= 0),
  carried_minor bigint not null default 0 check (carried_minor >= 0),
  carried_to uuid,
  -- Of interest: the first and the last day it is for.
  from_on date,
  to_on date,
  -- How the interest comes about: period rows as the notice had them, with their rates and sources.
  rows jsonb not null default '[]',
  -- Whose law, for what kind of debtor.
  law_country text not null,
  law_kind text not null check (law_kind in ('business', 'consumer', 'public')),
  state text not null check (state in ('claimed', 'paid', 'waived', 'booked', 'carried', 'taken_back')),
  claimed_on date not null,
  claimed_at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete cascade,
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, notice_id) references notice (company_id, id) on delete cascade,
  check (paid_minor + waived_minor + carried_minor <= amount_minor),
  check ((from_on is null) = (to_on is null)),
  check ((carried_minor > 0) = (carried_to is not null))
);
-- A fee is due at most once for an item and a level.
create unique index claim_fee_once on claim (company_id, due_item_id, level, cycle) where kind = 'fee' and state <> 'taken_back';
create unique index claim_of_notice on claim (company_id, notice_id, due_item_id, kind);
create index claim_by_item on claim (company_id, due_item_id);
create index claim_by_debtor on claim (company_id, debtor_id);
create index claim_carried on claim (company_id, carried_to) where carried_to is not null;
create index claim_open on claim (company_id, due_item_id) where state = 'claimed';

-- What became of a claim, act by act. Rows stay when they are taken back.
create table claim_act (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  claim_id uuid not null,
  -- dropped: waived by the company's own rule for small remainders.
  kind text not null check (kind in ('paid', 'waived', 'dropped', 'booked')),
  amount_minor bigint not null check (amount_minor > 0),
  reason text,
  done_on date not null,
  done_by text,
  done_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, claim_id) references claim (company_id, id) on delete cascade,
  check (kind <> 'waived' or reason is not null)
);
create index claim_act_by_claim on claim_act (company_id, claim_id);

-- A company without a row drops nothing by itself.
create table claim_policy (
  company_id uuid primary key references company on delete cascade,
  -- Once a debt is paid, what is still claimed for it is dropped below this amount, in the company's currency; 0: never.
  drop_below_minor bigint not null default 0 check (drop_below_minor between 0 and 100000000),
  interest_account text,
  compensation_account text,
  fee_account text,
  receivable_account text,
  changed_by text,
  changed_at timestamptz
);

-- One act on the rates: by hand, or by a file. The latest can be undone.
create table rate_change (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  number integer not null check (number >= 1),
  -- Null: by hand.
  file text,
  reason text,
  made_by text,
  made_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (company_id, id),
  unique (company_id, number)
);
-- A rate the company gave; it takes the place of that of the tables from its first day to its last.
create table given_rate (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  change_id uuid not null,
  series text not null,
  from_on date not null,
  -- Null: as long as a rate of its series holds.
  until_on date,
  -- A yearly percentage as a decimal.
  percent text not null check (percent ~ '^-?[0-9]{1,3}([.][0-9]{1,6})?$'),
  source text not null,
  -- Replaced by a later change, or undone: it no longer counts.
  ended_by uuid,
  primary key (company_id, id),
  foreign key (company_id, change_id) references rate_change (company_id, id),
  foreign key (company_id, ended_by) references rate_change (company_id, id),
  check (until_on is null or until_on >= from_on)
);
create unique index given_rate_in_force on given_rate (company_id, series, from_on) where ended_by is null;

do $$
declare t text;
begin
  foreach t in array array['claim', 'claim_act', 'claim_policy', 'rate_change', 'given_rate']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
