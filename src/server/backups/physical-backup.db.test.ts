import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '#server/platform/database.ts';
import { openDb } from '#server/platform/db.ts';
import { startPostgres } from '#server/platform/embedded-postgres.ts';
import { listStandingFences } from '#server/send-stops/queries.ts';
import { recogniseInstallation } from '#server/send-stops/recognise-installation.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { backUpPhysically, thereAlready } from './back-up-physically.ts';
import { listBackupRuns } from './queries.ts';
import { verifyPhysicalBackup } from './verify-physical-backup.ts';
import { writePhysicalBackup } from './write-physical-backup.ts';

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
async function writeUntil(stopped: () => boolean, key: string, url = database.url): Promise<number> {
  const company = await addCompany(toolsFor({ url }), { key });
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

/** As on Windows, where the server asks its administrator for a password that lies beside its folder. */
async function withPassword(admin: pg.Client, work: (url: URL) => Promise<void>): Promise<void> {
  const [hba, file] = [path.join(live, 'postgres18/pg_hba.conf'), path.join(live, 'postgres-password')];
  const before = readFileSync(hba, 'utf8');
  const url = new URL(database.url);
  url.password = 'as on Windows';
  await admin.query("alter role rappel password 'as on Windows'");
  writeFileSync(hba, `local all rappel scram-sha-256\n${before}`);
  writeFileSync(file, 'as on Windows', { mode: 0o600 });
  await admin.query('select pg_reload_conf()');
  try {
    await work(url);
  } finally {
    writeFileSync(hba, before);
    rmSync(file);
    await admin.query('alter role rappel password null');
    await admin.query('select pg_reload_conf()');
  }
}

test('a disk slow to end the log is waited for: still one moment; and where a password is asked for, the copy has it', async () => {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create schema slow; create sequence slow.times;
    create function slow.pg_switch_wal() returns pg_lsn language plpgsql as $$
      begin if nextval('slow.times') = 1 then perform pg_sleep(1.2); end if; return pg_catalog.pg_switch_wal(); end $$`);
  const to = path.join(folder, 'slow');
  await withPassword(admin, async (url) => {
    let over = false;
    const writing = writeUntil(() => over, 'slow', url.href);
    const slowly = new URL(url);
    slowly.searchParams.set('options', '-c search_path=slow,pg_catalog,public');
    const aim = { ...place(), database: slowly.href, secret: null, folder: to, at: asked.at };
    await writePhysicalBackup(aim).finally(() => {
      over = true;
    });
    expect(await writing).toBeGreaterThan(0);
  });
  const { rows } = await admin.query<{ times: string }>('select last_value::text as times from slow.times');
  expect(rows).toEqual([{ times: '1' }]);
  await admin.query('drop schema slow cascade');
  await admin.end();
  expect(statSync(path.join(to, 'postgres-password')).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(backup, 'postgres-password'))).toBe(false);
  expect((await verifyPhysicalBackup(to)).differences).toEqual([]);
  rmSync(to, { recursive: true });
});

test('more log than may be kept for it: the copy is given up in words, and leaves nothing behind', async () => {
  const admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const { rows } = await admin.query<{ kept: string }>(
    "select current_setting('max_slot_wal_keep_size') as kept",
  );
  expect(rows[0]?.kept).toMatch(/^[1-9]/);
  await admin.query("alter system set max_slot_wal_keep_size = '1MB'");
  await admin.query('select pg_reload_conf()');
  let over = false;
  const filling = (async () => {
    while (!over) {
      await admin.query("select pg_logical_emit_message(false, 'test', 'x'), pg_switch_wal()");
      await admin.query('checkpoint');
    }
  })();
  const to = path.join(folder, 'gone');
  const copying = writePhysicalBackup({ ...place(), folder: to, at: asked.at }).finally(() => {
    over = true;
  });
  await expect(copying).rejects.toMatchObject({ code: 'physical_log_gone' });
  await filling;
  await admin.query('alter system reset max_slot_wal_keep_size');
  await admin.query('select pg_reload_conf()');
  await admin.end();
  expect(readdirSync(to)).toEqual([]);
});

test('a verification asks for room, and clears what a killed one left; one that is at it keeps its own', async () => {
  const full = { statfs: () => ({ bavail: 90_000_000, bsize: 1, blocks: 1e9 }) };
  // The first is greater than any process's number.
  const [left, running] = [`${backup}.verify-4194304-abcdef`, `${backup}.verify-${process.pid}-abcdef`];
  for (const one of [left, running]) mkdirSync(one);
  await expect(verifyPhysicalBackup(backup, full)).rejects.toMatchObject({ code: 'disk_full' });
  expect([left, running].map((one) => existsSync(one))).toEqual([false, true]);
  rmSync(running, { recursive: true });
  expect(thereAlready(path.join(folder, 'not', 'there'))).toBe(folder);
  expect(thereAlready('/')).toBe('/');
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
