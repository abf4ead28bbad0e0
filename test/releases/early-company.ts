/**
 * What an early user has, in the words of migration 23: a company with one reminder sent, part of it paid by the bank, and
 * the story of both. Later migrations count it, chain it and take its personal parts apart.
 */
export const EARLY_COMPANY = `
create function pg_temp.id(name text) returns uuid language sql as 'select md5(name)::uuid';

insert into company (id, key, name, country, language, currency, time_zone)
values (pg_temp.id('company'), 'early', 'Brasserie Lambert', 'BE', 'fr', 'EUR', 'Europe/Brussels');
insert into dunning_policy (company_id, id, name, version)
values (pg_temp.id('company'), pg_temp.id('policy'), 'Standard', 1);
insert into dunning_policy_version (company_id, policy_id, version, body, created_at)
values (pg_temp.id('company'), pg_temp.id('policy'), 1, '{}', '2026-01-02T09:00:00Z');

insert into debtor (company_id, id, number, name, language, country, email, contacted_on)
values (pg_temp.id('company'), pg_temp.id('debtor'), 'D1', 'Café Lune', 'fr', 'BE', 'lune@example.org', '2026-03-03');
insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor, source, imported_on)
values (pg_temp.id('company'), pg_temp.id('document'), pg_temp.id('debtor'), 'invoice', 'F1', '2026-01-15', 'EUR', 12000,
  'csv', '2026-01-16');
insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor, open_minor,
  provisional_minor, level, times, notified_on, deadline_on, imported_on)
values (pg_temp.id('company'), pg_temp.id('item'), pg_temp.id('document'), pg_temp.id('debtor'), 1, '2026-02-14', 'EUR',
  12000, 10000, 2000, 1, 1, '2026-03-03', '2026-03-17', '2026-01-16');

insert into run (company_id, id, number, state, planned_for, options, planned_at, approved_at, ended_at)
values (pg_temp.id('company'), pg_temp.id('run'), 1, 'sent', '2026-03-03', '{}', '2026-03-03T08:00:00Z',
  '2026-03-03T08:05:00Z', '2026-03-03T08:06:00Z');
insert into proposal (company_id, run_id, id, position, debtor_id, key, policy_id, policy_version, step_kind, level,
  currency, channel, language, open_minor, interest_minor, fee_minor, total_minor, deadline_on, oldest_due_on, mode,
  computed_channel, item_ids, item_levels, item_times, item_opens, state)
values (pg_temp.id('company'), pg_temp.id('run'), pg_temp.id('proposal'), 1, pg_temp.id('debtor'), 'one',
  pg_temp.id('policy'), 1, 'notice', 1, 'EUR', 'mail', 'fr', 12000, 0, 0, 12000, '2026-03-17', '2026-02-14', 'confirm',
  'mail', array[pg_temp.id('item')], '{1}', '{1}', '{12000}', 'issued');
insert into notice (company_id, id, number, run_id, debtor_id, policy_id, policy_version, step_kind, level, currency,
  channel, language, open_minor, interest_minor, fee_minor, total_minor, deadline_on, issued_on, snapshot)
values (pg_temp.id('company'), pg_temp.id('notice'), 1, pg_temp.id('run'), pg_temp.id('debtor'), pg_temp.id('policy'), 1,
  'notice', 1, 'EUR', 'mail', 'fr', 12000, 0, 0, 12000, '2026-03-17', '2026-03-03', '{}');
insert into notice_line (company_id, notice_id, position, due_item_id, level, cycle, times, open_minor, interest_minor,
  fee_minor, before)
values (pg_temp.id('company'), pg_temp.id('notice'), 1, pg_temp.id('item'), 1, 1, 1, 12000, 0, 0, '{}');
insert into file (company_id, id, name, media_type, size, sha256, bytes)
values (pg_temp.id('company'), pg_temp.id('mail'), '1.eml', 'message/rfc822', 4, encode(sha256('mail'), 'hex'), 'mail'),
  (pg_temp.id('company'), pg_temp.id('coda'), '1.cod', 'text/plain', 4, encode(sha256('coda'), 'hex'), 'coda');
insert into dispatch (company_id, id, notice_id, channel, state, addressees, message_id, bytes_file_id, sha256, tries,
  transmitting_at, ended_at, answer)
values (pg_temp.id('company'), pg_temp.id('dispatch'), pg_temp.id('notice'), 'mail', 'sent',
  '{"to":[{"name":"Café Lune","address":"lune@example.org"}]}', '<1@lambert.example>', pg_temp.id('mail'),
  encode(sha256('mail'), 'hex'), 1, '2026-03-03T08:05:59Z', '2026-03-03T08:06:00Z', '250 ok');

insert into bank_account (company_id, id, number, currency, name, created_at)
values (pg_temp.id('company'), pg_temp.id('account'), 'BE68539007547034', 'EUR', 'Compte', '2026-03-06T09:00:00Z');
insert into bank_file (company_id, id, file_id, file_name, sha256, origin, state, created_at)
values (pg_temp.id('company'), pg_temp.id('bank file'), pg_temp.id('coda'), '1.cod', encode(sha256('coda'), 'hex'),
  'upload', 'imported', '2026-03-06T09:00:00Z');
insert into bank_statement (company_id, id, account_id, bank_file_id, row, position, format, state, line_count,
  added_count, digest, created_at)
values (pg_temp.id('company'), pg_temp.id('statement'), pg_temp.id('account'), pg_temp.id('bank file'), 1, 1, 'coda',
  'booked', 1, 1, pg_temp.id('digest'), '2026-03-06T09:00:00Z');
insert into bank_line (company_id, id, statement_id, account_id, position, booked_on, currency, amount_minor,
  remaining_minor, state, text, reversal, identity, ordinal)
values (pg_temp.id('company'), pg_temp.id('line'), pg_temp.id('statement'), pg_temp.id('account'), 1, '2026-03-05', 'EUR',
  2000, 0, 'settled', 'F1', false, pg_temp.id('identity'), 1);
insert into settlement (company_id, id, line_id, kind, origin, amount_minor, currency, booked_on, made_at)
values (pg_temp.id('company'), pg_temp.id('settlement'), pg_temp.id('line'), 'settled', 'accepted', 2000, 'EUR',
  '2026-03-05', '2026-03-06T09:01:00Z');
insert into settlement_part (company_id, settlement_id, position, kind, debtor_id, due_item_id, currency, money_minor,
  amount_minor, open_before_minor, open_after_minor)
values (pg_temp.id('company'), pg_temp.id('settlement'), 1, 'part_payment', pg_temp.id('debtor'), pg_temp.id('item'),
  'EUR', 2000, 2000, 12000, 10000);

insert into timeline_entry (company_id, at, kind, debtor_id, notice_id, run_id, facts)
values (pg_temp.id('company'), '2026-01-16T09:00:00Z', 'debtor_added', pg_temp.id('debtor'), null, null,
    '{"number":"D1","name":"Café Lune"}'),
  (pg_temp.id('company'), '2026-03-03T08:05:00Z', 'run_approved', null, null, pg_temp.id('run'), '{"run":"1","notices":"1"}'),
  (pg_temp.id('company'), '2026-03-03T08:06:00Z', 'notice_sent', pg_temp.id('debtor'), pg_temp.id('notice'),
    pg_temp.id('run'), '{"notice":"1","to":"lune@example.org"}');`;
