import { expect, test } from 'vitest';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { seedOf } from '../faults/seed.ts';
import { interleave } from './interleave.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();

test('no notice leaves whose facts are false when it is claimed, whatever happens meanwhile: 10,000 interleavings', async () => {
  const { random } = seedOf('true at claim');
  const lease = await addLease(fresh.db, 'here', process.pid);
  const world = { tools, pool: fresh.pool, smtp, lease };
  const done = await interleave(world, { times: 10_000, random: () => random.next() });
  expect(done.falseClaims).toEqual([]);
  expect(done.interleavings).toBe(10_000);
  // Both happened: otherwise nothing was tried.
  process.stdout.write(`${done.claimed} claimed, ${done.withdrawn} withdrawn\n`);
  expect(Math.min(done.claimed, done.withdrawn)).toBeGreaterThan(2000);
});
