import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '#server/platform/database.ts';
import { openDb } from '#server/platform/db.ts';
import { startPostgres } from '#server/platform/embedded-postgres.ts';
import { listStandingFences } from '#server/send-stops/queries.ts';
import { recogniseInstallation } from '#server/send-stops/recognise-installation.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { backUpPhysically } from './back-up-physically.ts';
import { listBackupRuns } from './queries.ts';
import { verifyPhysicalBackup } from './verify-physical-backup.ts';

const log = pino({ level: 'silent' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-physical-'));
const [live, backup, copy] = ['live', 'backup', 'copy'].map((name) => path.join(folder, name)) as [
  string,
  string,
  string,
];
const opened = { version: '0.1.0', isUpgraded: false, isServed: false };
let database: OpenDatabase;
let db: ReturnType<typeof openDb>;

/** Works without a pause until it is told to stop. @returns how often it wrote */
async function writeUntil(stopped: () => boolean, key: string): Promise<number> {
  const company = await addCompany(toolsFor({ url: database.url }), { key });
  let written = 0;
  while (!stopped()) {
    const debtor = await addDebtor(company, { number: `D${written}` });
    await addDocument(company, debtor, {
      number: `F${written}`,
      items: [{ dueOn: '2026-02-01', open: '12.34' }],
    });
    written += 1;
  }
  return written;
}

beforeAll(async () => {
  // Nothing of it has to survive a power cut, only the copy.
  await startPostgres(live, { durable: false });
  database = await openDatabase({ databaseUrl: null, dataDir: live }, log);
  db = openDb(database.pool);
  await recogniseInstallation(db, { ...opened, dataDir: live });
  await db
    .updateTable('installation')
    .set({ createdAt: Temporal.Instant.from('2026-01-01T00:00:00Z') })
    .execute();
}, 120_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const place = () => ({ database: database.url, version: '0.1.0', secret: 'the secret' });
const asked = {
  folder: backup,
  at: Temporal.Instant.from('2026-03-31T02:00:00Z'),
  isEmbedded: true,
  withSecret: true,
};

test('copied while others write, and a started copy holds what was there at one moment, row by row', async () => {
  let over = false;
  const writing = ['lambert', 'dubois'].map((key) => writeUntil(() => over, key));
  const made = await backUpPhysically(db, place(), asked).finally(() => {
    over = true;
  });
  const written = (await Promise.all(writing)).reduce((sum, one) => sum + one, 0);
  expect(made.differences).toEqual([]);
  const held = made.written.manifest.content.tables.find(({ name }) => name === 'document')?.rows ?? 0;
  expect(held).toBeGreaterThan(0);
  expect(held).toBeLessThan(written);
  expect(readFileSync(path.join(backup, 'secret'), 'utf8')).toBe('the secret');
  const [run] = await listBackupRuns(db, 1);
  expect(run).toMatchObject({ file: backup, outcome: 'written', verification: 'good', isEncrypted: false });
  // Nothing that keeps the live one from starting after a crash, nor its log from being used again.
  const { rows } = await database.asAdmin('test', (client) =>
    client.query('select 1 from pg_replication_slots'),
  );
  expect(rows).toEqual([]);
});

test('Rappel starts on a copy of it, as it was, and holds back whatever would leave', async () => {
  expect(spawnSync('cp', ['-a', backup, copy]).status).toBe(0);
  await startPostgres(copy, { durable: false });
  const there = await openDatabase({ databaseUrl: null, dataDir: copy }, log);
  const copied = openDb(there.pool);
  await recogniseInstallation(copied, { ...opened, dataDir: copy });
  expect(await listStandingFences(copied)).toMatchObject([{ kind: 'copied', facts: { database: 'same' } }]);
  await there.close();
  await expect(verifyPhysicalBackup(copy)).rejects.toMatchObject({ code: 'physical_in_use' });
});

test('a byte that changed on the disk is noticed, by the name of its file', async () => {
  const file = path.join(backup, 'postgres18/global/pg_filenode.map');
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.from(bytes).fill((bytes[100] ?? 0) ^ 1, 100, 101));
  expect((await verifyPhysicalBackup(backup)).differences).toEqual(['postgres18/global/pg_filenode.map']);
  rmSync(path.join(backup, 'physical-backup.json'));
  await expect(verifyPhysicalBackup(backup)).rejects.toMatchObject({ code: 'physical_unreadable' });
});

test('a folder that holds something, and a database elsewhere, are refused; what fails leaves nothing behind', async () => {
  await expect(backUpPhysically(db, place(), asked)).rejects.toMatchObject({
    code: 'physical_folder_filled',
  });
  const elsewhere = backUpPhysically(db, place(), { ...asked, isEmbedded: false });
  await expect(elsewhere).rejects.toMatchObject({ code: 'physical_embedded_only' });
  mkdirSync(path.join(folder, 'closed'));
  const fresh = { ...asked, folder: path.join(folder, 'closed') };
  const broken = { ...place(), database: database.url.replace(/\/rappel\b/, '/postgres') };
  await expect(backUpPhysically(db, broken, fresh)).rejects.toThrow();
  expect(spawnSync('ls', ['-A', fresh.folder]).stdout.toString()).toBe('');
});
