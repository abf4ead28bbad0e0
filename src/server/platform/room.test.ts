import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { asNoRoom, leastRoom, refuseWithoutRoom, watchRoom } from './room.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-room-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const MB = 2 ** 20;
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
  room.stop();
});
