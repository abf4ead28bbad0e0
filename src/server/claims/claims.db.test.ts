import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { FeeRule, Policy, Step } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { dispatchMails } from '#server/notices/dispatch-mails.ts';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { settleDispatch } from '#server/notices/settle-dispatch.ts';
import { showNotice } from '#server/notices/show-notices.ts';
import { undoNotice } from '#server/notices/undo-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { setDefaultPolicy } from '#server/policies/retire-policy.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { bookClaims, payClaims, undoClaimActs, waiveClaims } from './act-on-claims.ts';
import { changeClaimPolicy } from './change-claim-policy.ts';
import { exportBookings, printBookings } from './export-bookings.ts';
import { setRegime } from './set-regime.ts';
import { showClaims, showDebtorClaims, showItemClaims } from './show-claims.ts';

const fresh = await freshDb();
const TODAY = '2026-03-31';
const tools = toolsFor(fresh, { today: TODAY });
const smtp = await scriptedSmtp();

const ready = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const [first, second, third] = ready.steps as [Step, Step, Step];
const BY_LAW = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as const;
const FEE: FeeRule = { kind: 'fixed', amount: '15.00' };

/** A free first reminder, then what the law gives, then a fee of the creditor's terms. */
const POLICY: Policy = {
  ...ready,
  lateClause: true,
  steps: [first, { ...second, ...BY_LAW }, { ...third, interest: { kind: 'statutory' }, fee: FEE }],
};
const code = (wanted: string) => expect.objectContaining({ code: wanted });

async function companyWith(policyBody: Policy = POLICY) {
  const lambert = await addCompany(tools);
  const policy = await addOwnPolicy(lambert, { name: 'By law', body: policyBody });
  await setDefaultPolicy(lambert, { policy });
  const debtor = await addDebtor(lambert, { number: 'D1', name: '=Café', preferredChannel: 'post' });
  const items = [{ dueOn: '2026-03-01', open: '500.00' }];
  const document = await addDocument(lambert, debtor, { number: 'F1', items });
  return { lambert, debtor: debtor.id, item: document.items[0]?.id ?? '' };
}

async function remind(lambert: CompanyTools, day: string): Promise<void> {
  const run = await planRun(lambert, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  await approveRun(lambert, { run, send: false });
  await sendRun(lambert, { runId: run });
}

/** Reminded three times: on 31 March, 30 April and 31 May. */
async function remindTo(lambert: CompanyTools, times: 1 | 2 | 3): Promise<void> {
  for (const day of ['2026-03-31', '2026-04-30', '2026-06-01'].slice(0, times)) await remind(lambert, day);
}

async function register(lambert: CompanyTools, item: string) {
  const { claims } = await showItemClaims(lambert, { item });
  return claims.map(({ kind, state, amount, open, notice }) =>
    [notice.number, kind, state, amount, open].join(' '),
  );
}
const openIds = async (lambert: CompanyTools, item: string, kind?: string) =>
  (await showItemClaims(lambert, { item })).claims
    .filter((claim) => claim.state === 'claimed' && (!kind || claim.kind === kind))
    .map(({ id }) => id);
const lastNotice = (lambert: CompanyTools) =>
  inCompany(lambert, (trx) =>
    trx
      .selectFrom('notice')
      .select(['id', 'number', 'interestMinor', 'feeMinor'])
      .orderBy('number', 'desc')
      .executeTakeFirstOrThrow(),
  );

test('before a notice asks for it, interest only accrues; the notice freezes it with its rows and their source', async () => {
  const { lambert, item, debtor } = await companyWith();
  await remindTo(lambert, 1);
  const before = await showItemClaims(lambert, { item });
  expect(before.claims).toEqual([]);
  // 30 days of 10.50 % on 500
  expect(before.accrued).toMatchObject({
    interest: '4.32',
    compensation: '40.00',
    unclaimed: '44.32',
    byPolicy: true,
  });

  await remind(lambert, '2026-04-30');
  const after = await showItemClaims(lambert, { item });
  expect(await register(lambert, item)).toEqual([
    '2 compensation claimed 40.00 40.00',
    '2 interest claimed 8.63 8.63',
  ]);
  expect(after.claims[1]).toMatchObject({
    from: '2026-03-02',
    to: '2026-04-30',
    law: { country: 'BE', kind: 'business' },
    rows: [
      { days: 60, base: '500.00', rate: '10.50', amount: '8.63', source: /BE_COMMERCIAL 2026-01-01/ },
    ].map((row) => ({ ...row, source: expect.stringMatching(row.source) })),
  });
  expect(after.totals).toMatchObject([{ currency: 'EUR', claims: 2, open: '48.63', paid: '0.00' }]);
  expect((await showDebtorClaims(lambert, { debtor })).claims).toHaveLength(2);
});

test('a later notice takes over what is left: no day and no compensation is claimed twice, a fee stands for its level', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 3);
  expect(await register(lambert, item)).toEqual([
    '3 fee claimed 15.00 15.00',
    '3 interest claimed 13.23 13.23',
    '2 compensation claimed 40.00 40.00',
    '2 interest carried 8.63 0.00',
  ]);
});

