import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { previewNotice } from '#server/notices/preview-notice.ts';
import { showNotices } from '#server/notices/show-notices.ts';
import { showItem, showItems } from '#server/open-items/show-item.ts';
import { showOverview } from '#server/overview/show-overview.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { settleLine } from '#server/settlements/settle-line.ts';
import { undoSettlements } from '#server/settlements/undo-settlements.ts';
import { showWorklist } from '#server/tasks/show-worklist.ts';
import { showTimeline } from '#server/timeline/show-timeline.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { lookAtPromises } from './look-at-promises.ts';
import { type PromiseInput, recordPromise } from './record-promise.ts';
import { showPromise, showPromises } from './show-promises.ts';
import { answerBrokenPromise, withdrawPromise } from './withdraw-promise.ts';
import { promiseWorkers } from './workers.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const code = (word: string) => expect.objectContaining({ code: word });
const NOBODY = '01900000-0000-7000-8000-000000000000';

const said = (debtor: string, more: Partial<PromiseInput> = {}): PromiseInput => ({
  debtor,
  items: [],
  amount: null,
  currency: null,
  on: '2026-04-10',
  toleranceDays: null,
  note: null,
  ...more,
});

/** A debtor that owes 100.00 and 50.00, both late, on the last of March. */
async function owing() {
  tools.clock.set('2026-03-31');
  const company = await addCompany(tools);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const debtor = await addDebtor(company, { number: 'D1', name: 'Café du Nord' });
  const add = async (number: string, open: string) =>
    (await addDocument(company, debtor, { number, items: [{ dueOn: '2026-03-01', open }] })).items[0]?.id ??
    '';
  return { company, debtor: debtor.id, one: await add('F-1', '100.00'), two: await add('F-2', '50.00') };
}

async function pay(
  company: CompanyTools,
  item: string,
  { amount, on, isAll = false }: { amount: string; on: string; isAll?: boolean },
): Promise<string> {
  const line = await addBankLine(company, { amount, bookedOn: on });
  const kind = isAll ? ('payment' as const) : ('part_payment' as const);
  const parts = [{ item, kind, amount, money: null }];
  return settleLine(company, { line, parts, debtor: null, learnIban: false, note: null });
}

async function leftOut(company: CompanyTools, on: string) {
  const plannedFor = Temporal.PlainDate.from(on);
  await inCompany(company, (trx) => sql`update run set state = 'cancelled'`.execute(trx));
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  const { rows } = await inCompany(company, (trx) =>
    sql<{ said: string }>`
      select doc.number || ' ' || l.because || ' ' || coalesce(u.until::text, '-') as said
      from run_left_out l cross join lateral unnest(l.item_ids, l.item_untils) as u (id, until)
      join due_item i on i.id = u.id join document doc on doc.id = i.document_id
      where l.run_id = ${run} order by doc.number`.execute(trx),
  );
  return { run, held: rows.map((row) => row.said) };
}

const stateOf = async (company: CompanyTools, promise: string) => {
  const { state, paid } = await showPromise(company, { promise });
  return `${state} ${paid}`;
};
const eventsOf = async (company: CompanyTools, debtor: string) =>
  (await showTimeline(company, { debtor, limit: 50 })).entries
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('promise'));

test('what is promised is not reminded until its day and the tolerance have passed', async () => {
  const { company, debtor, one } = await owing();
  const id = await recordPromise(company, said(debtor, { items: [one], note: 'Their accountant is back' }));
  expect(await showPromise(company, { promise: id })).toMatchObject({
    amount: '100.00',
    items: [{ number: 'F-1' }],
    toleranceDays: 2,
    deadline: '2026-04-12',
    state: 'open',
    paid: '0.00',
  });
  expect((await leftOut(company, '2026-03-31')).held).toEqual(['F-1 promised 2026-04-13']);
  expect((await leftOut(company, '2026-04-12')).held).toEqual(['F-1 promised 2026-04-13']);
  expect((await leftOut(company, '2026-04-13')).held).toEqual([]);
  // The step that comes then is the one that would have come now.
  const { nextAction } = await showItem(company, { item: one });
  expect(nextAction).toMatchObject({ kind: 'notice', level: 1, on: '2026-04-13' });
});

