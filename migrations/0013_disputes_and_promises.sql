-- What a debtor contests and what it promises, and holds that are looked at again instead of ending by themselves.

alter table company
  -- So many days after the day it named a promise is not broken yet: a transfer takes its time.
  add column promise_tolerance_days smallint not null default 2 check (promise_tolerance_days between 0 and 30);

-- A hold ends on a day, or stands until it is released and is looked at again on a day; it may have both.
alter table hold
  alter column until_on drop not null,
  add column review_on date,
  add column released_by text,
  add check (until_on is not null or review_on is not null);
create index hold_review on hold (company_id, review_on) where released_at is null and review_on is not null;

-- A due item, or a part of it, that its debtor contests. `to_credit`: the debtor is right, and the credit note has not come.
create table dispute (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  debtor_id   uuid not null,
  due_item_id uuid not null,
  currency    text not null check (currency ~ '^[A-Z]{3}$'),
  -- Null: all of it, whatever is open.
  amount_minor bigint check (amount_minor > 0),
  -- What was open of the item when it was opened, and what credit notes of its document had to give then: what a credit
  -- note that comes later takes off is told from it.
  open_minor  bigint not null check (open_minor > 0),
  credited_minor bigint not null default 0 check (credited_minor >= 0),
  reason      text not null check (reason in ('price', 'quantity', 'quality', 'not_delivered', 'not_ordered', 'service',
    'already_paid', 'billed_twice', 'wrong_details', 'terms', 'other')),
  note        text,
  opened_on   date not null,
  opened_by   text,
  opened_at   timestamptz not null,
  -- The day somebody is to answer it.
  answer_on   date not null,
  assigned_to text,
  state       text not null default 'open' check (state in ('open', 'to_credit', 'closed')),
  outcome     text check (outcome in ('justified', 'rejected', 'withdrawn', 'credited', 'paid')),
  answer      text,
  resolved_on date,
  -- Null where it closed by itself.
  resolved_by text,
  resolved_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete cascade,
  check ((state = 'open') = (outcome is null)),
  check ((state = 'to_credit') = (coalesce(outcome, '') = 'justified')),
  check ((state = 'open') = (resolved_at is null))
);
-- One at a time on an item; those that stand are few.
create unique index dispute_standing on dispute (company_id, due_item_id) where state <> 'closed';
create index dispute_by_item on dispute (company_id, due_item_id);
create index dispute_by_debtor on dispute (company_id, debtor_id);

-- An amount a debtor said it would pay by a day: for the items named in promise_item, or, with none, for all it owes in
-- that currency. Whether it was kept follows from what was paid; `outcome` is what the dossier was told of it last.
create table promise (
  company_id     uuid not null references company on delete cascade,
  id             uuid not null,
  debtor_id      uuid not null,
  currency       text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor   bigint not null check (amount_minor > 0),
  promised_on    date not null,
  tolerance_days smallint not null check (tolerance_days between 0 and 30),
  -- The last day on which a payment keeps it.
  deadline_on    date not null generated always as (promised_on + tolerance_days) stored,
  note           text,
  made_on        date not null,
  made_by        text,
  made_at        timestamptz not null,
  outcome        text check (outcome in ('kept', 'broken')),
  decided_at     timestamptz,
  withdrawn_by   text,
  withdrawn_at   timestamptz,
  withdrawal     text,
  -- A broken one that a person has dealt with leaves the worklist.
  seen_by        text,
  seen_at        timestamptz,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  check ((outcome is null) = (decided_at is null))
);
create index promise_by_debtor on promise (company_id, debtor_id);
-- Those that may still hold something back are few.
create index promise_undecided on promise (company_id, deadline_on) where outcome is null and withdrawn_at is null;
create index promise_broken on promise (company_id, debtor_id)
  where outcome = 'broken' and withdrawn_at is null and seen_at is null;

create table promise_item (
  company_id  uuid not null references company on delete cascade,
  promise_id  uuid not null,
  due_item_id uuid not null,
  primary key (company_id, promise_id, due_item_id),
  foreign key (company_id, promise_id) references promise (company_id, id) on delete cascade,
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete cascade
);
create index promise_item_by_item on promise_item (company_id, due_item_id);

-- What an import took off (or, negative, put back on) the items of a promise before its deadline. What the bank settled
-- is read from the settlements themselves, by the day the bank booked it.
create table promise_payment (
  company_id   uuid not null references company on delete cascade,
  promise_id   uuid not null,
  due_item_id  uuid not null,
  paid_on      date not null,
  amount_minor bigint not null,
  primary key (company_id, promise_id, due_item_id, paid_on),
  foreign key (company_id, promise_id) references promise (company_id, id) on delete cascade,
  foreign key (company_id, due_item_id) references due_item (company_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['dispute', 'promise', 'promise_item', 'promise_payment']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
