import { beforeAll, expect, test } from 'vitest';
import { AUDIT_RULES, isBreach } from '#core/self-audit/rules.ts';
import { inCompany } from '#server/platform/db.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { addCanaryPerson, finishWith, prepareCompany, remindEverybody } from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { auditCompany } from './audit-company.ts';
import { overrideAudit } from './override-audit.ts';
import { showAudit } from './show-audit.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const lambert = await addCompany(tools, { key: 'lambert' });
const audit = () => auditCompany(lambert, { because: 'person' });
const stops = () => inCompany(lambert, (trx) => findSendStops(trx, lambert.companyId));

beforeAll(async () => {
  await prepareCompany(lambert);
  const person = await addCanaryPerson(lambert, 0);
  await addCanaryPerson(lambert, 1);
  await remindEverybody(lambert, '2026-03-31');
  await finishWith(lambert, person);
}, 120_000);

test('sound books hold nothing back', async () => {
  expect((await audit()).findings.filter(isBreach)).toEqual([]);
  expect(await stops()).toEqual([]);
});

const BREACHES = [
  ['settlement_parts', `update settlement set amount_minor = amount_minor + 1 where kind = 'settled'`],
  ['bank_lines', `update bank_line set remaining_minor = remaining_minor + 1 where state = 'settled'`],
  ['ageing', 'update due_item set debtor_id = gen_random_uuid() where settled_on is null'],
  ['open_items', 'update due_item set open_minor = -open_minor where settled_on is null'],
  ['notice_totals', 'update notice set total_minor = total_minor + 1'],
  ['levels', 'update due_item set level = 9 where settled_on is null'],
  ['kept_bytes', `update file set bytes = 'other' where id in (select bytes_file_id from dispatch)`],
  ['run_counters', 'update run_outcome set waiting = waiting + 1'],
  [
    'erasures',
    `insert into erasure (company_id, debtor_id, erased_at, because)
     select company_id, id, now(), 'request' from debtor where email is not null limit 1`,
  ],
  ['timeline_chain', `update timeline_entry set kind = 'run_undone' where kind = 'note_added'`],
] as const;

test('each rule has its breach', () => {
  expect(BREACHES.map(([rule]) => rule).toSorted()).toEqual(AUDIT_RULES.toSorted());
});

test.each(BREACHES)('%s: a change behind its back is found and named', async (rule, change) => {
  const client = await fresh.pool.connect();
  const backup = /^(?:update|insert into) (\w+)/.exec(change)?.[1] ?? '';
  try {
    await client.query(`create temp table kept as select * from ${backup}`);
    await client.query("set session_replication_role = 'replica'");
    await client.query(change);
    const { findings } = await audit();
    expect(findings.filter(isBreach).map((finding) => finding.rule)).toContain(rule);
    expect(await stops()).toMatchObject([{ kind: 'audit_failed' }]);
    const columns = await client.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
       and attgenerated = '' and attidentity = ''`,
      [backup],
    );
    const set = columns.rows.map(({ name }) => `"${name}" = k."${name}"`).join(', ');
    const keys = await client.query<{ name: string }>(
      `select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
       where indrelid = $1::regclass and indisprimary`,
      [backup],
    );
    const same = keys.rows.map(({ name }) => `t."${name}" = k."${name}"`).join(' and ');
    await client.query(`update ${backup} t set ${set} from kept k where ${same}`);
    if (change.startsWith('insert'))
      await client.query(`delete from ${backup} t where not exists (select from kept k where ${same})`);
  } finally {
    await client.query('drop table if exists kept; reset session_replication_role');
    client.release();
  }
  expect((await audit()).findings.filter(isBreach)).toEqual([]);
  expect(await stops()).toEqual([]);
});

test('an owner may take it upon themselves, with a reason, for this breach and no other', async () => {
  await fresh.pool.query('update notice set total_minor = total_minor + 1');
  await audit();
  await expect(overrideAudit(lambert, { reason: ' ' })).rejects.toMatchObject({
    code: 'override_reason_missing',
  });
  await overrideAudit(lambert, { reason: 'looked at it with our accountant' });
  await overrideAudit(lambert, { reason: 'looked at it with our accountant' });
  expect(await stops()).toEqual([]);
  await audit();
  expect(await stops()).toEqual([]);
  await fresh.pool.query('update due_item set level = 9 where settled_on is null');
  await audit();
  expect(await stops()).toHaveLength(1);
  expect(await showAudit(lambert)).toMatchObject({ audit: { stops: true, breaches: 2 } });
});
