-- What is promised of sending: a run's counters add up, nobody is written to too often, silence is noticed, one intention
-- happens once.

-- What became of the notices of a run that was approved. Kept by triggers at the end of each transaction, last in the
-- order of locks; a transaction after which the counters do not add up cannot end.
create table run_outcome (
  company_id uuid not null references company on delete cascade,
  run_id     uuid not null,
  approved   integer not null check (approved >= 0),
  waiting    integer not null,
  sent       integer not null default 0,
  refused    integer not null default 0,
  withdrawn  integer not null default 0,
  -- Offered, and the answer was lost.
  unknown    integer not null default 0,
  -- Steps that are no letters, and became work for a person.
  done       integer not null default 0,
  primary key (company_id, run_id),
  foreign key (company_id, run_id) references run (company_id, id) on delete cascade
);

create table notice_outcome (
  company_id uuid not null references company on delete cascade,
  notice_id  uuid not null,
  outcome    text not null check (outcome in ('none', 'waiting', 'sent', 'refused', 'withdrawn', 'unknown')),
  primary key (company_id, notice_id),
  foreign key (company_id, notice_id) references notice (company_id, id) on delete cascade
);

-- A dispatch's state as a run counts it.
create function rappel_outcome_of(state text) returns text language sql immutable parallel safe as
$$ select case
  when state in ('held', 'queued', 'claimed', 'transmitting') then 'waiting'
  when state in ('sent', 'delivered', 'bounced') then 'sent'
  when state in ('withdrawn', 'recalled') then 'withdrawn'
  else state end $$;

-- Over all channels of a notice: what is not certain comes first, then what still waits; one that left is enough.
create function rappel_notice_outcome(of_company uuid, of_notice uuid) returns text language sql stable as
$$ select case
  when bool_or(x.state = 'unknown') then 'unknown'
  when bool_or(rappel_outcome_of(x.state) = 'waiting') then 'waiting'
  when bool_or(rappel_outcome_of(x.state) = 'sent') then 'sent'
  when bool_or(x.state = 'refused') then 'refused'
  else 'withdrawn' end
  from dispatch x where x.company_id = of_company and x.notice_id = of_notice and x.purpose = 'notice' $$;

-- Set while a backup is read back in: its rows are whole as they are.
create function rappel_is_restoring() returns boolean language sql stable as
$$ select coalesce(current_setting('rappel.restoring', true), '') = 'on' $$;

-- Moves one (or several) of a run from one counter to another; 'none' is no counter.
create function rappel_count_outcome(of_company uuid, of_run uuid, was text, is_now text, many integer) returns void
language sql as
$$ update run_outcome set
    waiting = waiting + many * ((is_now = 'waiting')::int - (was = 'waiting')::int),
    sent = sent + many * ((is_now = 'sent')::int - (was = 'sent')::int),
    refused = refused + many * ((is_now = 'refused')::int - (was = 'refused')::int),
    withdrawn = withdrawn + many * ((is_now = 'withdrawn')::int - (was = 'withdrawn')::int),
    unknown = unknown + many * ((is_now = 'unknown')::int - (was = 'unknown')::int),
    done = done + many * ((is_now = 'done')::int - (was = 'done')::int)
  where company_id = of_company and run_id = of_run $$;

create function rappel_run_approved() returns trigger language plpgsql as $$
declare many integer;
begin
  if rappel_is_restoring() then return null; end if;
  if new.state = 'approved' and old.state = 'planned' then
    select count(*) into many from proposal p
      where p.company_id = new.company_id and p.run_id = new.id and p.state = 'proposed';
    insert into run_outcome (company_id, run_id, approved, waiting) values (new.company_id, new.id, many, many);
  elsif new.state in ('cancelled', 'undone') then
    -- What it had not issued yet does not leave any more.
    select count(*) into many from proposal p
      where p.company_id = new.company_id and p.run_id = new.id and p.state = 'proposed';
    perform rappel_count_outcome(new.company_id, new.id, 'waiting', 'withdrawn', many);
  end if;
  return null;
