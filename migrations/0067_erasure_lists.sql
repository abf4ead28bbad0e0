-- What goes at the end of its term goes in two steps, each with who and when: a list is drawn up, then confirmed. Ids alone.
create table erasure_list (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  state       text not null default 'prepared' check (state in ('prepared', 'confirmed', 'withdrawn')),
  debtors     uuid[] not null,
  contacts    uuid[] not null,
  files       uuid[] not null,
  prepared_by text,
  prepared_at timestamptz not null,
  -- Who confirmed or withdrew it.
  ended_by    text,
  ended_at    timestamptz,
  primary key (company_id, id),
  check ((state = 'prepared') = (ended_at is null)),
  check (cardinality(debtors) + cardinality(contacts) + cardinality(files) > 0)
);
-- One at a time: two lists would name the same persons.
create unique index erasure_list_prepared on erasure_list (company_id) where state = 'prepared';

-- A contact person who went at the end of its own, shorter term, while the debtor's papers stay.
create table contact_erasure (
  company_id uuid not null references company on delete cascade,
  contact_id uuid not null,
  debtor_id  uuid not null,
  erased_at  timestamptz not null,
  erased_by  text,
  primary key (company_id, contact_id)
);
create index contact_erasure_by_debtor on contact_erasure (company_id, debtor_id);

do $$
declare t text;
begin
  foreach t in array array['erasure_list', 'contact_erasure'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert on %I to rappel_app', t);
  end loop;
end $$;
grant update (state, ended_by, ended_at) on erasure_list to rappel_app;
create trigger timeline_refuse_change before update or delete on contact_erasure
  for each row execute function timeline_refuse();
create trigger timeline_refuse_truncate before truncate on contact_erasure execute function timeline_refuse();

-- The lawful door: the personal part and its salt, both, of a person whose erasure is on record; of a contact person, what
-- tells of contacts up to then.
create or replace function timeline_refuse_change() returns trigger language plpgsql as $$
begin
  if new.personal is null and new.salt is null
    and (to_jsonb(new) - 'personal' - 'salt') = (to_jsonb(old) - 'personal' - 'salt')
    and (exists (
      select from erasure e where e.company_id = old.company_id and e.debtor_id in (
        old.debtor_id,
        (select i.debtor_id from due_item i where i.company_id = old.company_id and i.id = old.due_item_id),
        (select n.debtor_id from notice n where n.company_id = old.company_id and n.id = old.notice_id)))
    or old.kind in ('contact_added', 'contact_changed', 'contact_removed') and exists (
      select from contact_erasure e where e.company_id = old.company_id and e.debtor_id = old.debtor_id
        and e.erased_at >= old.at))
  then return new; end if;
  raise exception 'the timeline is only added to: update of timeline_entry is refused'
    using errcode = 'restrict_violation';
end $$;
