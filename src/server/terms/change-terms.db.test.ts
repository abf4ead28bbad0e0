import { expect, test } from 'vitest';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { inCompany } from '#server/platform/db.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { changeTerms, showTerms } from './change-terms.ts';
import { findCreditorTerms } from './queries.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const NONE = {
  hasClause: false,
  yearlyPercent: null,
  penalty: null,
  isSmall: false,
  takesOffVat: true,
  goods: null,
};
const SAID = {
  hasClause: true,
  yearlyPercent: '10.50',
  penalty: { percent: '10.00', least: '40.00', most: '2000.00' },
  isSmall: true,
  takesOffVat: false,
  goods: 'Bières et limonades',
};
const refused = (code: string) => expect.objectContaining({ code });

test('a company has said nothing until it does; what it says is kept whole, and may be said again', async () => {
  const lambert = await addCompany(tools);
  expect(await showTerms(lambert)).toEqual({ ...NONE, currency: 'EUR', changedAt: null });
  expect(await changeTerms(lambert, SAID)).toMatchObject(SAID);
  expect(await changeTerms(lambert, SAID)).toMatchObject(SAID);
  expect(await showTerms(lambert)).toMatchObject(SAID);
  expect(await inCompany(lambert, (trx) => findCreditorTerms(trx, lambert.companyId))).toEqual({
    hasClause: true,
    isSmall: true,
    takesOffVat: false,
    goods: 'Bières et limonades',
  });
  expect(await showTerms(await addCompany(tools))).toMatchObject(NONE);
});

test.each([
  [{ yearlyPercent: '100.01' }, 'rate_unreadable'],
  [{ yearlyPercent: 'much' }, 'rate_unreadable'],
  [{ yearlyPercent: '1.23456' }, 'rate_unreadable'],
  [{ penalty: { percent: '-1', least: '0', most: null } }, 'rate_unreadable'],
  [{ penalty: { percent: '10', least: 'x', most: null } }, 'amount_unreadable'],
  [{ penalty: { percent: '10', least: '-1', most: null } }, 'amount_unreadable'],
  [{ penalty: { percent: '10', least: '40', most: '39.99' } }, 'terms_most_below_least'],
  [{ hasClause: false }, 'terms_clause_not_stated'],
] as const)('%j is refused, and leaves nothing behind', async (given, code) => {
  const lambert = await addCompany(tools);
  await expect(async () => changeTerms(lambert, { ...SAID, ...given })).rejects.toEqual(refused(code));
  expect(await showTerms(lambert)).toMatchObject(NONE);
});

test('a policy may ask by the clause of the terms, and may not without one', async () => {
  const lambert = await addCompany(tools);
  const ready = readyPolicyFor('be_consumer_costs', { country: 'BE', currency: 'EUR' });
  const body = { ...ready, lateClause: false };
  await expect(addOwnPolicy(lambert, { name: 'A', body })).rejects.toEqual(refused('policy_clause_needed'));
  await changeTerms(lambert, SAID);
  await addOwnPolicy(lambert, { name: 'A', body });
});

test.each([
  ['12', 'policy_rate_above_ceiling'],
  ['10.5', null],
] as const)(
  'a policy for consumers at %s % is held against the rate of the day',
  async (yearlyPercent, code) => {
    const lambert = await addCompany(tools);
    const ready = readyPolicyFor('be_consumer_costs', { country: 'BE', currency: 'EUR' });
    const steps = ready.steps.map((step, index) =>
      index === 0 ? step : { ...step, interest: { kind: 'contractual', yearlyPercent } as const },
    );
    const saved = addOwnPolicy(lambert, { name: 'A', body: { ...ready, steps } });
    if (code) await expect(saved).rejects.toEqual(refused(code));
    else await saved;
  },
);
