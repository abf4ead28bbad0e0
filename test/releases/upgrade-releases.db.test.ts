import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { AUDIT_RULES, type AuditFinding, isBreach } from '#core/self-audit/rules.ts';
import { loadBackup } from '#server/backups/load-backup.ts';
import { compareWith } from '#server/backups/verify-backup.ts';
import { writeBackup } from '#server/backups/write-backup.ts';
import { listCompanies } from '#server/companies/queries.ts';
import { migrate, readMigrations } from '#server/platform/migrate.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { schemaOf } from '#test/support/schema-of.ts';
import { inside, type TestTools, toolsFor } from '#test/support/tools.ts';
import { EARLY_COMPANY } from './early-company.ts';

/** The last migration before there were backups, fences or chained timelines: what an early user has. */
const BEFORE = readMigrations().filter(({ number }) => number <= 23);

const early = await freshDb({ migrated: false });
const restored = await freshDb({ migrated: false });
const released = await freshDb({ migrated: false });
const whole = await freshDb();
const [restoredTools, releasedTools] = [toolsFor(restored), toolsFor(released)];
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-releases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const kept = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.rappel'));

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** What `rappel audit` looks at, in every company. */
async function auditAll(tools: TestTools): Promise<readonly AuditFinding[]> {
  const looked: AuditFinding[] = [];
  for (const { id } of await listCompanies(tools.db))
    looked.push(...(await auditCompany(inside(tools, id), { because: 'command' })).findings);
  return looked;
}

test('data of a schema before are backed up, restored as they were, and upgraded to the schema of a new installation', async () => {
  await migrate(early.pool, BEFORE);
  await early.pool.query(EARLY_COMPANY);
  const file = path.join(folder, 'early.rappel');
  const aim = { file, key: null, secret: null, version: '0.0.9', at: Temporal.Now.instant() };
  await connected(early.url, (client) => writeBackup(client, aim));
  await connected(restored.url, async (client) => {
    const { manifest } = await loadBackup(client, { file, key: null });
    expect(await compareWith(client, manifest)).toEqual([]);
  });
  expect((await migrate(restored.pool)).length).toBe(readMigrations().length - BEFORE.length);
  expect(await schemaOf(restored.pool)).toEqual(await schemaOf(whole.pool));
  expect((await restored.pool.query('select key from company')).rows).toEqual([{ key: 'early' }]);
  const looked = await auditAll(restoredTools);
  expect(looked.filter(isBreach)).toEqual([]);
  const seen = looked.filter(({ checked }) => checked > 0).map(({ rule }) => rule);
  // Nobody was erased then, and of counters only those that differ are told.
  expect(AUDIT_RULES.filter((rule) => !seen.includes(rule))).toEqual(['run_counters', 'erasures']);
});

test.skipIf(kept.length === 0)('every released version is upgraded', async () => {
  for (const name of kept) {
    const file = path.join(import.meta.dirname, name);
    await connected(released.url, (client) => loadBackup(client, { file, key: null }));
    await migrate(released.pool);
    expect(await schemaOf(released.pool), name).toEqual(await schemaOf(whole.pool));
    const looked = await auditAll(releasedTools);
    expect(looked.length, name).toBeGreaterThan(0);
    expect(looked.filter(isBreach), name).toEqual([]);
  }
});
