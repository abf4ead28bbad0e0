-- Policies by version, runs and their proposals, issued notices, and how each leaves the house.

create table dunning_policy (
  company_id uuid not null references company on delete cascade,
  id         uuid not null,
  name       text not null,
  version    integer not null check (version >= 1),
  archived_at timestamptz,
  primary key (company_id, id),
  unique (company_id, name)
);

create table dunning_policy_version (
  company_id uuid not null references company on delete cascade,
  policy_id  uuid not null,
  version    integer not null check (version >= 1),
  -- core/dunning/policy.ts, as JSON.
  body       jsonb not null,
  created_by text,
  created_at timestamptz not null,
  primary key (company_id, policy_id, version),
  foreign key (company_id, policy_id) references dunning_policy (company_id, id) on delete cascade
);

alter table company add foreign key (id, default_policy_id) references dunning_policy (company_id, id);
alter table debtor_group add foreign key (company_id, policy_id) references dunning_policy (company_id, id);
alter table debtor add foreign key (company_id, policy_id) references dunning_policy (company_id, id);
alter table document add foreign key (company_id, policy_id) references dunning_policy (company_id, id);

-- The words of a step in one language, where the company wrote its own. Defaults: i18n/<locale>/letters.json.
create table notice_text (
  company_id uuid not null references company on delete cascade,
  -- 'courtesy', or 'level_1' to 'level_9'.
  step       text not null,
  language   text not null check (language in ('fr', 'nl', 'en', 'de')),
  subject    text not null,
  body       text not null,
  updated_by text,
  updated_at timestamptz not null,
  primary key (company_id, step, language)
);

create table run (
  company_id   uuid not null references company on delete cascade,
  id           uuid not null,
  number       integer not null,
  state        text not null check (state in ('planning', 'planned', 'approved', 'sending', 'sent', 'cancelled', 'undone', 'failed')),
  planned_for  date not null,
  options      jsonb not null,
  -- How far the planning or sending is, for the screen: { done, total }.
  progress     jsonb,
  -- Counts and sums by level, channel, currency and reason left out, so that no screen counts again.
  summary      jsonb,
  planned_by   text,
  planned_at   timestamptz not null,
  approved_by  text,
  approved_at  timestamptz,
  ended_at     timestamptz,
  -- Why it failed, in words.
  answer       text,
  primary key (company_id, id),
  unique (company_id, number)
);
-- One run at a time per company.
create unique index run_one_open on run (company_id) where state in ('planning', 'planned', 'approved', 'sending');

-- One notice as proposed: recomputable, editable, gone once issued. Its lines are part of it and live in the row, as
-- arrays of one length: what a line only repeats of its document is joined when it is read. The run's key holds the
-- company's: a second one would double what checking costs where a run writes 60,000 of these at once.
create table proposal (
  company_id     uuid not null,
  run_id         uuid not null,
  id             uuid not null,
  position       integer not null,
  debtor_id      uuid not null,
  -- Names the same notice in a recomputed run: policy, step, currency and, by the grouping, level or due item.
  key            text not null,
  policy_id      uuid not null,
  policy_version integer not null,
  -- The step the letter speaks for: the highest of its lines.
  step_kind      text not null,
  level          smallint check (level between 1 and 9),
  currency       text not null,
  channel        text not null,
  language       text not null,
  open_minor     bigint not null,
  interest_minor bigint not null,
  fee_minor      bigint not null,
  total_minor    bigint not null,
  deadline_on    date not null,
  oldest_due_on  date not null,
  mode           text not null check (mode in ('automatic', 'confirm')),
  -- As computed; level, channel and the amounts above are as edited.
  computed_channel text not null,
  item_ids       uuid[] not null,
  -- 1 to 9, 0 for a courtesy, null where the item is only listed.
  item_levels    smallint[] not null,
  item_times     smallint[] not null,
  -- After linked credits; on a credit the part used here, negative.
  item_opens     bigint[] not null,
  warnings       jsonb not null default '[]',
  -- What a person changed, in order, kept apart from what was computed so that it survives recomputing.
  edits          jsonb not null default '[]',
  state          text not null default 'proposed' check (state in ('proposed', 'dropped', 'issued')),
  primary key (company_id, run_id, id),
  foreign key (company_id, run_id) references run (company_id, id) on delete cascade
);
create unique index proposal_in_order on proposal (company_id, run_id, position);

-- What the run left out, one row per debtor and reason. Written and removed with the run's proposals, in their
-- transaction, and without a foreign key to the run: checked row by row, it cost a run a fifth of its time here.
create table run_left_out (
  company_id uuid not null,
  run_id     uuid not null,
  debtor_id  uuid not null,
  because    text not null,
  -- The first day one of the items opens.
  until_on   date,
  facts      jsonb not null default '{}',
  -- The due items concerned, and the day each opens.
  item_ids    uuid[] not null,
  item_untils date[] not null,
  primary key (company_id, run_id, debtor_id, because)
);