end $$;
create trigger run_approved after update of state on run
  for each row when (old.state is distinct from new.state) execute function rappel_run_approved();

-- A proposal that becomes a notice is counted by its notice; a step that is no letter is done by it; another is withdrawn.
create function rappel_proposal_ended() returns trigger language plpgsql as $$
begin
  if rappel_is_restoring() then return null; end if;
  perform rappel_count_outcome(new.company_id, new.run_id, 'waiting', case
    when new.state = 'dropped' then 'withdrawn'
    when new.step_kind in ('call', 'task', 'hand_over') then 'done'
    else 'none' end, 1);
  return null;
end $$;
create constraint trigger proposal_ended after update of state on proposal deferrable initially deferred
  for each row when (old.state = 'proposed'
    and (new.state = 'issued' or (new.state = 'dropped' and new.warnings is distinct from old.warnings)))
  execute function rappel_proposal_ended();

create function rappel_dispatch_moved() returns trigger language plpgsql as $$
declare
  of_run uuid;
  was text;
  is_now text;
begin
  if rappel_is_restoring() then return null; end if;
  insert into notice_outcome (company_id, notice_id, outcome) values (new.company_id, new.notice_id, 'none')
    on conflict do nothing;
  -- Two channels of one notice that end at once take turns here, and the second sees the first.
  select outcome into was from notice_outcome
    where company_id = new.company_id and notice_id = new.notice_id for update;
  is_now := rappel_notice_outcome(new.company_id, new.notice_id);
  if was = is_now then return null; end if;
  update notice_outcome set outcome = is_now where company_id = new.company_id and notice_id = new.notice_id;
  select n.run_id into of_run from notice n where n.company_id = new.company_id and n.id = new.notice_id;
  perform rappel_count_outcome(new.company_id, of_run, was, is_now, 1);
  return null;
end $$;
create constraint trigger dispatch_added after insert on dispatch deferrable initially deferred
  for each row when (new.purpose = 'notice') execute function rappel_dispatch_moved();
create constraint trigger dispatch_moved after update of state on dispatch deferrable initially deferred
  for each row when (new.purpose = 'notice' and rappel_outcome_of(old.state) <> rappel_outcome_of(new.state))
  execute function rappel_dispatch_moved();

-- Asked once all of the above have counted: of the row as it stands at the end.
create function rappel_outcome_adds_up() returns trigger language plpgsql as $$
declare o run_outcome;
begin
  select * into o from run_outcome where company_id = new.company_id and run_id = new.run_id;
  if not found then return null; end if;
  if o.waiting + o.sent + o.refused + o.withdrawn + o.unknown + o.done <> o.approved
    or least(o.waiting, o.sent, o.refused, o.withdrawn, o.unknown, o.done) < 0 then
    raise exception 'the counters of run % do not add up: % approved, % waiting, % sent, % refused, % withdrawn, % not certain, % done',
      o.run_id, o.approved, o.waiting, o.sent, o.refused, o.withdrawn, o.unknown, o.done
      using errcode = 'check_violation', constraint = 'run_outcome_adds_up', table = 'run_outcome';
  end if;
  return null;
end $$;
create constraint trigger run_outcome_adds_up after insert or update on run_outcome deferrable initially deferred
  for each row execute function rappel_outcome_adds_up();

-- What was approved stays: its proposals are neither deleted nor added to.
create function rappel_approved_proposals_stay() returns trigger language plpgsql as $$
begin
  if exists (select from (select distinct company_id, run_id from gone) g
    join run_outcome o on o.company_id = g.company_id and o.run_id = g.run_id
    join run r on r.company_id = g.company_id and r.id = g.run_id) then
    raise exception 'the proposals of an approved run cannot be deleted' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger approved_proposals_stay after delete on proposal referencing old table as gone
  for each statement execute function rappel_approved_proposals_stay();

