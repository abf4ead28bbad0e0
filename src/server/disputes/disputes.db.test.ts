import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showNotices } from '#server/notices/show-notices.ts';
import { showItem } from '#server/open-items/show-item.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { settleLine } from '#server/settlements/settle-line.ts';
import { undoSettlements } from '#server/settlements/undo-settlements.ts';
import { showWorklist } from '#server/tasks/show-worklist.ts';
import { showTimeline } from '#server/timeline/show-timeline.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { closeEndedDisputes } from './close-ended-disputes.ts';
import { type DisputeInput, openDispute } from './open-dispute.ts';
import { changeDispute, reopenDispute, resolveDispute } from './resolve-dispute.ts';
import { showDispute, showDisputes } from './show-disputes.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const code = (word: string) => expect.objectContaining({ code: word });
const NOBODY = '01900000-0000-7000-8000-000000000000';
const standing = { view: 'standing', page: 1, perPage: 50 } as const;

const contest = (item: string, more: Partial<DisputeInput> = {}): DisputeInput => ({
  item,
  amount: null,
  reason: 'quality',
  note: null,
  answerBy: null,
  assignedTo: null,
  ...more,
});

/** A debtor in Brussels that owes one invoice of 1000.00, thirty days late. */
async function owing(open = '1000.00') {
  const company = await addCompany(tools);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const debtor = await addDebtor(company, { number: 'D1', name: 'Café du Nord' });
  const invoice = await addDocument(company, debtor, {
    number: 'F-1',
    items: [{ dueOn: '2026-03-01', open }],
  });
  return { company, debtor, item: invoice.items[0]?.id ?? '' };
}

async function plan(company: CompanyTools) {
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  const found = await inCompany(company, async (trx) => ({
    asked: (await trx.selectFrom('proposal').select('openMinor').where('runId', '=', run).execute()).map(
      ({ openMinor }) => openMinor,
    ),
    leftOut: (
      await trx.selectFrom('runLeftOut').select(['because', 'facts']).where('runId', '=', run).execute()
    ).map(({ because, facts }) => ({ because, facts })),
  }));
  return { run, ...found };
}

async function pay(company: CompanyTools, item: string, amount: string, isAll: boolean): Promise<string> {
  const line = await addBankLine(company, { amount });
  const kind = isAll ? ('payment' as const) : ('part_payment' as const);
  const parts = [{ item, kind, amount, money: null }];
  return settleLine(company, { line, parts, debtor: null, learnIban: false, note: null });
}

const eventsOf = async (company: CompanyTools, item: string) =>
  (await showTimeline(company, { item, limit: 50 })).entries.map(({ kind }) => kind);

test('what is disputed is in no notice: all of it, or the part', async () => {
  const { company, item } = await owing();
  const id = await openDispute(company, contest(item, { amount: '200.00', reason: 'quantity' }));
  expect(await plan(company)).toMatchObject({ asked: [80000n], leftOut: [] });
  const { warnings } = await inCompany(company, (trx) =>
    trx.selectFrom('proposal').select('warnings').executeTakeFirstOrThrow(),
  );
  expect(warnings).toContainEqual({ code: 'partly_disputed', facts: { amount: '200.00 EUR' } });
  await resolveDispute(company, { dispute: id, outcome: 'rejected', note: 'Delivery note signed' });
  await openDispute(company, contest(item));
  await inCompany(company, (trx) => sql`update run set state = 'cancelled'`.execute(trx));
  expect(await plan(company)).toMatchObject({
    asked: [],
    leftOut: [{ because: 'disputed', facts: { reason: 'quality', since: '2026-03-31', amount: '' } }],
  });
  const { nextAction } = await showItem(company, { item });
  expect(nextAction).toMatchObject({ because: 'disputed', until: null });
  expect((await showWorklist(company, { page: 1, perPage: 50 })).counts.contact).toBe(0);
});

