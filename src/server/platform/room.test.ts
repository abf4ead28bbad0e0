import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  asNoRoom,
  type Disk,
  giveUpReserve,
  keepReserve,
  keptLogMegabytesMax,
  leastRoom,
  logMegabytesMax,
  makeBreath,
  refuseWithoutRoom,
  watchRoom,
  wordsOfNoRoom,
} from './room.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-room-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const MB = 2 ** 20;
/** Of 1000 MB, a hundred of which must be free for anything new. */
const withFree = (bytes: number): Disk => ({
  statfs: () => ({ bavail: bytes, bsize: 1, blocks: 1000 * MB }),
});
const without = (code: string): Disk => ({
  statfs() {
    throw coded(code);
  },
});
const watched = (dataDir: string, disk: Disk) =>
  watchRoom(dataDir, { keepsReserve: false, onError: () => {}, disk });
const reserveIn = (dataDir: string) => path.join(dataDir, 'reserve');
const coded = (code: string) => Object.assign(new Error('write'), { code });

test.each([
  ['a small disk', 100 * MB, 32 * MB],
  ['just above', 330 * MB, 33 * MB],
  ['a tenth', 1000 * MB, 100 * MB],
  ['just below the most', 2559 * MB, Math.floor(255.9 * MB)],
  ['a large disk', 500_000 * MB, 256 * MB],
])('%s keeps a tenth free, within bounds', (_, bytes, least) => {
  expect(leastRoom(bytes)).toBe(least);
});

test('what would leave too little is refused with what is free and what is needed', () => {
  const { bavail, bsize } = statfsSync(folder);
  expect(() => refuseWithoutRoom(folder, 0)).not.toThrow();
  expect(() => refuseWithoutRoom(folder, bavail * bsize)).toThrow(
    expect.objectContaining({ code: 'disk_full' }),
  );
});

test('a full disk is told as what it is; anything else is not', () => {
  expect(asNoRoom(coded('ENOSPC'), folder)).toMatchObject({ code: 'disk_filled' });
  expect(asNoRoom(coded('EDQUOT'), undefined)).toMatchObject({ code: 'disk_filled' });
  expect(asNoRoom(coded('EACCES'), folder)).toBeNull();
  // The database is away, and the disk has room: another story.
  expect(asNoRoom(coded('ECONNREFUSED'), folder)).toBeNull();
});

test('where there is room nobody waits', async () => {
  const room = watchRoom(folder, { keepsReserve: false, onError: () => {} });
  expect(room.whyNot()).toBeNull();
  await room.awaited();
  await room.stop();
});

test.each([
  ['plenty', 900 * MB, null, 48],
  ['just enough for new work', 100 * MB, null, 48],
  ['a byte less', 100 * MB - 1, 'disk_full', 48],
  ['the last that needs no breath', 8 * MB, 'disk_full', 48],
  ['a byte less than that', 8 * MB - 1, 'disk_full', 32],
  ['nothing', 0, 'disk_full', 32],
])(
  '%s: what is told while it runs, and how much of the reserve stays for a start',
  async (name, free, code, kept) => {
    const dataDir = path.join(folder, name);
    mkdirSync(dataDir);
    await keepReserve(dataDir, withFree(900 * MB));
    expect(watched(dataDir, withFree(free)).whyNot()?.code ?? null).toBe(code);
    expect(statSync(reserveIn(dataDir)).size).toBe(kept * MB);
    // Asked again and again, it stays so; and it is made whole where there is room.
    expect(watched(dataDir, withFree(free)).whyNot()?.code ?? null).toBe(code);
    expect(statSync(reserveIn(dataDir)).size).toBe(kept * MB);
    await keepReserve(dataDir, withFree(900 * MB));
    expect(statSync(reserveIn(dataDir)).size).toBe(48 * MB);
  },
);

test.each(['ESTALE', 'EIO'])(
  'a disk that answers %s takes nothing new, and nothing falls over it',
  async (code) => {
    const disk = without(code);
    const refusal = watched(folder, disk).whyNot();
    expect(refusal).toMatchObject({ code: 'disk_unreadable', facts: { cause: code } });
    expect(refusal && wordsOfNoRoom(refusal)).toContain('does not say');
    expect(() => refuseWithoutRoom(folder, 0, disk)).toThrow(
      expect.objectContaining({ code: 'disk_unreadable' }),
    );
    expect(() => makeBreath(folder, disk)).not.toThrow();
    await keepReserve(folder, disk);
    expect(existsSync(reserveIn(folder))).toBe(false);
    expect([logMegabytesMax(folder, disk), keptLogMegabytesMax(folder, disk)]).toEqual([64, 64]);
  },
);

test('a server has its reserve from its start on, and no part of one after its end', async () => {
  const dataDir = path.join(folder, 'server');
  const room = watchRoom(dataDir, { keepsReserve: true, onError: () => {}, disk: withFree(900 * MB) });
  await room.stop();
  expect(statSync(reserveIn(dataDir)).size).toBe(48 * MB);
});

test('a reserve is made only where there is plenty, and given up whole before a start', async () => {
  const dataDir = path.join(folder, 'start');
  mkdirSync(dataDir);
  await keepReserve(dataDir, withFree(196 * MB - 1));
  expect(existsSync(reserveIn(dataDir))).toBe(false);
  await keepReserve(dataDir, withFree(196 * MB));
  makeBreath(dataDir, withFree(8 * MB));
  expect(statSync(reserveIn(dataDir)).size).toBe(48 * MB);
  makeBreath(dataDir, withFree(8 * MB - 1));
  expect(existsSync(reserveIn(dataDir))).toBe(false);
  // One that is not there any more, and one that cannot be taken away.
  giveUpReserve(dataDir);
  mkdirSync(path.join(reserveIn(dataDir), 'in the way'), { recursive: true });
  expect(() => giveUpReserve(dataDir)).not.toThrow();
  expect(watched(dataDir, withFree(0)).whyNot()).toMatchObject({ code: 'disk_full' });
});

test.each([
  [100, 64, 64],
  [512, 64, 128],
  [8000, 1000, 2000],
  [400_000, 4096, 100_000],
])('of %i MB free, the log may take %i, and %i while a copy is made', (free, log, kept) => {
  expect(logMegabytesMax(folder, withFree(free * MB))).toBe(log);
  expect(keptLogMegabytesMax(folder, withFree(free * MB))).toBe(kept);
});
