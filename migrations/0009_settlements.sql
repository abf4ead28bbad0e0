-- What the bank settles before the ledger does: matches proposed with their reasons, settlements made and taken back, what
-- was learnt from them, and where the ledger says otherwise.

alter table due_item
  -- What the bank settled and the ledger does not show yet: open_minor + provisional_minor is what the ledger says is
  -- open. Negative where a payment went back that the ledger still counts.
  add column provisional_minor bigint not null default 0,
  -- What standing settlements took off it, seen in the ledger or not.
  add column banked_minor bigint not null default 0,
  -- The bank sent a collection by direct debit back: it is reminded like any other from then on.
  add column collection_failed_on date;
-- A full list must meet these too, though nothing is open on them.
create index due_item_provisional on due_item (company_id, debtor_id) where provisional_minor <> 0;

-- Nothing is taken of a line beyond what it has.
alter table bank_line add check (case when amount_minor < 0 then remaining_minor between amount_minor and 0
  else remaining_minor between 0 and amount_minor end);

-- How a company wants to match. A company without a row has what a new one has.
create table settlement_policy (
  company_id uuid primary key references company on delete cascade,
  -- What a certain match must stand on to settle by itself: 'reference', 'number', 'account', 'name', 'amount', 'rule', 'return'.
  automatic text[] not null default '{reference}',
  -- In the company's currency.
  small_difference_minor bigint not null default 100 check (small_difference_minor between 0 and 1000000),
  bank_costs_minor bigint not null default 1500 check (bank_costs_minor between 0 and 1000000),
  -- [{ percent, days }], as decimals.
  discounts jsonb not null default '[]',
  -- Days after which a settlement that the ledger does not show is a difference.
  patience_days integer not null default 7 check (patience_days between 0 and 90),
  changed_by text,
  changed_at timestamptz
);

-- What matching proposes for a line, best first; replaced whenever it is matched again.
create table line_match (
  company_id uuid not null references company on delete cascade,
  line_id uuid not null,
  rank smallint not null check (rank >= 1),
  certainty text not null check (certainty in ('certain', 'probable', 'possible')),
  basis text not null check (basis in ('reference', 'number', 'account', 'name', 'amount', 'rule', 'return')),
  debtor_id uuid,
  -- [{ code, facts }]: what speaks for it, and what against.
  because jsonb not null,
  but jsonb not null,
  -- [{ dueItemId, amountMinor, kind }], amounts as texts.
  parts jsonb not null,
  item_ids uuid[] not null,
  remainder_minor bigint not null,
  takes_back_line_id uuid,
  matched_at timestamptz not null,
  primary key (company_id, line_id, rank),
  foreign key (company_id, line_id) references bank_line (company_id, id) on delete cascade,
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, takes_back_line_id) references bank_line (company_id, id)
);

-- "Text contains X: it is debtor Y's", or "no customer's payment". Tried in their order.
create table matching_rule (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  position integer not null check (position >= 1),
  -- Looked for in the texts, names and accounts of a line.
  contains text not null check (length(contains) between 2 and 200),
  kind text not null check (kind in ('debtor', 'not_customer')),
  debtor_id uuid,
  enabled boolean not null default true,
  created_by text,
  created_at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  check ((kind = 'debtor') = (debtor_id is not null))
);

-- What was decided about a line. `settled`: its money is for these parts. `ignored`: no customer's payment. `later`: asked
-- again on a day. Rows stay when they are taken back.
create table settlement (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  line_id uuid not null,
  kind text not null check (kind in ('settled', 'ignored', 'later')),
  origin text not null check (origin in ('automatic', 'rule', 'accepted', 'manual')),
  -- What it takes of the line, signed as the line is, in the line's currency.
  amount_minor bigint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  booked_on date not null,
  -- The reasons it was proposed with, or what a person wrote.
  because jsonb not null default '[]',
  note text,
  until_on date,
  rule_id uuid,
  -- Of a return: the line whose settlement it takes back.
  takes_back_line_id uuid,
  made_by text,
  made_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (company_id, id),
  unique (company_id, id, line_id),
  foreign key (company_id, line_id) references bank_line (company_id, id),
  foreign key (company_id, takes_back_line_id) references bank_line (company_id, id),
  check ((kind = 'settled') = (amount_minor <> 0)),
  check (kind <> 'later' or until_on is not null)
);
create index settlement_by_line on settlement (company_id, line_id);
-- Few lines are asked later at any time.
create index settlement_later on settlement (company_id, line_id) where kind = 'later' and undone_at is null;
create index settlement_latest on settlement (company_id, made_at desc) where undone_at is null;

