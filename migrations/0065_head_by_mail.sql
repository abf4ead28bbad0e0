-- The head of the timeline by mail, once a day: the row of a day is taken before its mail is made, so that of several processes
-- one sends it.
create table head_mail (
  company_id uuid not null references company on delete cascade,
  mailed_on  date not null,
  id         uuid not null,
  -- sending: taken, and no answer yet. later: not accepted so far, offered again within the day. unknown: the answer was lost.
  state      text not null check (state in ('sending', 'sent', 'refused', 'later', 'unknown')),
  position   bigint not null,
  hash       bytea not null check (length(hash) = 32),
  told_to    text not null check (told_to <> ''),
  tries      smallint not null default 1 check (tries >= 1),
  begun_at   timestamptz not null,
  ended_at   timestamptz,
  answer     text,
  primary key (company_id, mailed_on)
);

alter table silence_notice drop constraint silence_notice_code_check;
alter table silence_notice add constraint silence_notice_code_check
  check (code in ('clock_stopped', 'mail_login', 'head_mail'));

-- Whether the subject of a mail to a debtor ends with the debtor's number in brackets.
alter table company add column mail_subject_mark boolean not null default false;

select rappel_guard_tables();
