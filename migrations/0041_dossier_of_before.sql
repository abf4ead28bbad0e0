-- What stands in timelines from before they were chained: its personal part is taken apart, and it is chained in the order of
-- its numbers. A file of its own, so that no table is closed to readers while a million entries are gone through.
do $$
declare
  c uuid;
  first_entry bigint;
  last_position bigint;
begin
  -- Only the writing of this file passes the guard of the timeline, and only here.
  execute 'alter table timeline_entry disable trigger timeline_refuse_update';
  for c in select id from company order by id loop
    perform set_config('rappel.company', c::text, true);
    update timeline_entry e set personal = p.personal, salt = p.salt, facts = e.facts - p.names,
      commitment = sha256(p.salt || convert_to(p.personal::text, 'UTF8'))
    from (
      select t.id, array_agg(f.key) as names, jsonb_object_agg(f.key, f.value) as personal,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from timeline_entry t, jsonb_each(t.facts) f
      where t.company_id = c and t.commitment is null and f.value <> '""'
        and (t.kind, f.key) in (
          ('debtor_added', 'name'), ('debtor_changed', 'before'), ('debtor_changed', 'after'),
          ('contact_added', 'name'), ('contact_changed', 'name'), ('contact_removed', 'name'),
          ('settlement_made', 'payer'), ('money_on_account', 'payer'), ('bank_line_ignored', 'payer'),
          ('bank_line_ignored', 'note'), ('bank_line_taken_up', 'payer'), ('iban_learnt', 'iban'), ('iban_learnt', 'name'),
          ('iban_forgotten', 'iban'), ('matching_rule_changed', 'contains'), ('bank_account_renamed', 'before'),
          ('bank_account_renamed', 'name'), ('statement_overridden', 'reason'), ('hold_placed', 'reason'),
          ('hold_released', 'reason'), ('hold_to_review', 'reason'), ('dispute_opened', 'note'),
          ('dispute_resolved', 'note'), ('promise_made', 'note'), ('promise_withdrawn', 'note'),
          ('promise_answered', 'note'), ('note_added', 'text'), ('task_done', 'outcome'), ('notice_sent', 'to'),
          ('notice_refused', 'answer'), ('notice_unknown', 'answer'), ('notice_bounced', 'answer'),
          ('correction_sent', 'to'), ('claim_waived', 'reason'), ('regime_set', 'reason'),
          ('acceptance_recorded', 'note'), ('call_made', 'outcome'), ('user_added', 'user'),
          ('user_role_changed', 'user'), ('user_removed', 'user'))
      group by t.id
    ) p
    where e.company_id = c and e.id = p.id;
  end loop;
  execute 'alter table timeline_entry enable trigger timeline_refuse_update';
  for c in select id from company order by id loop
    perform set_config('rappel.company', c::text, true);
    insert into timeline_head (company_id, position, hash) values (c, 0, timeline_genesis(c)) on conflict do nothing;
    insert into timeline_link (company_id, position, entry_id, hash)
    select c, nth, id, hash from (
      select id, row_number() over w - 1 as nth, timeline_chain(digest) over w as hash
      from (
        select 0 as id, timeline_genesis(c) as digest
        union all
        select e.id, sha256(convert_to(timeline_canonical(e), 'UTF8')) from timeline_entry e where e.company_id = c
      ) d
      window w as (order by id rows unbounded preceding)
    ) chained
    where nth > 0 and not exists (select from timeline_link l where l.company_id = c);
    update timeline_head h set position = l.position, hash = l.hash
    from (select position, hash from timeline_link where company_id = c order by position desc limit 1) l
    where h.company_id = c and h.position < l.position;
  end loop;
  perform set_config('rappel.company', '', true);
end $$;
