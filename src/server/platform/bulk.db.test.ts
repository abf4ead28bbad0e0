import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { inCompanyBulk } from './bulk.ts';

const tools = toolsFor(await freshDb());

test('what work that fails has left to be sent ends in its own transaction, not in that of the next', async () => {
  const { companyId } = await addCompany(tools, { key: 'bulk' });
  const sent: Promise<void>[] = [];
  const work = inCompanyBulk({ db: tools.db, companyId }, async (trx, bulk) => {
    await sql`create temp table sent_row (nth integer) on commit drop`.execute(trx);
    for (let portion = 0; portion < 3; portion += 1) sent.push(bulk.copy('sent_row', ['nth'], [[portion]]));
    throw new Error('the file has no more lines');
  });
  await expect(work).rejects.toThrow('the file has no more lines');
  expect(await Promise.allSettled(sent)).toEqual(sent.map(() => ({ status: 'fulfilled', value: undefined })));
});
