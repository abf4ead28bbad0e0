-- What a policy would have done over the months that have passed: computed beside the notices, which it never touches.

create table what_if (
  company_id     uuid not null references company on delete cascade,
  id             uuid not null,
  policy_id      uuid not null,
  -- The version in force when it was asked for; `body` is the policy that was tried in its place.
  policy_version integer not null,
  body           jsonb not null,
  -- `followers`: whoever follows the policy today; `company`: everybody.
  scope          text not null check (scope in ('followers', 'company')),
  from_on        date not null,
  until_on       date not null,
  state          text not null check (state in ('computing', 'done', 'cancelled', 'failed')),
  -- How far it is, in debtors: { done, total }.
  progress       jsonb,
  result         jsonb,
  -- Why it failed.
  answer         text,
  created_by     text,
  created_at     timestamptz not null,
  ended_at       timestamptz,
  primary key (company_id, id),
  foreign key (company_id, policy_id) references dunning_policy (company_id, id) on delete cascade,
  check ((state = 'done') = (result is not null)),
  check (from_on <= until_on)
);
create index what_if_by_policy on what_if (company_id, policy_id, created_at desc);

alter table what_if enable row level security;
alter table what_if force row level security;
create policy of_company on what_if to rappel_app using (company_id = (select rappel_company()));
grant select, insert, update, delete on what_if to rappel_app;
