-- Reminders that go out by themselves: when, and what became of each day.

create table run_schedule (
  company_id     uuid primary key references company on delete cascade,
  is_active      boolean not null,
  -- ISO weekdays, 1 = Monday.
  weekdays       smallint[] not null,
  -- '09:00', by the clock on the company's wall.
  local_time     text not null check (local_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  skips_holidays boolean not null,
  -- 0: nobody is told before.
  forewarn_hours smallint not null check (forewarn_hours between 0 and 72),
  -- Days before it are nobody's to make good.
  on_since_at    timestamptz not null,
  changed_by     text,
  changed_at     timestamptz not null,
  -- When the clock last asked whether something is due.
  looked_at      timestamptz
);

-- One row a day on which reminders were to go out: its key lets no day happen twice, whoever looks, however often.
create table automatic_run (
  company_id     uuid not null references company on delete cascade,
  run_on         date not null,
  due_at         timestamptz not null,
  state          text not null check (state in ('announced', 'vetoed', 'running', 'done', 'failed', 'missed')),
  -- The first scheduled day that was missed and that this one makes good.
  missed_since_on date,
  -- What it was thought to send when it was announced: { automatic, toConfirm }.
  expected       jsonb,
  announced_at   timestamptz not null,
  -- When people were last to be told, and when the first of them had been.
  asked_at       timestamptz,
  forewarned_at  timestamptz,
  vetoed_at      timestamptz,
  vetoed_by      text,
  began_at       timestamptz,
  ended_at       timestamptz,
  -- What goes out by itself, and what was left for a person.
  run_id         uuid,
  review_run_id  uuid,
  -- Why it does not begin, or how it failed: as run.answer.
  answer         text,
  primary key (company_id, run_on),
  foreign key (company_id, run_id) references run (company_id, id),
  foreign key (company_id, review_run_id) references run (company_id, id)
);
create index automatic_run_by_run on automatic_run (company_id, run_id);

do $$
declare t text;
begin
  foreach t in array array['run_schedule', 'automatic_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
