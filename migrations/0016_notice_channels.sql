-- A notice through several channels, each with its own state; steps that are no letters; corrections of what was taken back.

-- All channels a notice leaves by, the leading one first; empty where `channel` (or `computed_channel`) is the only one.
alter table proposal
  add column channels text[] not null default '{}',
  add column computed_channels text[] not null default '{}';

-- What differs from the last time a run was computed: core/dunning/compare-proposals.ts, as JSON. Null: computed once.
alter table run add column changes jsonb;

-- A correction goes the ways its notice went, once each.
alter table dispatch add column purpose text not null default 'notice' check (purpose in ('notice', 'correction'));
alter table dispatch drop constraint dispatch_company_id_notice_id_channel_key;
create unique index dispatch_once on dispatch (company_id, notice_id, channel, purpose);

-- A level is reached once; a courtesy and other letters that raise none are done once, see item_step.
drop index notice_line_once;
create unique index notice_line_once on notice_line (company_id, due_item_id, cycle, level, times)
  where level > 0 and not undone;

-- What was done for a due item by a step that raises no level, once per step of its policy between two levels.
create table item_step (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  due_item_id uuid not null,
  cycle       smallint not null,
  step_kind   text not null check (step_kind in ('courtesy', 'call', 'task', 'statement', 'acceptance', 'hand_over')),
  -- Where the item stood then, and the how manieth step of this kind since it stands there.
  after_level smallint not null check (after_level between 0 and 9),
  times       smallint not null default 1 check (times >= 1),
  done_on     date not null,
  run_id      uuid,
  -- A statement or a request of acceptance is a letter too.
  notice_id   uuid,
  undone_at   timestamptz,
  primary key (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id),
  foreign key (company_id, notice_id) references notice (company_id, id)
);
create unique index item_step_once on item_step (company_id, due_item_id, cycle, step_kind, after_level, times)
  where undone_at is null;
-- The owner of the tables need not be one who passes row security.
alter table notice_line no force row level security;
alter table notice no force row level security;
insert into item_step (company_id, id, due_item_id, cycle, step_kind, after_level, times, done_on, run_id, notice_id)
select l.company_id, gen_random_uuid(), l.due_item_id, l.cycle, 'courtesy', 0, l.times, n.issued_on, n.run_id, n.id
from notice_line l join notice n on n.company_id = l.company_id and n.id = l.notice_id
where l.level = 0 and not l.undone;
alter table notice_line force row level security;
alter table notice force row level security;
create index item_step_by_run on item_step (company_id, run_id);

-- With the lawyer, the bailiff or the collector, until it is taken back.
create table hand_over (
  company_id    uuid not null references company on delete cascade,
  id            uuid not null,
  due_item_id   uuid not null,
  debtor_id     uuid not null,
  -- To whom, in words.
  given_to      text not null,
  handed_on     date not null,
  handed_by     text,
  run_id        uuid,
  taken_back_on date,
  taken_back_by text,
  primary key (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id)
);
create unique index hand_over_once on hand_over (company_id, due_item_id) where taken_back_on is null;
create index hand_over_by_debtor on hand_over (company_id, debtor_id);

-- What the debtor said of an invoice before it was due.
create table acceptance (
  company_id  uuid not null references company on delete cascade,
  due_item_id uuid not null,
  answer      text not null check (answer in ('accepted', 'disputed')),
  note        text not null default '',
  answered_on date not null,
  recorded_by text,
  primary key (company_id, due_item_id),
  foreign key (company_id, due_item_id) references due_item (company_id, id)
);

-- A task that a run asked for, and what came of a call.
alter table task
  add column run_id uuid,
  add column result text check (result in ('reached', 'not_reached', 'promised', 'disputed', 'wrong_number'));
create index task_by_run on task (company_id, run_id) where run_id is not null;

do $$
declare t text;
begin
  foreach t in array array['item_step', 'hand_over', 'acceptance'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
