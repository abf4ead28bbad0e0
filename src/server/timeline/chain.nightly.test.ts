import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { fillTimeline, tamper } from '#test/support/tamper.ts';
import { toolsFor } from '#test/support/tools.ts';
import { verifyChain } from './chain.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);

test('a thousand changes past the guards: a thousand found, each with its first event', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 100_000));
  process.stdout.write(`SEED=${seed}\n`);
  const company = await addCompany(tools);
  await fillTimeline(company, 500);
  expect(await tamper(company, fresh.pool, 1000, seed)).toEqual([]);
  expect(await inCompany(company, (trx) => verifyChain(trx, company.companyId))).toMatchObject({ faults: 0 });
});
