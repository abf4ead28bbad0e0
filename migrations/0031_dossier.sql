-- The timeline as evidence: rows are only ever added, each is chained to the one before it, and what is personal in a row can
-- be taken out of it at the end of the legal term without breaking the chain.

-- What is personal in `facts` stands apart, beside a salt. Only the commitment, SHA-256(salt || personal), is chained.
alter table timeline_entry
  add column personal   jsonb,
  add column salt       bytea,
  add column commitment bytea,
  -- The transaction that wrote it: it chains its own rows when it ends.
  add column act        bigint;
alter table timeline_entry alter column act set default pg_current_xact_id()::text::bigint;

-- The chain of a company: h(n) = SHA-256(h(n-1) || SHA-256(canonical entry)). Its own order, for entries are numbered when they
-- are written and chained when their transaction ends.
create table timeline_link (
  company_id uuid not null,
  position   bigint not null check (position >= 1),
  entry_id   bigint not null,
  hash       bytea not null check (length(hash) = 32),
  primary key (company_id, position)
);
create table timeline_head (
  company_id uuid primary key references company on delete cascade,
  position   bigint not null check (position >= 0),
  hash       bytea not null check (length(hash) = 32)
);

-- Heads that left the house: printed on a report, mailed, written beside the database.
create table timeline_witness (
  company_id   uuid not null references company on delete cascade,
  id           uuid not null,
  position     bigint not null,
  hash         bytea not null check (length(hash) = 32),
  witnessed_at timestamptz not null,
  way          text not null check (way in ('mail', 'run_report', 'dossier', 'export')),
  -- The address, or the number of the run or debtor.
  told_to      text not null,
  primary key (company_id, id)
);
create index timeline_witness_latest on timeline_witness (company_id, witnessed_at desc);

-- Where the head is mailed each day; null: nowhere.
alter table company add column head_mail_to text;

-- Erasures and restrictions of persons. Of an erasure only ids remain.
alter table debtor
  add column restricted_at timestamptz,
  add column restricted_because text,
  add column erased_at timestamptz;
create table erasure (
  company_id uuid not null references company on delete cascade,
  debtor_id  uuid not null,
  erased_at  timestamptz not null,
  erased_by  text,
  -- The rule it followed: 'legal_term', 'request'.
  because    text not null check (because in ('legal_term', 'request')),
  primary key (company_id, debtor_id)
);

-- How long what is kept, where a company departs from the table of its country (core/personal-data/retention-terms.ts).
create table retention_term (
  company_id uuid not null references company on delete cascade,
  country    text not null check (country ~ '^[A-Z]{2}$'),
  subject    text not null check (subject in ('invoices', 'correspondence', 'contacts', 'bank_files')),
  years      smallint not null check (years between 0 and 50),
  source     text not null check (source <> ''),
  changed_by text,
  changed_at timestamptz not null,
  primary key (company_id, country, subject)
);

-- What the self-audit found, the newest by its time. Findings: [{ rule, ok, facts }].
create table self_audit (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  audited_at  timestamptz not null,
  because     text not null check (because in ('nightly', 'start', 'restore', 'command', 'person')),
  breaches    integer not null check (breaches >= 0),
  findings    jsonb not null,
  took_ms     integer not null,
  primary key (company_id, id)
);
create index self_audit_latest on self_audit (company_id, audited_at desc);

do $$
declare t text;
begin
  foreach t in array array['timeline_link', 'timeline_head', 'timeline_witness', 'erasure', 'retention_term', 'self_audit']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert on %I to rappel_app', t);
  end loop;
end $$;
grant update on timeline_head to rappel_app;
grant update, delete on retention_term to rappel_app;
grant delete on self_audit to rappel_app;
-- The one door in the timeline, and only for a person who is being erased: see timeline_refuse_change.
grant update (personal, salt) on timeline_entry to rappel_app;

-- Where the chain of a company begins.
create function timeline_genesis(company uuid) returns bytea language sql immutable parallel safe as
$$ select sha256(convert_to('rappel timeline ' || company::text, 'UTF8')) $$;

-- An entry in one spelling: twelve lines, without a line feed at the end; docs/dossier.md says them one by one.
create function timeline_canonical(e timeline_entry) returns text language sql stable parallel safe as $$
  select 'rappel-event-1' || E'\n' || e.company_id::text || E'\n' || e.id::text || E'\n'
    || extract(epoch from e.at)::text || E'\n' || coalesce(e.actor, '') || E'\n'
    || e.kind || E'\n' || coalesce(e.debtor_id::text, '') || E'\n' || coalesce(e.due_item_id::text, '') || E'\n'
    || coalesce(e.notice_id::text, '') || E'\n' || coalesce(e.run_id::text, '') || E'\n'
    || coalesce(encode(e.commitment, 'hex'), '') || E'\n' || e.facts::text
$$;

create function timeline_step(state bytea, digest bytea) returns bytea language plpgsql immutable strict parallel safe as
$$ begin return sha256(state || digest); end $$;
-- Over h(n) and then the digests of what follows it: each next h in its turn, as a window.
create aggregate timeline_chain(bytea) (sfunc = timeline_step, stype = bytea);

