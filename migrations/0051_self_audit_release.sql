-- What an owner took upon themselves after the self-audit had found something: what leaves since, leaves on their word.
alter table self_audit
  add column overridden_by   text,
  add column overridden_at   timestamptz,
  add column override_reason text;
grant update (overridden_by, overridden_at, override_reason) on self_audit to rappel_app;