-- The runs approved before this was kept. The owner of the tables need not be one who passes row security.
alter table run no force row level security;
alter table proposal no force row level security;
alter table notice no force row level security;
alter table dispatch no force row level security;
insert into notice_outcome (company_id, notice_id, outcome)
select n.company_id, n.id, rappel_notice_outcome(n.company_id, n.id) from notice n
where exists (select from dispatch x where x.company_id = n.company_id and x.notice_id = n.id and x.purpose = 'notice');
insert into run_outcome (company_id, run_id, approved, waiting, sent, refused, withdrawn, unknown, done)
select c.company_id, c.run_id, c.waiting + c.sent + c.refused + c.withdrawn + c.unknown + c.done,
  c.waiting, c.sent, c.refused, c.withdrawn, c.unknown, c.done
from (
  select r.company_id, r.id as run_id,
    case when r.state in ('cancelled', 'undone') then 0 else p.proposed end + n.waiting as waiting, n.sent, n.refused,
    case when r.state in ('cancelled', 'undone') then p.proposed else 0 end + p.withdrawn + n.withdrawn as withdrawn,
    n.unknown, p.done
  from run r
  cross join lateral (
    select count(*) filter (where p.state = 'proposed') as proposed,
      count(*) filter (where p.state = 'issued' and p.step_kind in ('call', 'task', 'hand_over')) as done,
      count(*) filter (where p.state = 'dropped' and exists (
        select from jsonb_array_elements(p.warnings) w where w ->> 'code' like 'withdrawn\_%')) as withdrawn
    from proposal p where p.company_id = r.company_id and p.run_id = r.id) p
  cross join lateral (
    select count(*) filter (where o.outcome = 'waiting') as waiting, count(*) filter (where o.outcome = 'sent') as sent,
      count(*) filter (where o.outcome = 'refused') as refused, count(*) filter (where o.outcome = 'withdrawn') as withdrawn,
      count(*) filter (where o.outcome = 'unknown') as unknown
    from notice m join notice_outcome o on o.company_id = m.company_id and o.notice_id = m.id
    where m.company_id = r.company_id and m.run_id = r.id) n
  where r.approved_at is not null) c;
set constraints all immediate;
alter table run force row level security;
alter table proposal force row level security;
alter table notice force row level security;
alter table dispatch force row level security;

-- A run whose counters differ from what they count, as the check of each minute found it.
create table counter_breach (
  company_id uuid not null references company on delete cascade,
  run_id     uuid not null,
  found_at   timestamptz not null,
  -- What is kept and what was counted anew, by counter.
  facts      jsonb not null,
  primary key (company_id, run_id),
  foreign key (company_id, run_id) references run (company_id, id) on delete cascade
);

-- How often people are written to at most. No row: the defaults of core/sending/limits.ts, which the trigger repeats.
create table sending_limit (
  company_id       uuid primary key references company on delete cascade,
  -- A debtor is contacted by a run, however many letters it brings.
  contacts_max     integer not null check (contacts_max between 1 and 100),
  contact_days     integer not null check (contact_days between 1 and 90),
  debtor_day_max   integer not null check (debtor_day_max between 1 and 1000),
  company_day_max  integer not null check (company_day_max between 1 and 1000000),
  changed_by       text,
  changed_at       timestamptz not null
);

-- A notice that was let go, on the day of the company on which its first channel was: written by the trigger alone.
create table contact (
  company_id   uuid not null references company on delete cascade,
  notice_id    uuid not null,
  debtor_id    uuid not null,
  run_id       uuid not null,
  contacted_on date not null,
  primary key (company_id, notice_id),
  foreign key (company_id, notice_id) references notice (company_id, id) on delete cascade
);
create index contact_of_debtor on contact (company_id, debtor_id, contacted_on);

create table sending_day (
  company_id uuid not null references company on delete cascade,
  sent_on    date not null,
  notices    integer not null,
  primary key (company_id, sent_on)
);

-- The wall behind the rules that the program asks beforehand: whatever asks for it, a notice beyond a limit does not leave.
create function rappel_let_go() returns trigger language plpgsql as $$
declare
  n record;
  place record;
  most record;
  today date;
  many integer;