test('undone, a notice gives back what it had taken over', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 3);
  await undoNotice(lambert, { notice: (await lastNotice(lambert)).id });
  expect(await register(lambert, item)).toEqual([
    '3 fee taken_back 15.00 0.00',
    '3 interest taken_back 13.23 0.00',
    '2 compensation claimed 40.00 40.00',
    '2 interest claimed 8.63 8.63',
  ]);
  // Issued again a week later, so that nobody is written to too often, the fee of the level is due again, once.
  tools.clock.set('2026-06-09');
  await remind(lambert, '2026-06-09');
  tools.clock.set(TODAY);
  expect((await register(lambert, item)).filter((line) => line.includes('fee claimed'))).toHaveLength(1);
});

test('what a credit note of the same import took off bears no interest', async () => {
  const { lambert, debtor, item } = await companyWith();
  const credited = { number: 'C1', kind: 'credit_note' as const };
  const items = [{ dueOn: '2026-03-10', open: '-200.00' }];
  const credit = (await addDocument(lambert, { id: debtor }, { ...credited, items })).items[0]?.id ?? '';
  await inCompany(lambert, async (trx) => {
    const now = { openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-03-20') };
    await trx.updateTable('dueItem').set({ openMinor: 30_000n }).where('id', '=', item).execute();
    await trx.updateTable('dueItem').set(now).where('id', '=', credit).execute();
    const days = { dueOnBefore: '2026-03-01', dueOn: '2026-03-01' };
    const facts = { document: 'F1', openBefore: '500.00 EUR', open: '300.00 EUR', ...days };
    const of = { at: Temporal.Instant.from('2026-03-20T09:00:00Z'), actor: null, debtorId: debtor };
    await addTimelineEntries(trx, lambert.companyId, [
      { kind: 'item_changed', facts, dueItemId: item, ...of },
      {
        kind: 'item_settled',
        facts: { document: 'C1', openBefore: '-200.00 EUR' },
        dueItemId: credit,
        ...of,
      },
    ]);
  });
  // 30 days of 10.50 % on 300.00
  expect((await showItemClaims(lambert, { item })).accrued).toMatchObject({ interest: '2.59' });
  // Taken back, and 100.00 paid on 20 March instead: 19 days of 500.00 and 11 of 400.00
  await inCompany(lambert, async (trx) => {
    await trx.updateTable('dueItem').set({ openMinor: 40_000n }).where('id', '=', item).execute();
    const days = { dueOnBefore: '2026-03-01', dueOn: '2026-03-01' };
    const told = (document: string, openBefore: string, open: string, hour: number) => ({
      kind: 'item_changed' as const,
      facts: { document, openBefore: `${openBefore} EUR`, open: `${open} EUR`, ...days },
      at: Temporal.Instant.from(`2026-03-20T${hour}:00:00Z`),
      actor: null,
      debtorId: debtor,
      dueItemId: document === 'F1' ? item : credit,
    });
    await addTimelineEntries(trx, lambert.companyId, [
      told('F1', '300.00', '500.00', 10),
      told('C1', '0.00', '-200.00', 10),
      told('F1', '500.00', '400.00', 11),
    ]);
  });
  expect((await showItemClaims(lambert, { item })).accrued).toMatchObject({ interest: '4.00' });
});

test('refused by the mail server, a notice claims nothing; where it arrived after all, what it claimed', async () => {
  const { lambert, debtor, item } = await companyWith();
  await remindTo(lambert, 2);
  await inCompany(lambert, (trx) =>
    trx.updateTable('debtor').set({ preferredChannel: 'mail' }).where('id', '=', debtor).execute(),
  );
  await remind(lambert, '2026-06-01');
  const issued = await register(lambert, item);
  smtp.script = ['550 on rcpt'];
  const route = { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 1 };
  await dispatchMails(lambert, await addLease(fresh.db, 'here', process.pid), route);
  const refused = await register(lambert, item);
  expect(refused.filter((claim) => claim.includes('taken_back'))).toHaveLength(2);
  const { id: notice } = await lastNotice(lambert);
  const { dispatches } = await showNotice(lambert, notice);
  await settleDispatch(lambert, { dispatch: dispatches[0]?.id ?? '', outcome: 'sent' });
  expect(await register(lambert, item)).toEqual(issued);
});

test('what is paid stands in the way of undoing, and undoing the payment opens it again', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 2);
  const acts = await payClaims(lambert, { claims: await openIds(lambert, item, 'interest'), amount: '5.00' });
  const notice = (await lastNotice(lambert)).id;
  await expect(undoNotice(lambert, { notice })).rejects.toMatchObject({
    code: 'claim_settled',
    facts: { notice: '2', document: 'F1' },
  });
  await undoClaimActs(lambert, { acts });
  await expect(undoClaimActs(lambert, { acts })).rejects.toThrow(code('claim_act_unknown'));
  await undoNotice(lambert, { notice });
  expect(await openIds(lambert, item)).toEqual([]);
});

