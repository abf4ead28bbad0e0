-- Somebody who works for another company already is invited: they enter once they accept, signed in with their own account.
create table invitation (
  company_id   uuid not null references company on delete cascade,
  user_id      text not null references app_user on delete cascade,
  role         text not null check (role in ('owner', 'clerk', 'reader', 'collector')),
  -- Of the link by which they accept: its hash, so that reading the table opens no door.
  token_sha256 text not null,
  expires_at   timestamptz not null,
  created_at   timestamptz not null default now(),
  primary key (company_id, user_id)
);
create index invitation_by_token on invitation (token_sha256);
create index invitation_by_user on invitation (user_id);
comment on table invitation is 'At the door: who may enter which company once they accept';

-- Where a link that signs in was made, and by which owner: it opens nothing beyond what they own. Both null: made by whoever
-- runs the program. Not company_id, for it is asked before any company is entered.
alter table sign_in_link
  add column place uuid references company on delete cascade,
  add column made_by text references app_user on delete cascade;

-- Links under way are of the one company that their user works for; of several nobody can tell which it was.
update sign_in_link l set place = m.company_id from membership m
  where l.sets_password and m.user_id = l.user_id
    and (select count(*) from membership every where every.user_id = l.user_id) = 1;
delete from sign_in_link where sets_password and place is null;

select rappel_guard_tables();
