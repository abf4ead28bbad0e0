-- A bank file can be taken back as a whole: which accounts it told of and how far they were known before it, and each line of
-- other files that it wrote over, as it stood.

alter table bank_file drop constraint bank_file_state_check;
alter table bank_file add constraint bank_file_state_check
  check (state in ('waiting', 'reading', 'imported', 'undone', 'refused', 'cancelled', 'failed'));

-- One row for each account at each taking in. What came later on the same account stands on what came before it.
create table bank_file_trace (
  company_id     uuid not null,
  turn           bigint generated always as identity,
  bank_file_id   uuid not null,
  account_id     uuid not null,
  -- Met for the first time.
  account_added  boolean not null,
  -- The last day that was known before it.
  booked_until_on date,
  primary key (company_id, turn),
  foreign key (company_id, bank_file_id) references bank_file (company_id, id) on delete cascade,
  foreign key (company_id, account_id) references bank_account (company_id, id)
);
-- Serves "what came later on these accounts".
create index bank_file_trace_of_account on bank_file_trace (company_id, account_id, turn);
create index bank_file_trace_of_file on bank_file_trace (company_id, bank_file_id);

-- Pending lines that it booked or let lapse, and booked ones it gave parts to. Nothing a bank wrote is in it: only places and states.
create table bank_line_before (
  company_id     uuid not null,
  bank_file_id   uuid not null,
  line_id        uuid not null,
  statement_id   uuid not null,
  position       integer not null,
  parent_id      uuid,
  booked_on      date not null,
  state          text not null check (state in ('pending', 'open')),
  remaining_minor bigint not null,
  identity       uuid not null,
  ordinal        integer not null,
  primary key (company_id, bank_file_id, line_id),
  foreign key (company_id, bank_file_id) references bank_file (company_id, id) on delete cascade
);

-- Lines and settlements can go now: what names them is found without reading every row.
create index settlement_taking_back on settlement (company_id, takes_back_line_id) where takes_back_line_id is not null;
create index line_match_taking_back on line_match (company_id, takes_back_line_id) where takes_back_line_id is not null;
create index debtor_iban_by_settlement on debtor_iban (company_id, settlement_id);

do $$
declare t text;
begin
  foreach t in array array['bank_file_trace', 'bank_line_before']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
