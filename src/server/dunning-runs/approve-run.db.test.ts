import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { Refusal } from '#core/refusal.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { listReportedEvents } from '#server/dossier/run-report-rows.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { markDefaultPolicy } from '#server/policies/queries.ts';
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { planRun } from './plan-run.ts';
import { showApproval } from './show-approval.ts';
import { showRun } from './show-run.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const server = serverFor(fresh, tools);
const TERMS = { country: 'BE', currency: 'EUR' as const };

/** Three working days before the last of March, a Tuesday, and four. */
const [YOUNG, OLD] = ['2026-03-26', '2026-03-25'];
const REASON = 'Looked online, nothing came in';
const TOLD = { run: '1', account: 'BE68 5390 0754 7034', days: '4', most: '3' };

async function readBank(company: CompanyTools, closedOn: string, openedOn = '2026-03-10'): Promise<void> {
  const number = closedOn.replaceAll('-', '');
  const bytes = camt({
    statements: [{ number, openedOn, closedOn, lines: [{ amount: '1.00', on: closedOn }] }],
  });
  const bankFileId = await keepBankFile(company, { fileName: `${closedOn}.xml`, bytes, origin: 'upload' });
  await importBankFileNow(company, { bankFileId });
}

/** A run of one notice, of a company whose bank was read until a day. */
async function planned(
  bookedUntil: string | null,
  bankData: Policy['bankData'] = { daysMax: 3, stale: 'warn' },
) {
  tools.clock.set('2026-03-31');
  const owner = await server.signedIn('owner');
  const company = { ...owner.company, actor: owner.userId };
  const body = { ...readyPolicyFor('be_standard', TERMS), bankData };
  const defaultPolicyId = await addOwnPolicy(company, { name: 'Ours', body });
  await inCompany(company, (trx) => markDefaultPolicy(trx, company.companyId, defaultPolicyId));
  const debtor = await addDebtor(company, { number: 'D1' });
  await addDocument(company, debtor, { number: 'F1', items: [{ dueOn: '2026-02-01', open: '120.00' }] });
  if (bookedUntil) await readBank(company, bookedUntil);
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  return { owner, company, run, path: `/companies/${company.key}/runs/${run}/approval` };
}

const standing = async (company: CompanyTools, run: string) => {
  const [from, to] = ['2026-03-01', '2026-04-30'].map((day) => Temporal.Instant.from(`${day}T00:00Z`));
  if (!from || !to) throw new Error('no days');
  const events = await inCompany(company, (trx) =>
    listReportedEvents(trx, company.companyId, { id: run, from, to }),
  );
  return {
    state: (await showRun(company, { run })).state,
    kept: events.filter(({ kind }) => kind === 'bank_data_overridden').map(({ facts }) => facts),
  };
};

test('bank data a day too old: a run is approved with a reason only, which stands in its timeline once', async () => {
  const { company, run } = await planned(OLD);
  expect((await showRun(company, { run })).summary?.warnings).toEqual([
    { code: 'bank_data_stale', notices: 1 },
  ]);
  for (const bankDataReason of [undefined, '', '  ']) {
    await expect(approveRun(company, { run, bankDataReason })).rejects.toEqual(
      new Refusal('run_bank_data_stale', TOLD),
    );
  }
  expect(await standing(company, run)).toEqual({ state: 'planned', kept: [] });
  await approveRun(company, { run, send: false, bankDataReason: ` ${REASON} ` });
  await approveRun(company, { run, send: false, bankDataReason: 'Another' });
  expect(await standing(company, run)).toEqual({ state: 'approved', kept: [{ ...TOLD, reason: REASON }] });
});

test.each<[string, string | null, Policy['bankData']]>([
  ['just young enough', YOUNG, { daysMax: 3, stale: 'warn' }],
  ['too old for nobody who minds', OLD, { daysMax: 3, stale: 'ignore' }],
  ['of no bank at all', null, { daysMax: 0, stale: 'warn' }],
])('bank data %s: nothing is asked, and what is said nevertheless is not kept', async (_, until, rule) => {
  const { company, run } = await planned(until, rule);
  expect(await showApproval(company, { run })).toEqual({ staleBank: null });
  await approveRun(company, { run, send: false, bankDataReason: REASON });
  expect(await standing(company, run)).toEqual({ state: 'approved', kept: [] });
});

test('what was warned of and is read meanwhile asks for no reason any more', async () => {
  const { company, run } = await planned(OLD);
  await readBank(company, '2026-03-30', OLD);
  await approveRun(company, { run, send: false });
  expect(await standing(company, run)).toEqual({ state: 'approved', kept: [] });
});

test.each<Policy['bankData']['stale']>(['warn', 'gate'])(
  'what was young enough when it was computed asks for one a day later: %s',
  async (stale) => {
    const { company, run } = await planned(YOUNG, { daysMax: 3, stale });
    expect((await showRun(company, { run })).summary).toMatchObject({ notices: 1, warnings: [] });
    tools.clock.set('2026-04-01');
    await expect(approveRun(company, { run, send: false })).rejects.toEqual(
      new Refusal('run_bank_data_stale', TOLD),
    );
  },
);

test('the API says beforehand what it will ask, refuses with account and days, and takes the reason', async () => {
  const { owner, company, run, path } = await planned(OLD);
  const staleBank = { account: TOLD.account, days: 4, most: 3, notices: 1 };
  expect(await owner.ask('GET', path)).toMatchObject({ status: 200, body: { staleBank } });
  expect(await owner.ask('POST', path, { send: false })).toMatchObject({
    status: 409,
    body: { code: 'run_bank_data_stale', facts: TOLD },
  });
  const said = { send: false, bankDataReason: REASON };
  expect((await owner.ask('POST', path, { ...said, bankDataReason: 'x'.repeat(501) })).status).toBe(422);
  expect(await owner.ask('POST', path, said)).toMatchObject({ status: 200, body: { state: 'approved' } });
  expect(await owner.ask('GET', path)).toMatchObject({ status: 200, body: { staleBank: null } });
  expect((await standing(company, run)).kept).toEqual([{ ...TOLD, reason: REASON }]);
  const other = await server.signedIn('owner');
  const elsewhere = path.replace(company.key, other.company.key);
  expect(await other.ask('GET', elsewhere)).toMatchObject({ status: 404, body: { code: 'run_unknown' } });
});