test('one for all that is owed holds every item of its currency, and no other', async () => {
  const { company, debtor } = await owing();
  await addDocument(
    company,
    { id: debtor },
    {
      number: 'F-USD',
      currency: 'USD',
      items: [{ dueOn: '2026-03-01', open: '70.00' }],
    },
  );
  await addDocument(
    company,
    { id: debtor },
    {
      number: 'CN-1',
      kind: 'credit_note',
      items: [{ dueOn: '2026-03-01', open: '-30.00' }],
    },
  );
  const id = await recordPromise(company, said(debtor));
  expect((await showPromise(company, { promise: id })).amount).toBe('120.00');
  expect((await leftOut(company, '2026-03-31')).held).toEqual([
    'F-1 promised 2026-04-13',
    'F-2 promised 2026-04-13',
  ]);
  const order = { sort: 'number', direction: 'asc', page: 1, perPage: 50 } as const;
  const { rows } = await showItems(company, { ...order, view: 'promised' });
  expect(rows.map(({ number, promised, disputed }) => [number, promised, disputed])).toEqual([
    ['F-1', true, false],
    ['F-2', true, false],
  ]);
  await expect(recordPromise(company, said(debtor))).rejects.toThrow(code('promise_stands'));
  await recordPromise(company, said(debtor, { currency: 'USD', amount: '70.00', toleranceDays: 0 }));
});

test.each([
  // booked on, amount -> how it stands on the last day of the tolerance and on the day after
  ['2026-04-12', '100.00', 'kept 100.00', 'kept 100.00'],
  ['2026-04-12', '99.99', 'open 99.99', 'broken 99.99'],
  ['2026-04-13', '100.00', 'open 0.00', 'broken 0.00'],
])('booked on %s, %s paid: %s, then %s', async (on, amount, inTime, after) => {
  const { company, debtor, one } = await owing();
  const id = await recordPromise(company, said(debtor, { items: [one] }));
  tools.clock.set('2026-04-12');
  await pay(company, one, { amount, on, isAll: amount === '100.00' });
  expect(await stateOf(company, id)).toBe(inTime);
  tools.clock.set('2026-04-13');
  // Nothing has run since: what it is follows from the day.
  expect(await stateOf(company, id)).toBe(after);
});

test('the dossier is told once, by the payment or by the hour, and of what changed its mind', async () => {
  const { company, debtor, one } = await owing();
  const id = await recordPromise(company, said(debtor, { items: [one] }));
  const lookNow = async () => {
    await lookAtPromises(tools);
    await runJobs(tools, promiseWorkers);
  };
  await lookNow();
  expect(await eventsOf(company, debtor)).toEqual(['promise_made']);
  tools.clock.set('2026-04-13');
  await lookNow();
  await lookNow();
  expect(await eventsOf(company, debtor)).toEqual(['promise_broken', 'promise_made']);
  // A bank file that comes late shows a payment that did not.
  const settlement = await pay(company, one, { amount: '100.00', on: '2026-04-11', isAll: true });
  expect(await eventsOf(company, debtor)).toEqual(['promise_kept', 'promise_broken', 'promise_made']);
  expect(await stateOf(company, id)).toBe('kept 100.00');
  await undoSettlements(company, { settlements: [settlement] });
  expect((await eventsOf(company, debtor))[0]).toBe('promise_broken');
  tools.clock.set('2026-04-11');
  await pay(company, one, { amount: '1.00', on: '2026-04-11' });
  expect((await eventsOf(company, debtor))[0]).toBe('promise_reopened');
});

