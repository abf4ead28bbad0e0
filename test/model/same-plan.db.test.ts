import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { money, toDecimal } from '#core/money/money.ts';
import { loadBackup } from '#server/backups/load-backup.ts';
import { writeBackup } from '#server/backups/write-backup.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { seeded } from '#test/fuzz/mutate.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';

const source = await freshDb();
const restored = await freshDb({ migrated: false });
const tools = toolsFor(source, { today: '2026-03-31' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let companyId = '';

beforeAll(async () => {
  const company = await addCompany(tools, { key: 'lambert' });
  companyId = company.companyId;
  const terms = { id: companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const random = seeded(31);
  const names = ['Éclair', 'Zoë', 'ışık', 'IŞIK', 'Ångström', 'straße', 'z', 'Á', 'o’Neil', '10', '9', '２'];
  for (const name of names) {
    const debtor = await addDebtor(company, { number: name, name });
    for (let at = 0; at < 6; at++) {
      const minor = BigInt(Math.floor(random() * 400_000) - 60_000 || 1);
      const dueOn = Temporal.PlainDate.from('2026-03-31').subtract({ days: Math.floor(random() * 120) - 20 });
      const items = [{ dueOn: dueOn.toString(), open: toDecimal(money(minor, 'EUR')) }];
      await addDocument(company, debtor, { number: `${name}-${at}`, items });
    }
  }
});

async function planOf(url: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['test/model/print-plan.ts', url, companyId, '2026-03-31'],
    { env: { ...process.env, ...env }, maxBuffer: 50_000_000 },
  );
  return stdout;
}

test('the same plan, to the byte: again, in other time zones and languages, and after a restore', async () => {
  const plan = await planOf(source.url);
  const { notices, leftOut } = JSON.parse(plan);
  expect(notices.length).toBeGreaterThan(5);
  expect(leftOut.length).toBeGreaterThan(5);
  const places = [
    {},
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/Los_Angeles', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', PGTZ: 'Asia/Tokyo' },
    { TZ: 'Asia/Kathmandu', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
  ];
  for (const place of places) expect([place, await planOf(source.url, place)]).toEqual([place, plan]);
  const file = path.join(folder, 'plan.rappel');
  const [from, to] = await Promise.all([source.url, restored.url].map(connect));
  if (!from || !to) throw new Error('no connection');
  const at = Temporal.Instant.from('2026-03-31T02:00:00Z');
  await writeBackup(from, {
    version: '0.1.0',
    at,
    secret: 'the secret of the installation',
    file,
    key: null,
  });
  await loadBackup(to, { file, key: null });
  await Promise.all([from.end(), to.end()]);
  expect(await planOf(restored.url, { TZ: 'Pacific/Auckland' })).toBe(plan);
}, 120_000);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
