-- The counters of a run and the chain of the timeline are both written at the end of a transaction. Whoever needs both takes
-- the head of the chain first, so that two that end at once wait for each other and never in a circle.

create function rappel_lock_head(of_company uuid) returns void language sql as
$$ select from timeline_head where company_id = of_company for update $$;

create or replace function rappel_run_approved() returns trigger language plpgsql as $$
declare many integer;
begin
  if rappel_is_restoring() then return null; end if;
  perform rappel_lock_head(new.company_id);
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
drop trigger run_approved on run;
create constraint trigger run_approved after update of state on run deferrable initially deferred
  for each row when (old.state is distinct from new.state and new.state in ('approved', 'cancelled', 'undone'))
  execute function rappel_run_approved();

create or replace function rappel_proposal_ended() returns trigger language plpgsql as $$
begin
  if rappel_is_restoring() then return null; end if;
  perform rappel_lock_head(new.company_id);
  perform rappel_count_outcome(new.company_id, new.run_id, 'waiting', case
    when new.state = 'dropped' then 'withdrawn'
    when new.step_kind in ('call', 'task', 'hand_over') then 'done'
    else 'none' end, 1);
  return null;
end $$;

create or replace function rappel_dispatch_moved() returns trigger language plpgsql as $$
declare
  of_run uuid;
  was text;
  is_now text;
begin
  if rappel_is_restoring() then return null; end if;
  perform rappel_lock_head(new.company_id);
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
