import { mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { listKeptBefore, sweepBackups } from './sweep-backups.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-sweep-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const before = (what: string, day: number) => `before-${what}-2026030${day}T060000Z.rappel`;
const put = (name: string, hoursOld = 0) => {
  const file = path.join(folder, name);
  writeFileSync(file, 'a backup');
  const at = Temporal.Now.instant().epochMilliseconds / 1000 - hoursOld * 3600;
  utimesSync(file, at, at);
};
const names = () => readdirSync(folder).sort();

beforeEach(() => {
  for (const name of names()) rmSync(path.join(folder, name));
});

test('the newest five of each stay; what is on record, and what a person named, is not touched', async () => {
  const others = ['before-upgrade-of-mine.rappel', 'nightly-20200101T023000Z.rappel', 'today.rappel'];
  for (const name of others) put(name, 100);
  for (const day of DAYS) for (const what of ['upgrade', 'restore']) put(before(what, day));
  await sweepBackups(folder);
  const kept = ['upgrade', 'restore'].flatMap((what) => DAYS.slice(2).map((day) => before(what, day)));
  expect(names()).toEqual([...kept, ...others].sort());
  expect((await listKeptBefore(folder, 'before_upgrade')).at(-1)).toBe(
    path.join(folder, before('upgrade', 7)),
  );
});

test('what is about to be restored stays, however old and by whatever way it is named', async () => {
  for (const day of DAYS) put(before('restore', day));
  const way = path.join(folder, 'a way to it');
  symlinkSync(path.join(folder, before('restore', 1)), way);
  await sweepBackups(folder, { spared: way });
  rmSync(way);
  expect(names()).toEqual([1, 3, 4, 5, 6, 7].map((day) => before('restore', day)));
});

test('what a killed backup left goes after a day, and at once where nobody else can be writing it', async () => {
  put('nightly-20260301T023000Z.rappel.part', 25);
  put('nightly-20260302T023000Z.rappel.part', 23);
  put(`${before('upgrade', 1)}.part`);
  put('somebody-elses.part', 1000);
  await sweepBackups(folder);
  expect(names()).toEqual([
    `${before('upgrade', 1)}.part`,
    'nightly-20260302T023000Z.rappel.part',
    'somebody-elses.part',
  ]);
  await sweepBackups(folder, { alone: 'before_upgrade' });
  expect(names()).toEqual(['nightly-20260302T023000Z.rappel.part', 'somebody-elses.part']);
  await sweepBackups(path.join(folder, 'not there'));
});
