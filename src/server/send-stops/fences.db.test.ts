import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { findSendStops, refuseWhileStopped } from './find-send-stops.ts';
import { readMark, writeMark } from './place.ts';
import {
  addInstallation,
  addInstallationOwner,
  advanceMark,
  findDatabaseIdentity,
  listReleasedFences,
  listStandingFences,
} from './queries.ts';
import { keepMark, recogniseInstallation, UPGRADE_MINUTES } from './recognise-installation.ts';
import { BY_SHELL, releaseSending } from './release-sending.ts';

const fresh = await freshDb();
const { db } = fresh;
const tools = toolsFor(fresh);
const company = await addCompany(tools, { key: 'lambert' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-place-'));
const dataDir = path.join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (given: Partial<Parameters<typeof recogniseInstallation>[1]> = {}) =>
  recogniseInstallation(db, { dataDir, version: '0.1.0', isUpgraded: false, isServed: false, ...given });
const kinds = async () => (await listStandingFences(db)).map(({ kind }) => kind);
const release = (reason: string, by = BY_SHELL) => releaseSending({ db }, { fence: null, reason, by });
const told = async () =>
  inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select(['kind', sql<object>`facts || coalesce(personal, '{}')`.as('facts')])
      .where('kind', 'in', ['sending_held', 'sending_released'])
      .orderBy('id')
      .execute(),
  );

/** Known for a while at one place: what comes later is no setting up. */
beforeEach(async () => {
  await db.deleteFrom('installation').execute();
  await db.deleteFrom('installationPlace').execute();
  await db.deleteFrom('sendFence').execute();
  rmSync(folder, { recursive: true, force: true });
  await open();
  await sql`update installation set created_at = now() - interval '1 day'`.execute(db);
});

test('the same data at the same place, again and again: nothing is held back', async () => {
  await open();
  await open();
  expect(await kinds()).toEqual([]);
  expect(await inCompany(company, (trx) => findSendStops(trx, company.companyId))).toEqual([]);
});

test('of two processes that begin at once on an empty database the later one finds the installation of the other', async () => {
  await db.deleteFrom('installation').execute();
  await db.deleteFrom('installationPlace').execute();
  let later: Promise<void> = Promise.resolve();
  await db.transaction().execute(async (trx) => {
    await addInstallation(trx, { databaseIdentity: await findDatabaseIdentity(trx), version: '0.1.0' });
    later = open();
    await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBe(1);
  });
  await later;
  expect(await db.selectFrom('installation').select('version').execute()).toEqual([{ version: '0.1.0' }]);
  expect(await kinds()).toEqual([]);
});

test('a folder that was renamed is still the same', async () => {
  renameSync(dataDir, path.join(folder, 'renamed'));
  await open({ dataDir: path.join(folder, 'renamed') });
  expect(await kinds()).toEqual([]);
});

test('a copied folder is a copy, whichever of the two is opened next; it is told once', async () => {
  const copy = path.join(folder, 'copy');
  cpSync(dataDir, copy, { recursive: true, preserveTimestamps: true });
  await open({ dataDir: copy });
  await open({ dataDir: copy });
  expect(await kinds()).toEqual(['copied']);
  const [stop] = await inCompany(company, (trx) => findSendStops(trx, company.companyId));
  expect(stop).toMatchObject({ kind: 'copied', until: null, facts: { folder: copy, folderBefore: dataDir } });
});

test('a copied database under the same folder is a copy: it says so itself', async () => {
  await sql`update installation set database_identity = 'another cluster'`.execute(db);
  await open();
  expect(await kinds()).toEqual(['copied']);
});

test('a process at a new place joins while the installation is served from a known one', async () => {
  await open({ dataDir: path.join(folder, 'second'), isServed: true });
  expect(await kinds()).toEqual([]);
  await open({ dataDir: path.join(folder, 'second') });
  expect(await kinds()).toEqual([]);
});

test('data that are older than what ran here were put back by somebody', async () => {
  writeMark(dataDir, (await advanceMark(db)) + 1n);
  await open();
  expect(await kinds()).toEqual(['restored']);
  writeMark(dataDir, 1n);
  expect(readMark(dataDir)).toBe(1n);
});

test('a disk that takes no mark keeps the one before, and the server goes on', async () => {
  writeMark(dataDir, 7n);
  mkdirSync(path.join(dataDir, 'mark.new'));
  const errors: unknown[] = [];
  const mark = keepMark(db, dataDir, (error) => errors.push(error));
  await expect.poll(() => errors.length).toBe(1);
  mark.stop();
  expect(readMark(dataDir)).toBe(7n);
});

test.each([
  ['another version', { version: '0.2.0' }],
  ['another schema', { isUpgraded: true }],
])('after an upgrade to %s nothing leaves for ten minutes', async (_, given) => {
  await open(given);
  const [stop] = await inCompany(company, (trx) => findSendStops(trx, company.companyId));
  expect(stop?.kind).toBe('upgraded');
  expect(stop?.until?.since(stop.since).total('minutes')).toBeCloseTo(UPGRADE_MINUTES, 1);
  await sql`update send_fence set ends_at = clock_timestamp()`.execute(db);
  expect(await kinds()).toEqual([]);
});

test('a release needs a reason, is kept with it, makes the place known, and may be repeated', async () => {
  const copy = path.join(folder, 'copy');
  cpSync(dataDir, copy, { recursive: true });
  await open({ dataDir: copy });
  await expect(release('  ')).rejects.toMatchObject({ code: 'release_reason_missing' });
  expect(await kinds()).toEqual(['copied']);
  expect(await release('the old machine is switched off')).toBe(1);
  expect(await release('again')).toBe(0);
  await open({ dataDir: copy });
  expect(await kinds()).toEqual([]);
  const [kept] = await listReleasedFences(db, 1);
  expect(kept).toMatchObject({ releasedBy: 'cli', releaseReason: 'the old machine is switched off' });
  expect((await told()).slice(-2)).toEqual([
    { kind: 'sending_held', facts: { stop: 'copied' } },
    { kind: 'sending_released', facts: { stop: 'copied', reason: 'the old machine is switched off' } },
  ]);
});

test('only whoever looks after the installation may release: an owner of one company may not', async () => {
  const keeper = await addMember(company, 'owner');
  const other = await addMember(company, 'owner');
  await db.transaction().execute((trx) => addInstallationOwner(trx, keeper));
  await open({ isUpgraded: true });
  await expect(release('it is fine', other)).rejects.toBeInstanceOf(Refusal);
  expect(await kinds()).toEqual(['upgraded']);
  expect(await release('it is fine', keeper)).toBe(1);
  expect((await listReleasedFences(db, 1))[0]?.releasedByName).toBe('Odile Lambert');
});

test('what a person asks for is refused meanwhile, with the reason', async () => {
  await open({ isUpgraded: true });
  const asked = inCompany(company, (trx) => refuseWhileStopped(trx, company.companyId));
  await expect(asked).rejects.toMatchObject({ code: 'sending_stopped', facts: { reason: 'upgraded' } });
});
