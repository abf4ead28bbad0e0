-- When a company's watched folder was last looked into, and what was wrong with the folder itself.
create table bank_inbox (
  company_id uuid primary key references company on delete cascade,
  looked_at  timestamptz not null,
  problem    jsonb
);
alter table bank_inbox enable row level security;
alter table bank_inbox force row level security;
create policy of_company on bank_inbox to rappel_app using (company_id = (select rappel_company()));
grant select, insert, update, delete on bank_inbox to rappel_app;
