import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCrowd, interleave, strayMarks } from '#test/support/interleave.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const seed = Number(process.env.SEED ?? 20_260_331);

test('500 requests of 50 companies through one pool, given up or ended in the middle, see no row of another', async () => {
  const crowd = await addCrowd(tools, { companies: 50, debtorsEach: 2 });
  const outcome = await interleave(tools.db, crowd, { requests: 500, atOnce: 16, seed });
  expect(outcome, `SEED=${seed}`).toMatchObject({ foreign: 0, read: 500 });
  expect(Math.min(outcome.written, outcome.aborted, outcome.timedOut), `SEED=${seed}`).toBeGreaterThan(10);
  expect(await strayMarks(fresh.db)).toBe(0);
});