test.each([
  ['not paid', null, true],
  ['what it is about is paid after its day', '100.00', false],
])('a letter names the promise that was broken: %s', async (_, paid, isNamed) => {
  const { company, debtor, one } = await owing();
  await recordPromise(company, said(debtor, { items: [one] }));
  tools.clock.set('2026-04-13');
  await lookAtPromises(tools);
  await runJobs(tools, promiseWorkers);
  if (paid) await pay(company, one, { amount: paid, on: '2026-04-13', isAll: true });
  const { run } = await leftOut(company, '2026-04-13');
  const [proposal] = await inCompany(company, (trx) =>
    trx.selectFrom('proposal').select('id').where('runId', '=', run).execute(),
  );
  const { body } = await previewNotice(company, { run, proposal: proposal?.id ?? '' });
  expect(body.includes('Vous nous aviez promis de payer 100,00'), body).toBe(isNamed);
});

test('money on account keeps a promise for all that is owed, and not one for an item', async () => {
  const { company, debtor, one } = await owing();
  const ofItem = await recordPromise(company, said(debtor, { items: [one] }));
  const onAccount = async () => {
    const line = await addBankLine(company, { amount: '100.00', bookedOn: '2026-04-01' });
    const parts = [{ item: null, kind: 'on_account' as const, amount: '100.00', money: null }];
    await settleLine(company, { line, parts, debtor, learnIban: false, note: null });
  };
  await onAccount();
  expect(await stateOf(company, ofItem)).toBe('open 0.00');
  await withdrawPromise(company, { promise: ofItem, note: null });
  const ofAll = await recordPromise(company, said(debtor, { amount: '100.00' }));
  await onAccount();
  expect(await stateOf(company, ofAll)).toMatch(/^kept/);
});

const HEADERS =
  'debtor_number,debtor_name,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
async function importOpen(company: CompanyTools, rows: readonly string[]) {
  const bytes = Buffer.from([HEADERS, ...rows].join('\n'));
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes, mirror: true });
  const { applied, result } = await importNow(company, { importId, isCheck: false }, undefined);
  expect(applied, JSON.stringify(result.problems)).toBe(true);
}
const rowOf = (number: string, open: string, kind = 'invoice', amount = '100.00') =>
  `D1,Café du Nord,business,${kind},${number},2026-02-01,2026-03-01,EUR,${amount},${open}`;

test('an import that lowers what is open keeps a promise; a credit note beside it does not', async () => {
  tools.clock.set('2026-03-31');
  const company = await addCompany(tools);
  await importOpen(company, [rowOf('F-1', '100.00')]);
  const { id: debtor } = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').executeTakeFirstOrThrow(),
  );
  const id = await recordPromise(company, said(debtor));
  tools.clock.set('2026-04-05');
  await importOpen(company, [rowOf('F-1', '60.00'), rowOf('CN-1', '-60.00', 'credit_note', '-60.00')]);
  expect(await stateOf(company, id)).toBe('open 40.00');
  // The ledger sets the credit note against the invoice: no money came.
  await importOpen(company, [rowOf('F-9', '5.00')]);
  expect(await stateOf(company, id)).toBe('open 40.00');
  tools.clock.set('2026-04-12');
  await importOpen(company, [rowOf('F-9', '5.00'), rowOf('A-1', '-60.00', 'payment_on_account', '-60.00')]);
  expect(await stateOf(company, id)).toBe('kept 100.00');
  expect((await eventsOf(company, debtor))[0]).toBe('promise_kept');
});

test('what an import shows after the deadline comes too late', async () => {
  tools.clock.set('2026-03-31');
  const company = await addCompany(tools);
  await importOpen(company, [rowOf('F-1', '100.00')]);
  const { id: debtor } = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').executeTakeFirstOrThrow(),
  );
  const id = await recordPromise(company, said(debtor));
  tools.clock.set('2026-04-13');
  await importOpen(company, [rowOf('F-9', '5.00')]);
  expect(await stateOf(company, id)).toBe('broken 0.00');
});

