-- Who came in, who was refused, and what changed about how one signs in: ids and codes alone, so that it may be kept, sent
-- on and read without being about anybody's affairs.
create table security_event (
  id           uuid primary key,
  -- What happens again within a minute is one line that counts: guessing fills no disk.
  minute       timestamptz not null,
  first_at     timestamptz not null,
  last_at      timestamptz not null,
  times        integer not null default 1 check (times > 0),
  event        text not null,
  -- How one came in, or why one was refused; empty where the event says it all.
  code         text not null default '',
  -- Who, where that is known. No reference: what a user did is still told when the account is gone.
  user_id      text,
  -- In which company, or whose was asked for.
  place        uuid,
  -- A mark of the machine that asked, which only this installation can make of its address; null: the command line.
  machine      text,
  -- The route as the contract writes it, never the address that was asked.
  route        text not null default '',
  constraint security_event_once unique nulls not distinct (minute, event, code, user_id, place, machine, route)
);
create index security_event_latest on security_event (last_at desc, id desc);
create index security_event_of_place on security_event (place, last_at desc) where place is not null;
create index security_event_of_user on security_event (user_id, last_at desc) where user_id is not null;

-- A code of fifty bits is kept by a hash that is slow to try: Argon2id with a salt of its own. Without a salt it is a
-- SHA-256 of an earlier release, until the next sweep or the next try hashes it once more.
alter table user_recovery_code rename column code_sha256 to code_hash;
alter table user_recovery_code add column salt text;
