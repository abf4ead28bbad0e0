-- An import can be taken back: what stood before it, and by which transaction it wrote. Rows that this transaction wrote last are
-- as the import left them; what was written since stands on it, and keeps it.

alter table import drop constraint import_state_check;
alter table import add constraint import_state_check
  check (state in ('read', 'checking', 'checked', 'applying', 'applied', 'undone', 'refused', 'cancelled', 'failed'));

-- Of the latest import alone: the one before it cannot be taken back under it.
create table import_trace (
  company_id  uuid not null,
  import_id   uuid not null,
  -- As xmin shows it.
  transaction text not null,
  -- How many rows it added: { debtor, debtor_contact, document, due_item }.
  added       jsonb not null,
  primary key (company_id, import_id),
  foreign key (company_id, import_id) references import (company_id, id) on delete cascade
);

-- Each row that it changed, as it stood before.
create table import_before (
  company_id uuid not null,
  import_id  uuid not null,
  table_name text not null check (table_name in
    ('debtor', 'debtor_contact', 'document', 'due_item', 'settlement_part', 'ledger_difference')),
  row_key    text not null,
  before     jsonb not null,
  primary key (company_id, import_id, table_name, row_key),
  foreign key (company_id, import_id) references import (company_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['import_trace', 'import_before']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
