import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCrowd, interleave, strayMarks } from '#test/support/interleave.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

test('10,000 requests of 50 companies through one pool see no row of another', {
  timeout: 600_000,
}, async () => {
  const crowd = await addCrowd(tools, { companies: 50, debtorsEach: 4 });
  const outcome = await interleave(tools.db, crowd, { requests: 10_000, atOnce: 32, seed });
  process.stdout.write(`T3 SEED=${seed} ${JSON.stringify(outcome)}\n`);
  expect(outcome, `SEED=${seed}`).toMatchObject({ foreign: 0, read: 10_000 });
  expect(await strayMarks(fresh.db)).toBe(0);
});
