import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { job } from '#server/platform/job.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { backUpByNight } from './back-up.ts';
import { backUpBeforeUpgrade } from './back-up-before-upgrade.ts';
import { readManifest } from './read-manifest.ts';

/** A service whose upgrade fails is started again, each few seconds, for as long as nobody looks. */
const fresh = await freshDb();
const tools = toolsFor(fresh);
const company = await addCompany(tools, { key: 'lambert' });
const root = mkdtempSync(path.join(tmpdir(), 'rappel-before-upgrade-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = path.join(root, 'backups');
const place = {
  folder,
  keyFile: null,
  isNightly: true,
  database: fresh.url,
  secret: 'the secret of the installation',
  version: '0.1.0',
};
const keyFile = path.join(root, 'backup.key');
writeFileSync(keyFile, 'a key of more than thirty-two characters');
const aJob = job('test.a-job', z.record(z.string(), z.unknown()));

const AT = Temporal.Instant.from('2026-03-31T06:00:00Z');
let minute = 0;
/** A minute later each time. */
const begin = async (given: Partial<BackupPlace> = {}) => {
  minute += 1;
  const at = AT.add({ minutes: minute });
  return backUpBeforeUpgrade({ ...place, ...given }, pino({ level: 'silent' }), { at });
};
const names = () => readdirSync(folder).sort();

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

test('begun again and again it keeps the data once, and again whenever they have changed', async () => {
  const first = await begin();
  expect(await begin()).toBe(first);
  expect((await readManifest(first, null)).manifest.totals).toEqual([]);
  // Somebody went back to the old version, worked, and upgrades again within the hour.
  await addDebtor(company, { number: 'D1' });
  const second = await begin();
  expect(second).not.toBe(first);
  expect(await begin()).toBe(second);
  await fresh.db.transaction().execute((trx) => tools.queue.add(trx, aJob, { n: 1 }));
  const third = await begin();
  await fresh.pool.query(
    'delete from applied_migration where number = (select max(number) from applied_migration)',
  );
  const fourth = await begin();
  expect(names()).toEqual([first, second, third, fourth].map((file) => path.basename(file)));
});

test('one that is damaged, of another key or another secret is none: another is made', async () => {
  const plain = await begin();
  const sealed = await begin({ keyFile });
  expect(await begin({ keyFile })).toBe(sealed);
  const otherSecret = await begin({ keyFile, secret: 'another secret of the installation' });
  const unsealed = await begin();
  truncateSync(unsealed, 5000);
  const whole = await begin();
  expect(names()).toEqual([plain, sealed, otherSecret, unsealed, whole].map((file) => path.basename(file)));
});

test('two that begin at once keep them once', async () => {
  const [one, other] = await Promise.all([begin(), begin()]);
  expect(other).toBe(one);
  expect(names()).toEqual([path.basename(one)]);
});

test('of older ones five stay while another is made, and by night; what was killed on the way is gone', async () => {
  const old = [1, 2, 3, 4, 5, 6, 7].map((day) => `before-upgrade-2026010${day}T060000Z.rappel`);
  for (const name of [...old, 'before-upgrade-20260108T060000Z.rappel.part'])
    writeFileSync(path.join(folder, name), 'an old one');
  const made = path.basename(await begin());
  expect(names()).toEqual([...old.slice(2), made]);
  const night = await backUpByNight(fresh.db, place, AT);
  expect(names()).toEqual([...old.slice(3), made, path.basename(night?.file ?? '')]);
});

test('where it would fill the disk of the data it is not begun, and says so', async () => {
  const disk = { statfs: () => ({ bavail: 110, bsize: 2 ** 20, blocks: 1000 }) };
  const log = pino({ level: 'silent' });
  const embedded = { ...place, embeddedIn: root };
  await expect(backUpBeforeUpgrade(embedded, log, { at: AT, disk })).rejects.toMatchObject({
    message: expect.stringContaining('nothing was upgraded'),
    cause: { code: 'disk_full' },
  });
  expect(names()).toEqual([]);
});
