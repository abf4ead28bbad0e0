import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { changeDebtor } from './change-debtor.ts';
import { lockDebtor } from './queries.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const company = await addCompany(tools);

const pay = (debtor: string, payerId: string) => changeDebtor(company, { debtor, changes: { payerId } });

test.each([
  ['the payer’s payer second', 0, 1],
  ['the payer’s payer first', 1, 0],
])('of two who make a chain at once, one does, and the other is told: %s', async (_, first, second) => {
  const debtors = await Promise.all([1, 2, 3].map(() => addDebtor(company)));
  const [a = '', b = '', c = ''] = debtors.map(({ id }) => id);
  const asked = [
    [a, b],
    [b, c],
  ] as const;
  const both = await inCompany(company, async (trx) => {
    // Both have begun before either can end: they wait for the debtor they share.
    await lockDebtor(trx, company.companyId, b);
    const wanted = [asked[first], asked[second]].map((pair) => pay(pair?.[0] ?? '', pair?.[1] ?? ''));
    const settled = Promise.allSettled(wanted);
    await expect.poll(() => countWaiting(fresh.pool)).toBe(2);
    return { settled };
  });
  const outcomes = await both.settled;
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'debtor_payer_chain' },
  });
  const paid = await inCompany(company, (trx) =>
    trx
      .selectFrom('debtor')
      .select('id')
      .where('id', 'in', [a, b])
      .where('payerId', 'is not', null)
      .execute(),
  );
  expect(paid).toHaveLength(1);
});

test('two who name each other as payer at once neither wait for ever nor make a ring', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = await Promise.all([addDebtor(company), addDebtor(company)]);
    const outcomes = await Promise.allSettled([pay(a.id, b.id), pay(b.id, a.id)]);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'debtor_payer_chain' },
    });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});