create table settlement_part (
  company_id uuid not null references company on delete cascade,
  settlement_id uuid not null,
  position smallint not null check (position >= 1),
  kind text not null check (kind in ('payment', 'part_payment', 'credit_used', 'discount', 'bank_costs', 'small_difference',
    'exchange_difference', 'on_account', 'refund', 'return')),
  -- Null, as the item, where money is of no debtor: the fee of a card batch.
  debtor_id uuid,
  -- Of money on account, the item made for it; null once it is gone again.
  due_item_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- What it takes of the line's money, in the line's currency.
  money_minor bigint not null,
  -- What it takes off the item's open amount, in the item's currency.
  amount_minor bigint not null,
  open_before_minor bigint not null,
  open_after_minor bigint not null,
  -- Of amount_minor, what the ledger has shown.
  confirmed_minor bigint not null default 0,
  confirmed_at timestamptz,
  -- What undo gives back to the item: settledOn, and cycle, level and days where it opened again.
  before jsonb not null default '{}',
  undone boolean not null default false,
  primary key (company_id, settlement_id, position),
  foreign key (company_id, settlement_id) references settlement (company_id, id) on delete cascade,
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete set null (due_item_id),
  check (open_before_minor - open_after_minor = amount_minor),
  -- Nothing is settled beyond zero: what opens again, and money on account, go the other way.
  check (kind in ('return', 'on_account') or (due_item_id is null and amount_minor = 0)
    or (abs(open_after_minor) < abs(open_before_minor) and open_after_minor::numeric * open_before_minor >= 0)),
  check (money_minor = 0 or due_item_id is null or kind in ('payment', 'part_payment', 'credit_used', 'on_account', 'refund', 'return')),
  check (abs(confirmed_minor) <= abs(amount_minor) and confirmed_minor::numeric * amount_minor >= 0)
);
create index settlement_part_by_item on settlement_part (company_id, due_item_id);
create index settlement_part_by_debtor on settlement_part (company_id, debtor_id);
create index settlement_part_provisional on settlement_part (company_id, due_item_id)
  where not undone and confirmed_minor <> amount_minor;

-- Asked once more when a transaction ends: the parts of a settlement add up to what it takes of its line.
create function rappel_parts_add_up() returns trigger language plpgsql as $$
declare
  of_settlement uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
  wanted bigint;
  found bigint;
begin
  select amount_minor into wanted from settlement where company_id = new.company_id and id = of_settlement;
  select coalesce(sum(money_minor), 0) into found from settlement_part
    where company_id = new.company_id and settlement_id = of_settlement;
  if wanted is distinct from found then
    raise exception 'settlement % takes % of its line, its parts take %', of_settlement, wanted, found
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger settlement_adds_up after insert on settlement
  deferrable initially deferred for each row execute function rappel_parts_add_up('id');
create constraint trigger settlement_part_adds_up after insert or update of money_minor on settlement_part
  deferrable initially deferred for each row execute function rappel_parts_add_up('settlement_id');

-- Accounts a debtor paid from in a settlement that stands: learnt, and forgotten with it.
create table debtor_iban (
  company_id uuid not null references company on delete cascade,
  iban text not null,
  debtor_id uuid not null,
  -- The name it paid under, as the bank wrote it.
  name text,
  settlement_id uuid not null,
  learnt_at timestamptz not null,
  primary key (company_id, iban, debtor_id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, settlement_id) references settlement (company_id, id)
);
create index debtor_iban_by_debtor on debtor_iban (company_id, debtor_id);

-- Where the ledger and the bank disagree, until it is resolved. `fell_less`, `fell_more`: the ledger fell by another amount.
-- `open_again`: the ledger shows open what it had shown as paid. `document_twice`: money on account that the ledger may now
-- hold as a document of its own. `not_seen`: it still shows open what was paid longer ago than the company waits.
create table ledger_difference (
  company_id uuid not null references company on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('not_seen', 'fell_less', 'fell_more', 'open_again', 'document_twice')),
  debtor_id uuid not null,
  due_item_id uuid not null,
  -- Of `document_twice`: the document of the ledger.
  other_item_id uuid,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_minor bigint not null,
  found_minor bigint not null,
  found_on date not null,
  found_at timestamptz not null,
  resolution text check (resolution in ('ledger', 'bank', 'ledger_followed')),
  resolved_by text,
  resolved_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete cascade,
  foreign key (company_id, other_item_id) references due_item (company_id, id),
  check ((resolution is null) = (resolved_at is null))
);
create unique index ledger_difference_open on ledger_difference (company_id, due_item_id, kind) where resolved_at is null;

do $$
declare t text;
begin
  foreach t in array array['settlement_policy', 'line_match', 'matching_rule', 'settlement', 'settlement_part',
    'debtor_iban', 'ledger_difference']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