test('one stands at a time; what cannot be contested is refused, and nothing of it is kept', async () => {
  const { company, debtor, item } = await owing();
  const credit = await addDocument(company, debtor, {
    kind: 'credit_note',
    items: [{ dueOn: '2026-01-01', open: '-10.00' }],
  });
  const settled = await addDocument(company, debtor, { items: [{ dueOn: '2026-01-01', open: '0.00' }] });
  const attempts: [Partial<DisputeInput>, string][] = [
    [{ item: NOBODY }, 'open_item_unknown'],
    [{ item: settled.items[0]?.id ?? '' }, 'open_item_settled'],
    [{ item: credit.items[0]?.id ?? '' }, 'dispute_of_credit'],
    [{ amount: '1000.01' }, 'dispute_more_than_open'],
    [{ amount: '0' }, 'amount_not_positive'],
    [{ amount: 'ten' }, 'amount_unreadable'],
    [{ reason: 'other' }, 'dispute_note_missing'],
    [{ answerBy: '2026-03-30' }, 'dispute_answer_day_passed'],
    [{ assignedTo: 'nobody' }, 'user_unknown'],
  ];
  for (const [more, refused] of attempts) {
    await expect(openDispute(company, contest(item, more)), refused).rejects.toThrow(code(refused));
  }
  expect(await eventsOf(company, item)).toEqual([]);
  await openDispute(company, contest(item));
  await expect(openDispute(company, contest(item))).rejects.toThrow(code('dispute_stands'));
  const foreign = await addCompany(tools);
  await expect(openDispute(foreign, contest(item))).rejects.toThrow(code('open_item_unknown'));
  expect((await showDisputes(foreign, standing)).total).toBe(0);
});

test('an answer closes it, once; taken back, it stands again, and it may be handed to somebody', async () => {
  const { company, item } = await owing();
  const odile = await addMember(company, 'clerk', { name: 'Odile' });
  const acting = { ...company, actor: odile };
  const id = await openDispute(acting, contest(item, { note: 'Three broken kegs', assignedTo: odile }));
  expect(await showDispute(company, { dispute: id })).toMatchObject({
    state: 'open',
    amount: null,
    answerBy: '2026-04-07',
    openedBy: 'Odile',
    assignedTo: { id: odile, name: 'Odile' },
    item: { number: 'F-1', open: '1000.00' },
  });
  await changeDispute(company, { dispute: id, answerBy: '2026-04-20', assignedTo: null });
  expect(await showDispute(company, { dispute: id })).toMatchObject({
    answerBy: '2026-04-20',
    assignedTo: null,
  });
  const answer = { dispute: id, outcome: 'rejected', note: 'Signed for' } as const;
  await resolveDispute(acting, answer);
  await resolveDispute(acting, answer);
  expect(await showDispute(company, { dispute: id })).toMatchObject({
    state: 'closed',
    outcome: 'rejected',
    answer: 'Signed for',
    resolvedOn: '2026-03-31',
    resolvedBy: 'Odile',
  });
  await expect(resolveDispute(company, { ...answer, outcome: 'withdrawn' })).rejects.toThrow(
    code('dispute_closed'),
  );
  await expect(changeDispute(company, { dispute: id })).rejects.toThrow(code('dispute_closed'));
  await reopenDispute(company, { dispute: id });
  await reopenDispute(company, { dispute: id });
  expect((await showDisputes(company, standing)).rows.map(({ state }) => state)).toEqual(['open']);
  expect(await eventsOf(company, item)).toEqual([
    'dispute_reopened',
    'dispute_resolved',
    'dispute_changed',
    'dispute_opened',
  ]);
  for (const act of [resolveDispute, reopenDispute, changeDispute])
    await expect(act(company, { ...answer, dispute: NOBODY })).rejects.toThrow(code('dispute_unknown'));
});

test('where the debtor is right, nothing of it is asked until the credit note has come', async () => {
  const { company, debtor, item } = await owing();
  const id = await openDispute(company, contest(item, { amount: '200.00' }));
  await resolveDispute(company, { dispute: id, outcome: 'justified', note: null });
  expect(await showDispute(company, { dispute: id })).toMatchObject({
    state: 'to_credit',
    answerBy: '2026-04-14',
  });
  expect((await plan(company)).asked).toEqual([80000n]);
  await addDocument(company, debtor, {
    number: 'CN-1',
    kind: 'credit_note',
    linkedNumber: 'F-1',
    items: [{ dueOn: '2026-03-31', open: '-200.00' }],
  });
  // Taken off once, by the credit note, before anything has run that could close the dispute.
  await inCompany(company, (trx) => sql`update run set state = 'cancelled'`.execute(trx));
  expect((await plan(company)).asked).toEqual([80000n]);
  await pay(company, item, '100.00', false);
  expect(await showDispute(company, { dispute: id })).toMatchObject({ state: 'closed', outcome: 'credited' });
});

