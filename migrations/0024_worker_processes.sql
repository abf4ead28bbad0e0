-- Several processes of Rappel on one database: what each is for, and whose turn at a mailbox it is.

alter table worker_lease
  -- What `rappel start --role` said; a command has a lease for as long as it sends.
  add column role        text not null default 'command' check (role in ('all', 'web', 'worker', 'command')),
  -- Where its pages are; null: it has none.
  add column address     text,
  add column version     text,
  -- A mark of its secret, so that two processes with different ones find out before they seal something.
  add column secret_mark text,
  add column started_at  timestamptz not null default clock_timestamp(),
  -- Whether it holds the advisory lock of its number: then losing that lock tells its death at once.
  add column locked      boolean not null default false;

-- At most so many at once send over one mailbox, whatever their number of processes and companies.
create table mailbox_turn (
  -- Server and account, as a digest.
  mailbox text not null,
  slot    smallint not null check (slot between 1 and 2),
  lease   bigint not null references worker_lease (number) on delete cascade,
  primary key (mailbox, slot)
);
create index mailbox_turn_by_lease on mailbox_turn (lease);