-- Issued: numbered, immutable. `snapshot` holds all that the letter was made of.
create table notice (
  company_id     uuid not null references company on delete cascade,
  id             uuid not null,
  number         integer not null,
  run_id         uuid not null,
  debtor_id      uuid not null,
  policy_id      uuid not null,
  policy_version integer not null,
  step_kind      text not null,
  level          smallint,
  currency       text not null,
  channel        text not null,
  language       text not null,
  open_minor     bigint not null,
  interest_minor bigint not null,
  fee_minor      bigint not null,
  total_minor    bigint not null,
  deadline_on    date not null,
  issued_on      date not null,
  snapshot       jsonb not null,
  pdf_file_id    uuid,
  pdf_sha256     text,
  undone_at      timestamptz,
  undone_by      text,
  primary key (company_id, id),
  unique (company_id, number),
  foreign key (company_id, run_id) references run (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id),
  foreign key (company_id, pdf_file_id) references file (company_id, id),
  foreign key (company_id, policy_id, policy_version) references dunning_policy_version (company_id, policy_id, version)
);
create index notice_by_debtor on notice (company_id, debtor_id, number desc);
create index notice_by_run on notice (company_id, run_id);

create table notice_line (
  company_id     uuid not null references company on delete cascade,
  notice_id      uuid not null,
  position       smallint not null,
  due_item_id    uuid not null,
  -- Null on lines listed for information: not yet due, or credits.
  level          smallint,
  cycle          smallint not null,
  times          smallint not null,
  open_minor     bigint not null,
  interest_minor bigint not null,
  fee_minor      bigint not null,
  -- What undo gives back to the due item: { level, times, notifiedOn, deadlineOn, courtesyOn }.
  before         jsonb not null,
  undone         boolean not null default false,
  primary key (company_id, notice_id, position),
  foreign key (company_id, notice_id) references notice (company_id, id),
  foreign key (company_id, due_item_id) references due_item (company_id, id)
);
-- Serves the tab "reminders" of an item.
create index notice_line_by_item on notice_line (company_id, due_item_id);
-- Nobody gets the same level for the same item twice, whoever asks, however often.
create unique index notice_line_once on notice_line (company_id, due_item_id, cycle, level, times)
  where level is not null and not undone;

-- One notice through one channel to one set of addressees. The truth of sending; jobs only carry its id.
create table dispatch (
  company_id      uuid not null references company on delete cascade,
  id              uuid not null,
  notice_id       uuid not null,
  channel         text not null,
  state           text not null check (state in
    ('held', 'queued', 'claimed', 'transmitting', 'sent', 'refused', 'unknown', 'withdrawn', 'recalled', 'delivered', 'bounced')),
  addressees      jsonb not null,
  message_id      text,
  -- The complete RFC 5322 message (or the PDF of a letter), made once; every try sends these bytes.
  bytes_file_id   uuid,
  sha256          text,
  lease           bigint,
  tries           integer not null default 0,
  not_before      timestamptz,
  transmitting_at timestamptz,
  ended_at        timestamptz,
  -- The other side's last answer, or why it was withdrawn, in words.
  answer          text,
  primary key (company_id, id),
  unique (company_id, notice_id, channel),
  foreign key (company_id, notice_id) references notice (company_id, id),
  foreign key (company_id, bytes_file_id) references file (company_id, id)
);
create index dispatch_waiting on dispatch (state, not_before) where state in ('held', 'queued', 'claimed', 'transmitting', 'unknown');

-- A worker process that is alive. Not of a company: a lease is taken before any company's work is.
create sequence worker_lease_number;
create table worker_lease (
  number  bigint primary key,
  host    text not null,
  pid     integer not null,
  beat_at timestamptz not null
);

create table task (
  company_id  uuid not null references company on delete cascade,
  id          uuid not null,
  kind        text not null check (kind in ('call', 'no_address', 'dispatch_refused', 'dispatch_unknown', 'hand_over', 'other')),
  debtor_id   uuid,
  notice_id   uuid,
  dispatch_id uuid,
  due_on      date not null,
  facts       jsonb not null default '{}',
  created_at  timestamptz not null,
  done_at     timestamptz,
  done_by     text,
  outcome     text,
  primary key (company_id, id),
  foreign key (company_id, debtor_id) references debtor (company_id, id)
);
create index task_open on task (company_id, due_on) where done_at is null;
create index task_open_by_debtor on task (company_id, debtor_id) where done_at is null;
-- The same thing is asked of people once, however often a run finds it.
create unique index task_once on task (company_id, kind, debtor_id, notice_id, dispatch_id) nulls not distinct
  where done_at is null and kind <> 'other';

-- Mails caught by the built-in SMTP catcher of the demo, and shown in the application.
create table caught_mail (
  id          uuid primary key,
  caught_at   timestamptz not null,
  -- The company it was sent for, by its key: from the header that Rappel writes. Null: of no company.
  company_key text,
  sender      text not null,
  recipients  text[] not null,
  bytes       bytea not null
);
create index caught_mail_latest on caught_mail (caught_at desc);
