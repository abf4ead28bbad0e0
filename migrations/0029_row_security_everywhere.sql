-- Who the database itself lets see what.
--   rappel_owner      owns every table; nobody works as it
--   rappel_entry      what the program connects as: users, sessions, which companies there are and who may enter them
--   rappel_app        inside one company: its rows and no other
--   rappel_collector  inside one company, on behalf of somebody outside: what was handed over to them, and no more
--   rappel_admin      what concerns all companies at once: copies and restores; each use is logged
-- None of them bypasses row security, and none needs to: what a role may see is written down as policies.

do $$
declare r text;
begin
  foreach r in array array['rappel_owner', 'rappel_entry', 'rappel_collector', 'rappel_admin'] loop
    begin
      execute format('create role %I nologin nobypassrls', r);
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      execute format('grant %I to current_user', r);
    -- Two databases of one server are made at once: the other one has granted it.
    exception when unique_violation then null;
    end;
  end loop;
  -- What the program connects as may go inside; what it is inside can go nowhere.
  begin
    grant rappel_app, rappel_collector to rappel_entry;
  exception when unique_violation then null;
  end;
end $$;
grant usage on schema public to rappel_entry, rappel_collector, rappel_admin;

-- Set beside the company for whoever sees only what was handed over to them.
create function rappel_collector_id() returns text language sql stable parallel safe as
$$ select nullif(current_setting('rappel.collector', true), '') $$;

-- An outside collector is a member who sees an explicit set of items.
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check check (role in ('owner', 'clerk', 'reader', 'collector'));

-- Who of the members with the role of collector has it; null: somebody without an account here.
alter table hand_over add column collector_id text;
alter table hand_over add foreign key (company_id, collector_id) references membership (company_id, user_id)
  on delete set null (collector_id);
create index hand_over_by_collector on hand_over (company_id, collector_id) where collector_id is not null and taken_back_on is null;

-- What a collector tells of an item that was handed over to them.
create table collector_report (
  company_id   uuid not null references company on delete cascade,
  id           uuid not null,
  due_item_id  uuid not null,
  collector_id text not null,
  kind         text not null check (kind in ('paid', 'promised', 'disputed', 'unreachable', 'insolvent', 'other')),
  note         text not null default '',
  reported_at  timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id)
);
create index collector_report_by_item on collector_report (company_id, due_item_id, reported_at desc);

-- Guards every table, those of later migrations too: it runs after each upgrade. Said once here, so that none forgets.
create function rappel_guard_tables() returns void language plpgsql as $$
declare t record;
begin
  for t in
    select c.oid, c.relname as name, c.relrowsecurity and c.relforcerowsecurity as guarded,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped) as inside,
      pg_get_userbyid(c.relowner) as owner
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    if t.owner <> 'rappel_owner' then execute format('alter table public.%I owner to rappel_owner', t.name); end if;
    if not has_table_privilege('rappel_admin', t.oid, 'truncate') then
      execute format('grant all on public.%I to rappel_admin', t.name);
    end if;
    if t.inside or t.name = 'company' then
      if not t.guarded then
        execute format('alter table public.%I enable row level security', t.name);
        execute format('alter table public.%I force row level security', t.name);
      end if;
      if not exists (select from pg_policy where polrelid = t.oid and polname = 'of_company') then
        execute format('create policy of_company on public.%I to rappel_app using (company_id = (select rappel_company())) with check (company_id = (select rappel_company()))', t.name);
        execute format('grant select, insert, update, delete on public.%I to rappel_app', t.name);
      elsif exists (select from pg_policy where polrelid = t.oid and polname = 'of_company' and polwithcheck is null) then
        execute format('alter policy of_company on public.%I with check (%s = (select rappel_company()))', t.name,
          case when t.name = 'company' then 'id' else 'company_id' end);
      end if;
      -- Asked before it is known which company is entered: its comment begins with these words.
      if obj_description(t.oid, 'pg_class') like 'At the door:%'
        and not exists (select from pg_policy where polrelid = t.oid and polname = 'at_the_door') then
        execute format('create policy at_the_door on public.%I to rappel_entry using (true) with check (true)', t.name);
        execute format('grant select, insert, update, delete on public.%I to rappel_entry', t.name);
      end if;
      if not exists (select from pg_policy where polrelid = t.oid and polname = 'of_all') then
        execute format('create policy of_all on public.%I to rappel_admin, rappel_owner using (true) with check (true)', t.name);
      end if;
    elsif not has_table_privilege('rappel_entry', t.oid, 'delete') then
      execute format('grant select, insert, update, delete on public.%I to rappel_entry', t.name);
    end if;
  end loop;
  for t in select c.oid, c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' loop
    if not has_sequence_privilege('rappel_entry', t.oid, 'usage') then
      execute format('grant usage on sequence public.%I to rappel_app, rappel_entry, rappel_admin', t.name);
    end if;
  end loop;
end $$;

comment on table company is 'At the door: which company a key names';
comment on table membership is 'At the door: who may enter which company';

-- What was handed over: the items, their invoices, whom they are of, and which reminders went out for them.
grant select on hand_over, due_item, document, notice_line, collector_report to rappel_collector;
grant select (id, key, name, country, language, currency, time_zone, mode, phone, email, website, iban, bic, is_demo, demo_loaded_at)
  on company to rappel_collector;
grant select (company_id, id, number, name, kind, language, country, street, postal_code, city, email, phone, vat_number, enterprise_number)
  on debtor to rappel_collector;
grant select (company_id, id, number, debtor_id, step_kind, level, currency, channel, issued_on, undone_at) on notice to rappel_collector;

create policy handed_over on company for select to rappel_collector
  using (id = (select rappel_company()) and (select rappel_collector_id()) is not null);
create policy handed_over on hand_over for select to rappel_collector
  using (company_id = (select rappel_company()) and collector_id = (select rappel_collector_id()) and taken_back_on is null);
-- Each of these asks hand_over as the collector sees it.
create policy handed_over on due_item for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from hand_over h where h.company_id = due_item.company_id and h.due_item_id = due_item.id));
create policy handed_over on debtor for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from hand_over h where h.company_id = debtor.company_id and h.debtor_id = debtor.id));
create policy handed_over on document for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from due_item i where i.company_id = document.company_id and i.document_id = document.id));
create policy handed_over on notice_line for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from hand_over h where h.company_id = notice_line.company_id and h.due_item_id = notice_line.due_item_id));
create policy handed_over on notice for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from notice_line l where l.company_id = notice.company_id and l.notice_id = notice.id));
alter table collector_report enable row level security;
create policy handed_over on collector_report for select to rappel_collector using (company_id = (select rappel_company())
  and exists (select from hand_over h where h.company_id = collector_report.company_id and h.due_item_id = collector_report.due_item_id));

-- Making tables in the schema is needed to own them, on servers where not everybody may.
grant create on schema public to rappel_owner;
select rappel_guard_tables();