create function timeline_seal_personal() returns trigger language plpgsql as $$
begin
  -- A row that is put back from a copy brings its own.
  if new.commitment is null then
    new.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    new.commitment := sha256(new.salt || convert_to(new.personal::text, 'UTF8'));
  end if;
  return new;
end $$;
create trigger timeline_seal_personal before insert on timeline_entry
  for each row when (new.personal is not null) execute function timeline_seal_personal();

-- True for the first row that a transaction adds to a company: one row waits for its end, not a hundred thousand.
create function timeline_opens_act(company uuid) returns boolean language plpgsql as $$
begin
  if strpos(coalesce(current_setting('rappel.acts', true), ''), company::text) > 0 then return false; end if;
  perform set_config('rappel.acts', coalesce(current_setting('rappel.acts', true), '') || company::text, true);
  return true;
end $$;

-- When the transaction ends: locks the head, last of all locks, and chains what this transaction wrote, in one pass.
create function timeline_link_act() returns trigger language plpgsql as $$
declare
  head timeline_head;
  reached bigint;
  entered text := current_setting('rappel.company', true);
begin
  -- One transaction may write of several companies: each chain is written from inside of its own.
  perform set_config('rappel.company', new.company_id::text, true);
  insert into timeline_head (company_id, position, hash)
  values (new.company_id, 0, timeline_genesis(new.company_id)) on conflict do nothing;
  select * into head from timeline_head where company_id = new.company_id for update;
  insert into timeline_link (company_id, position, entry_id, hash)
  select new.company_id, head.position + nth, id, hash
  from (
    select id, row_number() over w - 1 as nth, timeline_chain(digest) over w as hash
    from (
      select 0 as id, head.hash as digest
      union all
      select e.id, sha256(convert_to(timeline_canonical(e), 'UTF8')) from timeline_entry e
      where e.company_id = new.company_id and e.id >= new.id and e.act = new.act
    ) d
    window w as (order by id rows unbounded preceding)
  ) chained
  where nth > 0;
  get diagnostics reached = row_count;
  reached := head.position + reached;
  update timeline_head h set position = reached, hash = l.hash
  from timeline_link l
  where h.company_id = new.company_id and l.company_id = h.company_id and l.position = reached;
  perform set_config('rappel.company', coalesce(entered, ''), true);
  return null;
end $$;
create constraint trigger timeline_link_act after insert on timeline_entry deferrable initially deferred
  for each row when (timeline_opens_act(new.company_id)) execute function timeline_link_act();

-- Refuses, whoever asks, the owner of the tables included.
create function timeline_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the timeline is only added to: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation';
end $$;
-- The lawful door: the personal part and its salt, both, of a person whose erasure is on record.
create function timeline_refuse_change() returns trigger language plpgsql as $$
begin
  if new.personal is null and new.salt is null
    and (to_jsonb(new) - 'personal' - 'salt') = (to_jsonb(old) - 'personal' - 'salt')
    and exists (
      select from erasure e where e.company_id = old.company_id and e.debtor_id in (
        old.debtor_id,
        (select i.debtor_id from due_item i where i.company_id = old.company_id and i.id = old.due_item_id),
        (select n.debtor_id from notice n where n.company_id = old.company_id and n.id = old.notice_id)))
  then return new; end if;
  raise exception 'the timeline is only added to: update of timeline_entry is refused'
    using errcode = 'restrict_violation';
end $$;
create trigger timeline_refuse_update before update on timeline_entry
  for each row execute function timeline_refuse_change();
create trigger timeline_refuse_delete before delete on timeline_entry
  for each row execute function timeline_refuse();
create trigger timeline_refuse_truncate before truncate on timeline_entry execute function timeline_refuse();
create trigger timeline_refuse_change before update or delete on timeline_link
  for each row execute function timeline_refuse();
create trigger timeline_refuse_truncate before truncate on timeline_link execute function timeline_refuse();
create trigger timeline_refuse_change before update or delete on timeline_witness
  for each row execute function timeline_refuse();
create trigger timeline_refuse_truncate before truncate on timeline_witness execute function timeline_refuse();
create trigger timeline_refuse_change before update or delete on erasure
  for each row execute function timeline_refuse();
create trigger timeline_refuse_truncate before truncate on erasure execute function timeline_refuse();

-- A head only goes forward, to where the chain has come.
create function timeline_refuse_head() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.company_id = old.company_id and (new.position = old.position and new.hash = old.hash
    or new.position > old.position and exists (
      select from timeline_link l
      where l.company_id = new.company_id and l.position = new.position and l.hash = new.hash))
  then return new; end if;
  raise exception 'the head of the timeline only goes forward' using errcode = 'restrict_violation';
end $$;
create trigger timeline_refuse_head before update or delete on timeline_head
  for each row execute function timeline_refuse_head();
create trigger timeline_refuse_truncate before truncate on timeline_head execute function timeline_refuse();