begin
  if rappel_is_restoring() then return null; end if;
  select mode, time_zone into place from company where id = new.company_id;
  -- In test mode nothing reaches a debtor.
  if place.mode is distinct from 'live' then return null; end if;
  today := (coalesce(new.transmitting_at, new.ended_at, clock_timestamp()) at time zone place.time_zone)::date;
  select debtor_id, run_id into n from notice where company_id = new.company_id and id = new.notice_id;
  select coalesce(max(contacts_max), 3) as contacts_max, coalesce(max(contact_days), 7) as contact_days,
    coalesce(max(debtor_day_max), 50) as debtor_day_max, coalesce(max(company_day_max), 10000) as company_day_max
    into most from sending_limit where company_id = new.company_id;
  insert into contact (company_id, notice_id, debtor_id, run_id, contacted_on)
    values (new.company_id, new.notice_id, n.debtor_id, n.run_id, today) on conflict do nothing;
  if not found then return null; end if;
  -- Whoever lets another go on this day waits here: what follows is counted one after the other.
  insert into sending_day as d (company_id, sent_on, notices) values (new.company_id, today, 1)
    on conflict (company_id, sent_on) do update set notices = d.notices + 1 returning d.notices into many;
  if many > most.company_day_max then
    raise exception 'no more than % notices a day', most.company_day_max
      using errcode = 'check_violation', constraint = 'sending_day_max', table = 'sending_day';
  end if;
  select count(distinct run_id) into many from contact
    where company_id = new.company_id and debtor_id = n.debtor_id and contacted_on > today - most.contact_days;
  if many > most.contacts_max then
    raise exception 'no more than % contacts with a debtor in % days', most.contacts_max, most.contact_days
      using errcode = 'check_violation', constraint = 'contacts_max', table = 'contact';
  end if;
  select count(*) into many from contact
    where company_id = new.company_id and debtor_id = n.debtor_id and contacted_on = today;
  if many > most.debtor_day_max then
    raise exception 'no more than % notices to a debtor a day', most.debtor_day_max
      using errcode = 'check_violation', constraint = 'debtor_day_max', table = 'contact';
  end if;
  return null;
end $$;
create trigger dispatch_added_as_sent after insert on dispatch
  for each row when (new.purpose = 'notice' and new.state in ('transmitting', 'sent')) execute function rappel_let_go();
create trigger dispatch_let_go after update of state on dispatch
  for each row when (new.purpose = 'notice' and new.state in ('transmitting', 'sent')
    and old.state in ('held', 'queued', 'claimed')) execute function rappel_let_go();

-- Whether the company's mail server lets us in, as the last look found it.
create table mail_watch (
  company_id uuid primary key references company on delete cascade,
  looked_at  timestamptz not null,
  -- Since when it does not; null: it does.
  failing_since_at timestamptz,
  answer     text,
  -- When the owners were told, and by which way; null: they were not yet.
  told_at    timestamptz,
  told_via   text check (told_via in ('installation', 'company'))
);

-- The answer to a request that bore an Idempotency-Key, for whoever asks the same again.
create table stored_answer (
  company_id  uuid not null references company on delete cascade,
  route       text not null,
  user_id     text not null,
  key         text not null check (length(key) between 1 and 255),
  body_sha256 text not null check (body_sha256 ~ '^[0-9a-f]{64}$'),
  -- Null while the first is being answered.
  status      smallint,
  -- Sealed: an answer may hold what is shown once.
  body_sealed text,
  media_type  text,
  began_at    timestamptz not null,
  ended_at    timestamptz,
  primary key (company_id, route, user_id, key)
);
create index stored_answer_oldest on stored_answer (company_id, began_at);

do $$
declare t text;
begin
  foreach t in array array['run_outcome', 'notice_outcome', 'counter_breach', 'sending_limit', 'contact', 'sending_day', 'mail_watch', 'stored_answer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert, update, delete on %I to rappel_app', t);
  end loop;
end $$;