test('what was paid or waived is not asked again', async () => {
  const { lambert, item } = await companyWith({
    ...POLICY,
    steps: [first, { ...second, ...BY_LAW }, { ...third, ...BY_LAW }],
  });
  await remindTo(lambert, 2);
  const [compensation = ''] = await openIds(lambert, item, 'compensation');
  const [interest = ''] = await openIds(lambert, item, 'interest');
  await payClaims(lambert, { claims: [compensation] });
  await waiveClaims(lambert, { claims: [interest], amount: '3.00', reason: 'Late delivery' });
  await remind(lambert, '2026-06-01');
  // 13.23 to 1 June, less the 3.00 that were waived; the compensation is paid.
  expect(await lastNotice(lambert)).toMatchObject({ number: 3, interestMinor: 1023n, feeMinor: 0n });
  expect(await register(lambert, item)).toEqual([
    '3 interest claimed 10.23 10.23',
    '2 compensation paid 40.00 0.00',
    '2 interest waived 8.63 0.00',
  ]);
});

test('waived whole or in part, by whom and why', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 2);
  const clerk = await addMember(lambert, 'clerk', { name: 'Chloé' });
  const company = inside(tools, lambert.companyId, clerk);
  const [interest = ''] = await openIds(lambert, item, 'interest');
  await waiveClaims(company, { claims: [interest], amount: '8.62', reason: 'Goodwill' });
  expect(await register(lambert, item)).toContain('2 interest claimed 8.63 0.01');
  const { claims } = await showItemClaims(lambert, { item });
  expect(claims.find(({ id }) => id === interest)?.acts).toMatchObject([
    { kind: 'waived', amount: '8.62', reason: 'Goodwill', by: 'Chloé', undone: null },
  ]);
  await waiveClaims(company, { claims: [interest], reason: 'Goodwill' });
  expect(await register(lambert, item)).toContain('2 interest waived 8.63 0.00');
  await expect(waiveClaims(company, { claims: [interest], reason: 'Again' })).rejects.toThrow(
    code('claim_not_open'),
  );
});

test.each([
  ['0.00', 'amount_not_positive'],
  ['8.64', 'claim_amount_too_high'],
  ['much', 'amount_unreadable'],
])('%s cannot be waived of 8.63: %s', async (amount, refusal) => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 2);
  const claims = await openIds(lambert, item, 'interest');
  await expect(waiveClaims(lambert, { claims, amount, reason: 'x' })).rejects.toThrow(code(refusal));
});

test('all of them or none: one that is not open leaves the others as they were', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 2);
  const claims = await openIds(lambert, item);
  await payClaims(lambert, { claims: claims.slice(0, 1) });
  await expect(payClaims(lambert, { claims })).rejects.toThrow(code('claim_not_open'));
  expect(await openIds(lambert, item)).toEqual(claims.slice(1));
  const unknown = '018f0000-0000-7000-8000-000000000000';
  await expect(payClaims(lambert, { claims: [unknown] })).rejects.toThrow(code('claim_unknown'));
});

