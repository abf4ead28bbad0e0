-- What each way of sending can prove, and how the doubt about a lost answer is settled.

-- A mailbox whose server files its own copy of each mail it takes: looked into by IMAP, where a Message-ID is found or is not.
create table sent_folder (
  company_id      uuid primary key references company on delete cascade,
  -- imaps://user:password@host:port
  imap_url_sealed text not null,
  -- Null: the folder the server itself names as that of sent mail.
  folder          text,
  -- 'asked': the mail Rappel sent itself has left, and is looked for.
  probe_state     text check (probe_state in ('asked', 'passed', 'failed')),
  probe_message_id text,
  probe_sent_at   timestamptz,
  probed_at       timestamptz,
  -- Where the mail was found, or what stood in the way.
  probe_answer    text,
  -- Which server and mailbox were tried: another one proves nothing by it.
  probe_via       text
);

alter table dispatch
  -- What the way it was offered by can prove; null: it was not offered since this is kept.
  add column transport text check (transport in ('blind', 'sent_folder', 'keyed')),
  -- Server and account it was offered to, without passwords: elsewhere its trace is not looked for.
  add column via text,
  -- The first offer under its key: the window in which the key means something runs from here.
  add column first_offered_at timestamptz,
  -- Looks that counted, and of those the ones that found nothing.
  add column looks smallint not null default 0,
  add column absent_looks smallint not null default 0,
  add column next_look_at timestamptz;
-- Serves "whose trace is to be looked for now".
create index dispatch_to_look on dispatch (company_id, next_look_at) where state = 'unknown' and next_look_at is not null;

-- Every look for the trace of a dispatch whose answer was lost. Added to, never rewritten.
create table dispatch_look (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  dispatch_id uuid not null,
  looked_at   timestamptz not null,
  -- Null: Rappel by itself, at its hour.
  looked_by   text,
  outcome     text not null check (outcome in ('found', 'absent', 'failed')),
  -- Where it was found, or what went wrong, in the other side's words.
  answer      text not null,
  primary key (company_id, id),
  foreign key (company_id, dispatch_id) references dispatch (company_id, id)
);
create index dispatch_look_of on dispatch_look (company_id, dispatch_id, looked_at);

do $$
declare t text;
begin
  foreach t in array array['sent_folder', 'dispatch_look'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_company on %I to rappel_app using (company_id = (select rappel_company()))', t);
    execute format('grant select, insert on %I to rappel_app', t);
  end loop;
end $$;
grant update, delete on sent_folder to rappel_app;