test('only one that stands can be withdrawn, and a broken one is dealt with once', async () => {
  const { company, debtor, one, two } = await owing();
  const id = await recordPromise(company, said(debtor, { items: [one] }));
  const other = await recordPromise(company, said(debtor, { items: [two], on: '2026-04-01' }));
  await withdrawPromise(company, { promise: id, note: 'Said otherwise' });
  await withdrawPromise(company, { promise: id, note: 'again' });
  expect(await showPromise(company, { promise: id })).toMatchObject({
    state: 'withdrawn',
    withdrawal: 'Said otherwise',
  });
  expect((await leftOut(company, '2026-03-31')).held).toEqual(['F-2 promised 2026-04-04']);
  tools.clock.set('2026-04-04');
  await expect(withdrawPromise(company, { promise: other, note: null })).rejects.toThrow(
    code('promise_decided'),
  );
  await answerBrokenPromise(company, { promise: other, note: 'Called' });
  await answerBrokenPromise(company, { promise: other, note: 'Called' });
  expect(await showPromise(company, { promise: other })).toMatchObject({ state: 'broken', answered: true });
  expect(await eventsOf(company, debtor)).toEqual([
    'promise_answered',
    'promise_withdrawn',
    'promise_made',
    'promise_made',
  ]);
  for (const act of [withdrawPromise, answerBrokenPromise])
    await expect(act(company, { promise: NOBODY, note: null })).rejects.toThrow(code('promise_unknown'));
});

test('what cannot be promised is refused, and nothing of it is kept', async () => {
  const { company, debtor, one } = await owing();
  const settled = await addDocument(
    company,
    { id: debtor },
    { items: [{ dueOn: '2026-01-01', open: '0.00' }] },
  );
  const usd = await addDocument(
    company,
    { id: debtor },
    {
      currency: 'USD',
      items: [{ dueOn: '2026-01-01', open: '5.00' }],
    },
  );
  const stranger = await addDebtor(company);
  const theirs = await addDocument(company, stranger, { items: [{ dueOn: '2026-01-01', open: '5.00' }] });
  const id = (document: typeof usd) => document.items[0]?.id ?? '';
  const attempts: [Partial<PromiseInput>, string][] = [
    [{ debtor: NOBODY }, 'debtor_unknown'],
    [{ items: [NOBODY] }, 'open_item_unknown'],
    [{ items: [id(settled)] }, 'open_item_settled'],
    [{ items: [id(theirs)] }, 'promise_item_of_other'],
    [{ items: [one, id(usd)] }, 'promise_currencies_mixed'],
    [{ items: [one], amount: '100.01' }, 'promise_more_than_open'],
    [{ amount: '150.01' }, 'promise_more_than_open'],
    [{ amount: '0' }, 'amount_not_positive'],
    [{ amount: '1,5,0' }, 'amount_unreadable'],
    [{ currency: 'CHF' }, 'promise_nothing_open'],
    [{ on: '2026-03-30' }, 'promise_day_passed'],
    [{ on: '2026-10-01' }, 'promise_too_far'],
  ];
  for (const [more, refused] of attempts) {
    await expect(recordPromise(company, said(debtor, more)), refused).rejects.toThrow(code(refused));
  }
  expect(await eventsOf(company, debtor)).toEqual([]);
  expect((await showPromises(company, { page: 1, perPage: 50 })).total).toBe(0);
  await recordPromise(company, said(debtor, { items: [one], on: '2026-03-31' }));
  await expect(recordPromise(company, said(debtor))).rejects.toThrow(code('promise_stands'));
});

