import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { loadBackup } from './load-backup.ts';
import { readManifest } from './read-manifest.ts';
import { compareWith, verifyBackup } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

const source = await freshDb();
const target = await freshDb({ migrated: false });
const tools = toolsFor(source);
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain = path.join(folder, 'plain.rappel');
const sealed = path.join(folder, 'sealed.rappel');
const key = Buffer.from('a key of more than thirty-two characters');
const AT = Temporal.Instant.from('2026-03-31T02:00:00Z');

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Names with every sign that COPY escapes, a file that does not compress, and a number that outlives its row. */
beforeAll(async () => {
  const company = await addCompany(tools, { key: 'lambert' });
  const debtor = await addDebtor(company, { number: 'D1', name: 'Tab\tLine\nBack\\slash é €' });
  await addDocument(company, debtor, { number: 'F1', items: [{ dueOn: '2026-02-01', open: '120.00' }] });
  await inCompany(company, (trx) =>
    trx
      .insertInto('file')
      .values({
        companyId: company.companyId,
        id: newId(),
        name: 'logo.bin',
        mediaType: 'image/png',
        size: 200_000,
        sha256: 'a'.repeat(64),
        bytes: Buffer.alloc(200_000, 'rappel'),
      })
      .execute(),
  );
  const client = await connect(source.url);
  const aim = { version: '0.1.0', at: AT, secret: 'the secret of the installation' };
  await writeBackup(client, { ...aim, file: plain, key: null });
  await writeBackup(client, { ...aim, file: sealed, key });
  await client.end();
});

async function refusedAs(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'read',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
}

test('a backup says what it holds: rows of every table, totals of every company, heads of their timelines', async () => {
  const { head, manifest } = await readManifest(plain, null);
  expect(head).toMatchObject({ format: 1, rappel: '0.1.0', takenAt: AT.toString() });
  expect(manifest.tables.find(({ name }) => name === 'debtor')).toMatchObject({ rows: 1, parts: 1 });
  expect(manifest.totals).toMatchObject([{ company: 'lambert', currency: 'EUR', items: '1' }]);
  expect(manifest.tables.map(({ name }) => name)).not.toContain('user_session');
});

test('restored into an empty database it is the same, row by row, and the database works on', async () => {
  const client = await connect(target.url);
  const { manifest } = await loadBackup(client, { file: plain, key: null });
  expect(await compareWith(client, manifest)).toEqual([]);
  const guards = `select relname, relrowsecurity, relforcerowsecurity from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  const keys = `select conname, pg_get_constraintdef(oid) as says from pg_constraint
    where connamespace = 'public'::regnamespace order by conname, conrelid::regclass::text`;
  const triggers = `select tgname, tgenabled from pg_trigger where not tgisinternal order by 1`;
  for (const question of [guards, keys, triggers]) {
    expect((await client.query(question)).rows).toEqual((await source.pool.query(question)).rows);
  }
  await client.end();
});

test('restored over data that are there already it replaces them all', async () => {
  const client = await connect(target.url);
  const { manifest } = await loadBackup(client, { file: sealed, key });
  expect(await compareWith(client, manifest)).toEqual([]);
  await client.end();
});

test('what fails at the end leaves the old data as they were', async () => {
  const client = await connect(target.url);
  const failing = loadBackup(client, { file: plain, key: null }, () => Promise.reject(new Error('killed')));
  await expect(failing).rejects.toThrow('killed');
  expect((await client.query('select key from company')).rows).toEqual([{ key: 'lambert' }]);
  await client.end();
});

test('a scratch database proves it good, and is gone afterwards', async () => {
  const { differences } = await verifyBackup({ file: sealed, key }, source.url);
  expect(differences).toEqual([]);
  const left = await source.pool.query("select 1 from pg_database where datname like 'rappel_verify%'");
  expect(left.rowCount).toBe(0);
});

test('a difference in one row is named by its table', async () => {
  const client = await connect(target.url);
  const { manifest } = await readManifest(plain, null);
  await client.query("update debtor set name = 'Somebody else'");
  expect(await compareWith(client, manifest)).toEqual(['debtor']);
  await client.end();
});

test('without its key, with another, or with a byte changed, it is refused', async () => {
  expect(await refusedAs(readManifest(sealed, null))).toBe('backup_key_needed');
  expect(await refusedAs(readManifest(sealed, Buffer.from('another key')))).toBe('backup_key_wrong');
  expect(readFileSync(sealed).includes('tables/debtor')).toBe(false);
  expect(readFileSync(plain).includes('the secret of the installation')).toBe(false);
});

test.each([
  ['plain', plain, null],
  ['sealed', sealed, key],
])(
  'one byte changed anywhere in a %s backup is noticed, a hundred times of a hundred',
  async (_, file, its) => {
    const whole = readFileSync(file);
    const changed = path.join(folder, 'changed.rappel');
    const outcomes = new Map<string, number>();
    const rounds = its ? 10 : 100;
    for (let round = 0; round < rounds; round += 1) {
      const bytes = Buffer.from(whole);
      const at = Math.floor((round / rounds) * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
      writeFileSync(changed, bytes);
      const outcome = await refusedAs(readManifest(changed, its));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()].filter((code) => !code.startsWith('backup_'))).toEqual([]);
    expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(rounds);
  },
);

test.each([0.2, 0.9, 0.9999])('cut off after %d of its length it is refused', async (part) => {
  for (const [file, its] of [[plain, null] as const, [sealed, key] as const]) {
    const whole = readFileSync(file);
    const cut = path.join(folder, 'cut.rappel');
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * part)));
    expect(await refusedAs(readManifest(cut, its))).toMatch(/^backup_/);
  }
});