test('it closes by itself when its item is paid, and a part payment leaves it', async () => {
  const { company, item } = await owing();
  const id = await openDispute(company, contest(item, { amount: '200.00' }));
  await pay(company, item, '800.00', false);
  expect((await showDispute(company, { dispute: id })).state).toBe('open');
  const settlement = await pay(company, item, '200.00', true);
  expect(await showDispute(company, { dispute: id })).toMatchObject({
    state: 'closed',
    outcome: 'paid',
    resolvedBy: null,
  });
  await expect(reopenDispute(company, { dispute: id })).rejects.toThrow(code('open_item_settled'));
  await undoSettlements(company, { settlements: [settlement] });
  await reopenDispute(company, { dispute: id });
  expect((await showDispute(company, { dispute: id })).state).toBe('open');
});

test('a dispute opened after the approval stops the letter that has not left', async () => {
  const { company, item } = await owing();
  const { run } = await plan(company);
  await approveRun(company, { run });
  await sendRun(company, { runId: run });
  const states = async () =>
    (await showNotices(company, { page: 1, perPage: 50 })).rows.map(({ state }) => state);
  expect(await states()).toEqual(['queued']);
  await openDispute(company, contest(item, { amount: '0.01' }));
  expect(await states()).toEqual(['withdrawn']);
  const { entries } = await showTimeline(company, { limit: 50 });
  expect(entries.find(({ kind }) => kind === 'notice_withdrawn')?.facts).toMatchObject({
    because: 'disputed',
  });
});

test('one opened between planning and approval keeps the notice from being issued; one that was counted does not', async () => {
  const { company, debtor, item } = await owing();
  const other = await addDebtor(company, { number: 'D2' });
  const known = await addDocument(company, other, { items: [{ dueOn: '2026-03-01', open: '100.00' }] });
  await openDispute(company, contest(known.items[0]?.id ?? '', { amount: '40.00' }));
  const { run, asked } = await plan(company);
  expect(asked.toSorted()).toEqual([100000n, 6000n]);
  await openDispute(company, contest(item));
  await approveRun(company, { run });
  await sendRun(company, { runId: run });
  const { rows } = await showNotices(company, { page: 1, perPage: 50 });
  expect(rows.map((notice) => notice.debtor.number)).toEqual(['D2']);
  // The letter says what is contested, and does not call it paid.
  const { rows: lines } = await inCompany(company, (trx) =>
    sql<{ line: object }>`select jsonb_path_query(snapshot, '$.**.lines[*]') as line from notice`.execute(
      trx,
    ),
  );
  expect(lines.map(({ line }) => line)).toMatchObject([{ amount: '10000', open: '6000', disputed: '4000' }]);
  const { entries } = await showTimeline(company, { debtor: debtor.id, limit: 50 });
  expect(entries.find(({ kind }) => kind === 'notice_not_issued')?.facts).toMatchObject({
    because: 'disputed',
  });
});

test('of two who open a dispute on one item at once, one does, and the other is told', async () => {
  const { company, item } = await owing();
  const both = await Promise.allSettled([
    openDispute(company, contest(item)),
    openDispute(company, contest(item, { reason: 'price' })),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'dispute_stands' },
  });
  expect((await showDisputes(company, standing)).total).toBe(1);
  expect(await eventsOf(company, item)).toEqual(['dispute_opened']);
});

test('of an invoice in two instalments, a credit note that pays the older one says nothing of the other', async () => {
  const { company, debtor } = await owing();
  const invoice = await addDocument(company, debtor, {
    number: 'F-9',
    items: [
      { dueOn: '2026-02-01', open: '500.00' },
      { dueOn: '2026-03-01', open: '500.00' },
    ],
  });
  const later = invoice.items[1]?.id ?? '';
  await openDispute(company, contest(later, { amount: '100.00' }));
  await addDocument(company, debtor, {
    number: 'CN-9',
    kind: 'credit_note',
    linkedNumber: 'F-9',
    items: [{ dueOn: '2026-03-31', open: '-300.00' }],
  });
  const { asked } = await plan(company);
  // 1000.00 of F-1; 200.00 left of the older instalment, 400.00 not contested of the later one.
  expect(asked.reduce((sum, open) => sum + open, 0n)).toBe(160000n);
  await inCompany(company, (trx) => closeEndedDisputes(trx, company));
  expect((await showDisputes(company, standing)).total).toBe(1);
});