test('a page of one state holds what that state is on the day', async () => {
  const { company, debtor, one, two } = await owing();
  await recordPromise(company, said(debtor, { items: [one], on: '2026-04-01' }));
  const open = await recordPromise(company, said(debtor, { items: [two], on: '2026-04-20' }));
  tools.clock.set('2026-04-04');
  await pay(company, one, { amount: '30.00', on: '2026-04-02' });
  const states = async (state?: 'open' | 'kept' | 'broken' | 'withdrawn', item?: string) =>
    (await showPromises(company, { state, item, debtor, page: 1, perPage: 50 })).rows.map(
      (row) => `${row.on} ${row.state} ${row.paid}`,
    );
  expect(await states()).toEqual(['2026-04-20 open 0.00', '2026-04-01 broken 30.00']);
  expect(await states('open')).toEqual(['2026-04-20 open 0.00']);
  expect(await states('broken')).toEqual(['2026-04-01 broken 30.00']);
  expect(await states(undefined, two)).toEqual(['2026-04-20 open 0.00']);
  await withdrawPromise(company, { promise: open, note: null });
  expect([await states('withdrawn'), await states('kept')]).toEqual([['2026-04-20 withdrawn 0.00'], []]);
});

test('a promise made after the approval stops the letter that has not left', async () => {
  const { company, debtor } = await owing();
  const { run } = await leftOut(company, '2026-03-31');
  await approveRun(company, { run });
  await sendRun(company, { runId: run });
  await recordPromise(company, said(debtor));
  const { rows } = await showNotices(company, { page: 1, perPage: 50 });
  expect(rows.map(({ state }) => state)).toEqual(['withdrawn']);
  const { entries } = await showTimeline(company, { limit: 50 });
  expect(entries.find(({ kind }) => kind === 'notice_withdrawn')?.facts).toMatchObject({
    because: 'promised',
  });
});

test('the worklist puts a broken promise first, until it is paid, promised again, or somebody says it is dealt with', async () => {
  const { company, debtor, one, two } = await owing();
  const first = await recordPromise(company, said(debtor, { items: [one], on: '2026-04-01' }));
  const entries = async () =>
    (await showWorklist(company, { page: 1, perPage: 50 })).entries.map(({ kind, agreement, because }) =>
      [kind, because.code, agreement?.amount?.amount, agreement?.paid?.amount].filter(Boolean).join(' '),
    );
  expect(await entries()).toEqual(['contact never_reminded']);
  tools.clock.set('2026-04-03');
  expect(await entries()).toEqual(['contact never_reminded']);
  tools.clock.set('2026-04-04');
  expect(await entries()).toEqual(['promise_broken promise_broken 100.00 0.00']);
  await answerBrokenPromise(company, { promise: first, note: null });
  expect(await entries()).toEqual(['contact never_reminded']);
  await recordPromise(company, said(debtor, { items: [two], on: '2026-04-05', toleranceDays: 0 }));
  await openDispute(company, {
    item: one,
    amount: '40.00',
    reason: 'price',
    note: null,
    answerBy: '2026-04-05',
    assignedTo: null,
  });
  await placeHolds(company, {
    debtors: [],
    items: [one],
    reason: 'Trial',
    until: null,
    review: '2026-04-06',
  });
  tools.clock.set('2026-04-06');
  expect(await entries()).toEqual([
    'promise_broken promise_broken 50.00 0.00',
    'dispute dispute 40.00',
    'hold_review hold_review',
  ]);
  const { agreements } = await showOverview(company);
  expect(agreements).toMatchObject({
    disputed: { count: 1, amounts: [{ amount: '40.00', currency: 'EUR' }] },
    promised: { count: 0, amounts: [] },
    broken: 1,
  });
  await recordPromise(company, said(debtor, { items: [two] }));
  expect(await entries()).toEqual(['dispute dispute 40.00', 'hold_review hold_review']);
  expect((await showOverview(company)).agreements.promised).toMatchObject({
    count: 1,
    amounts: [{ amount: '50.00' }],
  });
  await pay(company, one, { amount: '100.00', on: '2026-04-06', isAll: true });
  expect(await entries()).toEqual(['hold_review hold_review']);
});

test('of two who note a promise of one debtor at once, one does, and the other is told', async () => {
  const { company, debtor, one } = await owing();
  const both = await Promise.allSettled([
    recordPromise(company, said(debtor)),
    recordPromise(company, said(debtor, { items: [one] })),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'promise_stands' },
  });
  expect(await eventsOf(company, debtor)).toEqual(['promise_made']);
});
