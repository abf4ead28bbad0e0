import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addMember } from '#test/support/people.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { loadDemo } from './load-demo.ts';
import { findMembership, listCompaniesOf } from './queries.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
let company: ReturnType<typeof inside>;

/** Eighteen months of a company, with every letter of it typeset: on the slowest machine that takes its time. */
const LOADING = { timeout: 240_000 };

beforeAll(async () => {
  const [{ id }] = (
    await sql<{ id: string }>`insert into app_user (id, email, name, language)
      values ('visitor', 'visitor@rappel.example', 'Visitor', 'en') returning id`.execute(fresh.db)
  ).rows as [{ id: string }];
  const { key } = await loadDemo(tools, id);
  const { rows } = await sql<{ id: string }>`select id from company where key = ${key}`.execute(fresh.db);
  company = inside(tools, rows[0]?.id ?? '', id);
}, LOADING.timeout);

const count = (what: string) =>
  inCompany(company, async (trx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(what)}`.execute(trx);
    return rows[0]?.n ?? 0;
  });

describe('the demo', () => {
  test('has its debtors, and eighteen months of items, most of them settled', async () => {
    expect(await count('debtor')).toBe(40);
    expect(await count('due_item')).toBeGreaterThan(250);
    expect(await count('due_item where open_minor <> 0')).toBeGreaterThan(60);
  });

  test('has sent six runs, whose mails were caught', async () => {
    expect(await count("run where state = 'sent'")).toBe(6);
    expect(await count('notice')).toBeGreaterThan(40);
    expect(await count("dispatch where state not in ('sent', 'withdrawn')")).toBe(0);
    // Caught mails are of the installation, and no company reads them.
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from caught_mail`.execute(fresh.db);
    expect(rows[0]?.n).toBeGreaterThan(30);
  });

  test('holds together, as the self-audit sees it', async () => {
    const { findings } = await auditCompany(company, { because: 'person' });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    const looked = new Map(findings.map(({ rule, checked }) => [rule, checked]));
    for (const rule of [
      'settlement_parts',
      'bank_lines',
      'open_items',
      'notice_totals',
      'levels',
      'timeline_chain',
    ] as const)
      expect(looked.get(rule), rule).toBeGreaterThan(2);
  });

  test('names nobody in what its timeline keeps for ever', async () => {
    const named = await count(`timeline_entry t join debtor d on d.id = t.debtor_id
      where t.facts::text ilike '%' || d.name || '%' or t.facts::text ilike '%' || d.email || '%'`);
    expect(named).toBe(0);
    expect(await count('timeline_entry where personal is not null and length(salt) = 32')).toBeGreaterThan(
      40,
    );
  });

  test('has items at every level of its policy, and none open that nobody could explain', async () => {
    for (const level of [1, 2, 3])
      expect(await count(`due_item where open_minor <> 0 and level = ${level}`)).toBeGreaterThan(0);
    expect(await count('due_item where level > 0 and notified_on is null')).toBe(0);
  });

  test('tells its story on the days it happened', async () => {
    expect(await count("timeline_entry where at >= '2026-04-01'")).toBe(0);
    expect(await count("timeline_entry where kind = 'notice_sent' and at < '2025-12-01'")).toBeGreaterThan(5);
  });

  test('is loaded once more for another owner, under another key', LOADING, async () => {
    const other = await addMember(company, 'owner');
    expect((await loadDemo(tools, other)).key).not.toBe('lambert');
  });

  test('stopped on the way, it is shown to nobody, and the next try begins anew', LOADING, async () => {
    await tools.db.updateTable('company').set({ demoLoadedAt: null }).where('key', '=', 'lambert').execute();
    expect(await listCompaniesOf(tools.db, 'visitor')).toEqual([]);
    expect(await findMembership(tools.db, 'lambert', 'visitor')).toBeUndefined();
    expect((await loadDemo(tools, 'visitor')).key).toBe('lambert');
    expect((await listCompaniesOf(tools.db, 'visitor')).map(({ key }) => key)).toEqual(['lambert']);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from caught_mail where company_key = 'lambert'`.execute(tools.db);
    const known = await tools.db.selectFrom('company').selectAll().where('key', '=', 'lambert').execute();
    company = inside(tools, known[0]?.id ?? '', 'visitor');
    expect(await count("dispatch where channel = 'mail' and state = 'sent'")).toBe(rows[0]?.n);
  });
});