test('the booking proposal lists what stands, in cells no spreadsheet computes, and what is booked is asked no more', async () => {
  const { lambert, item } = await companyWith();
  await remindTo(lambert, 2);
  await changeClaimPolicy(lambert, {
    dropBelow: '0',
    interestAccount: '756000',
    compensationAccount: '743000',
    feeAccount: null,
    receivableAccount: '400000',
  });
  const lines = await exportBookings(lambert);
  expect(lines).toMatchObject([
    { document: 'F1', kind: 'interest', amount: '8.63', debitAccount: '400000', creditAccount: '756000' },
    { document: 'F1', kind: 'compensation', amount: '40.00', creditAccount: '743000' },
  ]);
  expect(printBookings(lines)).toContain(",'=Café,");

  const claims = lines.map(({ claim }) => claim);
  await bookClaims(lambert, { claims, on: '2026-05-31' });
  await expect(bookClaims(lambert, { claims })).rejects.toThrow(code('claim_not_open'));
  expect(await exportBookings(lambert)).toEqual([]);
  // The ledger has what was asked: only the days after it are asked now.
  await remind(lambert, '2026-06-01');
  expect(await lastNotice(lambert)).toMatchObject({ interestMinor: 460n, feeMinor: 1500n });
  expect((await register(lambert, item)).filter((line) => line.includes('booked'))).toHaveLength(2);
});

async function payPrincipal({ lambert, item }: { lambert: CompanyTools; item: string }) {
  await inCompany(lambert, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-05-10') })
      .where('id', '=', item)
      .execute(),
  );
}

test.each([
  ['48.63', 2],
  ['48.64', 0],
])(
  'with the debt paid, 48.63 stays claimed unless it lies below the amount of the company: %s',
  async (dropBelow, left) => {
    const { lambert, item } = await companyWith();
    await remindTo(lambert, 2);
    const accounts = {
      interestAccount: null,
      compensationAccount: null,
      feeAccount: null,
      receivableAccount: null,
    };
    await changeClaimPolicy(lambert, { dropBelow, ...accounts });
    expect(await openIds(lambert, item)).toHaveLength(2);
    await payPrincipal({ lambert, item });
    await changeClaimPolicy(lambert, { dropBelow, ...accounts });
    expect(await openIds(lambert, item)).toHaveLength(left);
  },
);

test('put under another law, a debtor is asked by that law, and the register says so', async () => {
  const { lambert, item, debtor } = await companyWith();
  await remindTo(lambert, 1);
  const regime = { country: 'NL', kind: 'business' as const, reason: 'Dutch law by contract' };
  expect(await setRegime(lambert, { debtor, regime })).toMatchObject({
    country: 'NL',
    law: 'Burgerlijk Wetboek, art. 6:119a',
    reason: 'Dutch law by contract',
  });
  await setRegime(lambert, { debtor, regime });
  const entries = () =>
    inCompany(lambert, (trx) =>
      trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'regime_set').execute(),
    );
  expect(await entries()).toHaveLength(1);
  await remind(lambert, '2026-04-30');
  const { claims } = await showItemClaims(lambert, { item });
  // 10.15 % for 60 days
  expect(claims.map(({ kind, amount, law }) => [kind, amount, law.country])).toEqual([
    ['compensation', '40.00', 'NL'],
    ['interest', '8.34', 'NL'],
  ]);
  const { snapshot } = await inCompany(lambert, (trx) =>
    trx.selectFrom('notice').select('snapshot').orderBy('number', 'desc').executeTakeFirstOrThrow(),
  );
  expect(snapshot).toMatchObject({ law: regime });
  expect((await setRegime(lambert, { debtor, regime: null })).country).toBe('BE');
  await expect(setRegime(lambert, { debtor, regime: { ...regime, country: 'JP' } })).rejects.toThrow(
    code('regime_unknown'),
  );
});

test('the register is listed by state, and found by what one types', async () => {
  const { lambert } = await companyWith();
  await remindTo(lambert, 3);
  const list = async (view: 'open' | 'carried' | 'all', search?: string) => {
    const { rows, total, totals } = await showClaims(lambert, { view, search, page: 1, perPage: 2 });
    return [rows.length, total, totals[0]?.open];
  };
  expect(await list('open')).toEqual([2, 3, '68.23']);
  expect(await list('carried')).toEqual([1, 1, '0.00']);
  expect(await list('all')).toEqual([2, 4, '68.23']);
  expect(await list('all', 'café')).toEqual([2, 4, '68.23']);
  expect(await list('all', 'nobody%')).toEqual([0, 0, undefined]);
});
