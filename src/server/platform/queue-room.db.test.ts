import { tmpdir } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { toolsFor } from '#test/support/tools.ts';
import { outcomeOf } from './queue.ts';
import { type Disk, watchRoom } from './room.ts';

const known = toolsFor(await freshDb());
const MB = 2 ** 20;
const withFree = (bytes: number): Disk => ({
  statfs: () => ({ bavail: bytes, bsize: 1, blocks: 1000 * MB }),
});
afterEach(() => void vi.useRealTimers());

test('a job that fails for good is told, though the disk is gone meanwhile; one that found no room waits for it', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  let disk = withFree(900 * MB);
  const room = watchRoom(tmpdir(), {
    keepsReserve: false,
    onError: () => {},
    disk: { statfs: (where) => disk.statfs(where) },
  });
  const tools = { ...known, installation: { ...known.installation, room } };
  const told: unknown[] = [];
  let tries = 0;
  const failing = (error: Error, after: Disk) => ({
    name: 'test',
    options: {},
    run: async () => {
      tries += 1;
      disk = after;
      vi.advanceTimersByTime(1000);
      if (tries === 1) throw error;
    },
    givenUp: async (_: unknown, __: unknown, why: unknown) => told.push(why),
  });
  const broken = new Error('broken');
  const gone = await outcomeOf(
    failing(broken, {
      statfs: () => {
        throw new Error('ESTALE');
      },
    }),
    tools,
    {},
    true,
  );
  expect([gone.status, told, tries]).toEqual(['failed', [broken], 1]);
  disk = withFree(900 * MB);
  vi.advanceTimersByTime(1000);
  tries = 0;
  let looks = 0;
  const filling: Disk = {
    statfs(where) {
      looks += 1;
      vi.advanceTimersByTime(300);
      return withFree(looks > 2 ? 900 * MB : 0).statfs(where);
    },
  };
  const waited = await outcomeOf(
    failing(Object.assign(new Error('write'), { code: 'ENOSPC' }), filling),
    tools,
    {},
    true,
  );
  expect([waited.status, told, tries]).toEqual(['completed', [broken], 2]);
});
