-- What the owners were told of: reminders that should have left by themselves and did not, a mail server that lets nobody in.
create table silence_notice (
  company_id uuid not null references company on delete cascade,
  code       text not null check (code in ('clock_stopped', 'mail_login')),
  since_at   timestamptz not null,
  told_at    timestamptz not null,
  -- By the company's own mail server, or by the installation's.
  told_via   text not null check (told_via in ('installation', 'company')),
  primary key (company_id, code)
);
alter table mail_watch drop column told_at, drop column told_via;

alter table silence_notice enable row level security;
alter table silence_notice force row level security;
create policy of_company on silence_notice to rappel_app using (company_id = (select rappel_company()));
grant select, insert, update, delete on silence_notice to rappel_app;
-- Tables made after the guard of all tables are guarded like the others.
select rappel_guard_tables();
