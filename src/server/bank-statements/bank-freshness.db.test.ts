import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { showRun } from '#server/dunning-runs/show-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { camt, type GivenStatement } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { findBankData, listBankFreshness } from './bank-freshness.ts';
import { changeAccount } from './change-account.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { showAccounts, showGaps } from './show-accounts.ts';
import { importBankFileNow } from './steer-bank-file.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const ING = 'BE71096123456769';

async function importOf(
  company: CompanyTools,
  statements: readonly GivenStatement[],
  kind: '052' | '053' = '053',
) {
  const bytes = camt({ kind, statements });
  const bankFileId = await keepBankFile(company, { fileName: 'bank.xml', bytes, origin: 'upload' });
  await importBankFileNow(company, { bankFileId });
}

const day = (text: string) => Temporal.PlainDate.from(text);
const bankDataOf = (company: CompanyTools) =>
  inCompany(company, (trx) => findBankData(trx, company.companyId, day('2026-03-31')));

test('without any statement nothing is stale', async () => {
  const company = await addCompany(tools);
  expect(await bankDataOf(company)).toBeNull();
  expect(await showAccounts(company)).toEqual({ accounts: [], unreadIban: null });
});

test('each account is as fresh as its last booked statement, and the stalest that is followed counts', async () => {
  const company = await addCompany(tools);
  await importOf(company, [
    { closedOn: '2026-03-30', lines: [{ amount: '1.00' }] },
    { account: ING, openedOn: '2026-03-17', closedOn: '2026-03-18', lines: [{ amount: '2.00' }] },
  ]);
  await importOf(company, [{ account: ING, closedOn: '2026-03-31', lines: [{ amount: '3.00' }] }], '052');
  const freshness = await inCompany(company, (trx) =>
    listBankFreshness(trx, company.companyId, day('2026-03-31')),
  );
  expect(freshness.map(({ number, days }) => [number, days])).toEqual([
    [ING, 9],
    ['BE68539007547034', 1],
  ]);
  expect(await bankDataOf(company)).toEqual({ account: 'BE71 0961 2345 6769', days: 9 });
  await changeAccount(company, { accountId: freshness[0]?.accountId ?? '', followed: false, name: 'ING' });
  expect(await bankDataOf(company)).toEqual({ account: 'BE68 5390 0754 7034', days: 1 });
  const { accounts } = await showAccounts(company);
  expect(accounts.map(({ name, followed, daysBehind }) => [name, followed, daysBehind])).toEqual([
    ['BE68 5390 0754 7034', true, 1],
    ['ING', false, 9],
  ]);
});

test('a statement of a day to come makes no account fresher than today', async () => {
  const company = await addCompany(tools);
  await importOf(company, [{ openedOn: '2026-03-30', closedOn: '2062-03-31', lines: [{ amount: '1.00' }] }]);
  expect((await showAccounts(company)).accounts).toMatchObject([
    { bookedUntilOn: '2026-03-31', daysBehind: 0 },
  ]);
});

test('a run keeps how fresh every account was, whatever is imported afterwards', async () => {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  await importOf(company, [{ closedOn: '2026-03-27', lines: [{ amount: '1.00' }] }]);
  const run = await planRun(company, { plannedFor: day('2026-03-31'), options: RunOptions.parse({}) });
  const told = [{ number: 'BE68539007547034', followed: true, bookedUntilOn: '2026-03-27', days: 2 }];
  expect((await showRun(company, { run })).summary?.bankFreshness).toMatchObject(told);
  await importOf(company, [{ openedOn: '2026-03-27', closedOn: '2026-03-30', opening: '101.00' }]);
  expect((await showRun(company, { run })).summary?.bankFreshness).toMatchObject(told);
});

test('statements that do not follow each other are told, and nothing is changed', async () => {
  const company = await addCompany(tools);
  await importOf(company, [
    {
      number: '60',
      openedOn: '2026-03-25',
      closedOn: '2026-03-26',
      opening: '100.00',
      closing: '110.00',
      lines: [{ amount: '10.00' }],
    },
    {
      number: '61',
      openedOn: '2026-03-26',
      closedOn: '2026-03-27',
      opening: '110.00',
      lines: [{ amount: '5.00' }],
    },
    {
      number: '64',
      openedOn: '2026-03-28',
      closedOn: '2026-03-29',
      opening: '150.00',
      lines: [{ amount: '5.00' }],
    },
    {
      number: '65',
      openedOn: '2026-03-29',
      closedOn: '2026-03-30',
      opening: '160.00',
      lines: [{ amount: '5.00' }],
    },
  ]);
  const { accounts } = await showAccounts(company);
  expect(accounts).toMatchObject([{ gaps: 2 }]);
  expect(await showGaps(company, accounts[0]?.id ?? '')).toMatchObject([
    {
      kind: 'balance',
      before: { number: '64' },
      after: { number: '65' },
      missing: null,
      expected: { amount: '155.00' },
      found: { amount: '160.00' },
    },
    {
      kind: 'number',
      before: { number: '61' },
      after: { number: '64' },
      missing: { from: '62', to: '63' },
      expected: { amount: '115.00' },
      found: { amount: '150.00' },
    },
  ]);
});

test('the company is warned that nobody reads the account its letters name', async () => {
  const company = await addCompany(tools);
  await importOf(company, [{ account: ING, lines: [{ amount: '1.00' }] }]);
  expect((await showAccounts(company)).unreadIban).toBe('BE68539007547034');
});

test('an account is changed by its own company alone, and recorded once', async () => {
  const [company, other] = [await addCompany(tools), await addCompany(tools)];
  await importOf(company, [{ lines: [{ amount: '1.00' }] }]);
  const accountId = (await showAccounts(company)).accounts[0]?.id ?? '';
  await expect(changeAccount(other, { accountId, name: 'mine' })).rejects.toMatchObject({
    code: 'bank_account_unknown',
  });
  await changeAccount(company, { accountId, name: 'KBC', followed: false });
  await changeAccount(company, { accountId, name: 'KBC', followed: false });
  expect((await showAccounts(company)).accounts).toMatchObject([{ name: 'KBC', followed: false }]);
  const entries = await inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select('kind')
      .where('kind', 'in', ['bank_account_added', 'bank_account_renamed', 'bank_account_left'])
      .orderBy('id')
      .execute(),
  );
  expect(entries.map(({ kind }) => kind)).toEqual([
    'bank_account_added',
    'bank_account_renamed',
    'bank_account_left',
  ]);
});
