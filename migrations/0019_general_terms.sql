-- What the law makes depend on the creditor and on what was said: its general terms, and which notices announced costs.

-- What the company's general terms say about late payment, and what the law asks of the company itself. A company
-- without a row has said nothing.
create table general_terms (
  company_id uuid primary key references company on delete cascade,
  -- Whether they have a clause about late payment.
  has_clause boolean not null default false,
  -- The yearly percentage they agree; null: none.
  yearly_percent numeric(7, 4) check (yearly_percent between 0 and 100),
  -- Their penalty clause: a percentage of the debt, its least and its most. In the company's currency.
  penalty_percent numeric(7, 4) check (penalty_percent between 0 and 100),
  penalty_least_minor bigint not null default 0 check (penalty_least_minor >= 0),
  penalty_most_minor bigint check (penalty_most_minor >= penalty_least_minor),
  -- A small or medium-sized creditor counts a Belgian consumer's interest from the reminder itself.
  is_small boolean not null default false,
  -- Whether it takes off the VAT on costs of collection; one that cannot may ask it on top in the Netherlands.
  takes_off_vat boolean not null default true,
  -- What it delivers, in a few words, for the letters that must say so.
  goods text,
  changed_by text,
  changed_at timestamptz
);

-- The announcement the law makes interest or costs wait for, where the notice carried it.
alter table notice add column announcement text;
create index notice_announcement on notice (company_id, id) where announcement is not null;

alter table general_terms enable row level security;
alter table general_terms force row level security;
create policy of_company on general_terms to rappel_app using (company_id = (select rappel_company()));
grant select, insert, update, delete on general_terms to rappel_app;
