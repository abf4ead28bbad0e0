-- Who owes what: debtors, their contacts, documents, and the due items that carry the dunning level.

create table debtor_group (
  company_id uuid not null references company on delete cascade,
  id         uuid not null,
  name       text not null,
  policy_id  uuid,
  primary key (company_id, id),
  unique (company_id, name)
);

create table debtor (
  company_id        uuid not null references company on delete cascade,
  id                uuid not null,
  number            text not null,
  name              text not null,
  kind              text not null default 'business' check (kind in ('business', 'consumer', 'public')),
  language          text not null check (language in ('fr', 'nl', 'en', 'de')),
  country           text not null check (country ~ '^[A-Z]{2}$'),
  street            text,
  postal_code       text,
  city              text,
  email             text,
  phone             text,
  fax               text,
  vat_number        text,
  enterprise_number text,
  terms_days        integer check (terms_days between 0 and 365),
  preferred_channel text not null default 'mail' check (preferred_channel in ('mail', 'post', 'registered_post', 'fax', 'call', 'portal')),
  group_id          uuid,
  policy_id         uuid,
  -- The debtor that pays for this one, where it is another.
  payer_id          uuid,
  -- The day of the last contact over all items and policies: what the contact interval counts from.
  contacted_on      date,
  created_at        timestamptz not null default now(),
  -- What a search looks into. No index: LIKE is not leakproof, so row security would not let it use one.
  search_key        text generated always as
    (lower(number || ' ' || name || ' ' || coalesce(email, '') || ' ' || coalesce(vat_number, ''))) stored,
  primary key (company_id, id),
  unique (company_id, number),
  foreign key (company_id, group_id) references debtor_group (company_id, id),
  foreign key (company_id, payer_id) references debtor (company_id, id)
);
create index debtor_by_name on debtor (company_id, lower(name));

create table debtor_contact (
  company_id uuid not null references company on delete cascade,
  id         uuid not null,
  debtor_id  uuid not null,
  role       text not null check (role in ('accounts_payable', 'buyer', 'director', 'other')),
  name       text,
  email      text,
  phone      text,
  fax        text,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id) on delete cascade
);
create index debtor_contact_by_debtor on debtor_contact (company_id, debtor_id);

create table document (
  -- No key of its own to company: it hangs on its debtor, and a hundred thousand rows a list pay for every key.
  company_id           uuid not null,
  id                   uuid not null,
  debtor_id            uuid not null,
  kind                 text not null check (kind in ('invoice', 'credit_note', 'payment_on_account', 'miscellaneous')),
  number               text not null,
  issued_on            date not null,
  currency             text not null check (currency ~ '^[A-Z]{3}$'),
  -- The debtor owes: positive. Credit notes and payments on account: negative.
  amount_minor         bigint not null,
  structured_reference text,
  iban                 text,
  -- The invoice a credit note is set against, as its own document names it.
  linked_number        text,
  file_id              uuid,
  -- The creditor collects it: nobody is reminded of it, unless the collection is sent back.
  direct_debit         boolean not null default false,
  policy_id            uuid,
  source               text not null,
  imported_on          date not null,
  search_key           text generated always as
    (lower(number || ' ' || coalesce(structured_reference, '') || ' ' || coalesce(iban, ''))) stored,
  primary key (company_id, id),
  unique (company_id, debtor_id, kind, number),
  unique (company_id, id, debtor_id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, file_id) references file (company_id, id)
);

-- Serves the list of open items in the order of their numbers.
create index document_by_number on document (company_id, number);

create table due_item (
  company_id   uuid not null,
  id           uuid not null,
  document_id  uuid not null,
  debtor_id    uuid not null,
  position     smallint not null check (position >= 1),
  due_on       date not null,
  due_source   text not null default 'document'
               check (due_source in ('document', 'payment_means', 'terms_text', 'debtor_terms', 'company_default')),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null,
  open_minor   bigint not null,
  -- The level reached by issued notices; 0 before the first. It counts from a new cycle after the item was re-opened.
  level        smallint not null default 0 check (level between 0 and 9),
  cycle        smallint not null default 1 check (cycle >= 1),
  -- How often the step of `level` went out: more than once where the last step repeats.
  times        smallint not null default 0 check (times >= 0),
  -- The courtesy step before the due date went out on this day.
  courtesy_on  date,
  -- Of the last notice: when it was issued and the deadline printed in it, which the next level counts from.
  notified_on  date,
  deadline_on  date,
  settled_on   date,
  primary key (company_id, id),
  unique (company_id, document_id, position),
  -- Also says that an item's debtor is its document's.
  foreign key (company_id, document_id, debtor_id) references document (company_id, id, debtor_id),
  check ((open_minor = 0) = (settled_on is not null))
);
-- Serves planning (all open items in debtor order), the debtor page and the ageing tiles.
create index due_item_open on due_item (company_id, debtor_id, due_on) where open_minor <> 0;
-- Serves the list of settled items and what was settled today.
create index due_item_settled on due_item (company_id, settled_on desc) where open_minor = 0;
create index due_item_open_by_day on due_item (company_id, due_on) where open_minor <> 0;

create table hold (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  debtor_id   uuid not null,
  -- Null: everything of the debtor.
  due_item_id uuid,
  reason      text not null,
  until_on    date not null,
  placed_by   text,
  placed_at   timestamptz not null,
  released_at timestamptz,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id)
);
create index hold_active on hold (company_id, debtor_id) where released_at is null;

create table import (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  -- What the file is of: open items (a full list is a mirror), debtors, or electronic invoices.
  kind        text not null check (kind in ('open_items', 'debtors', 'invoices')),
  state       text not null check (state in ('read', 'checking', 'checked', 'applying', 'applied', 'refused', 'cancelled', 'failed')),
  format      text not null check (format in ('csv', 'xlsx', 'ubl')),
  file_name   text not null,
  file_id     uuid,
  options     jsonb not null,
  -- How far the work is, for the screen: { step, done, total }. Written beside the transaction that does it.
  progress    jsonb,
  cancel_wanted boolean not null default false,
  result      jsonb,
  created_by  text,
  created_at  timestamptz not null,
  applied_at  timestamptz,
  primary key (company_id, id)
);

create table import_mapping (
  company_id uuid not null references company on delete cascade,
  name       text not null,
  body       jsonb not null,
  updated_at timestamptz not null,
  primary key (company_id, name)
);

-- Everything said and done, both sides, in the order it happened. Rows are only ever added.
create table timeline_entry (
  company_id  uuid not null references company on delete cascade,
  id          bigint generated always as identity,
  at          timestamptz not null,
  -- The user's id, or null for Rappel itself.
  actor       text,
  kind        text not null,
  debtor_id   uuid,
  due_item_id uuid,
  notice_id   uuid,
  run_id      uuid,
  facts       jsonb not null default '{}',
  primary key (company_id, id)
);
create index timeline_by_day on timeline_entry (company_id, at) include (kind);
create index timeline_by_item on timeline_entry (company_id, due_item_id, id desc) where due_item_id is not null;
create index timeline_by_run on timeline_entry (company_id, run_id, id desc) where run_id is not null;
create index timeline_by_debtor on timeline_entry (company_id, debtor_id, id desc) where debtor_id is not null;
