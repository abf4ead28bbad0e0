import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showLeftOut } from '#server/dunning-runs/show-proposals.ts';
import { explainItem } from '#server/explanations/explain-items.ts';
import { dispatchMails } from '#server/notices/dispatch-mails.ts';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { showNotice, showNotices } from '#server/notices/show-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { acceptMatch, acceptMatches } from './accept-match.ts';
import { changeSettlementPolicy } from './change-policy.ts';
import { addRule, changeRule, orderRules, removeRule, showRules } from './keep-rules.ts';
import { matchLines } from './match-lines.ts';
import { previewRule } from './preview-rule.ts';
import { settleLine } from './settle-line.ts';
import { showDesk, showLine } from './show-desk.ts';
import { undoSettlements } from './undo-settlements.ts';
import { settlementWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);

type Company = Awaited<ReturnType<typeof addCompany<typeof tools>>>;

async function setUp() {
  const company: Company = await addCompany(tools);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const debtor = await addDebtor(company, { number: 'D1', name: 'Brasserie Dupont SPRL' });
  const reference = '+++090/9337/55493+++';
  const invoice = await addDocument(company, debtor, {
    number: 'F-2026-0017',
    structuredReference: reference,
    items: [{ dueOn: '2026-03-01', open: '120.00' }],
  });
  return { company, debtor, reference, item: invoice.items[0]?.id ?? '' };
}

const openOf = (company: CompanyTools, id: string) =>
  inCompany(company, async (trx) => {
    const row = await trx
      .selectFrom('dueItem')
      .select('openMinor')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.openMinor;
  });

test('a structured reference with its amount settles by itself, says why, and can be undone', async () => {
  const { company, item, reference } = await setUp();
  const line = await addBankLine(company, {
    amount: '120.00',
    structuredReference: reference,
    counterparty: 'DUPONT',
  });
  const matched = await matchLines(company, { lineIds: null });
  expect(matched).toMatchObject({ lines: 1, settled: 1, certain: 0, unmatched: 0 });
  expect(await openOf(company, item)).toBe(0n);
  const { decisions, state } = await showLine(company, { line });
  expect([state, decisions[0]?.origin]).toEqual(['settled', 'automatic']);
  // Matching again settles nothing twice.
  expect(await matchLines(company, { lineIds: [line] })).toMatchObject({ lines: 0, settled: 0 });
  await undoSettlements(company, { settlements: [decisions[0]?.id ?? ''] });
  expect(await openOf(company, item)).toBe(12_000n);
  const after = await showLine(company, { line });
  expect([after.state, after.matches[0]?.certainty, after.matches[0]?.stale]).toEqual([
    'open',
    'certain',
    false,
  ]);
  expect(after.matches[0]?.because.map(({ code }) => code)).toContain('structured_reference');
});

test('what the company has not switched on waits for a person, who takes all that is certain at once', async () => {
  const { company, item, reference } = await setUp();
  await changeSettlementPolicy(company, { changes: { automatic: [] } });
  const line = await addBankLine(company, { amount: '120.00', structuredReference: reference });
  const other = await addBankLine(company, { amount: '17.17', text: 'thank you' });
  await runJobs(tools, settlementWorkers);
  expect(await openOf(company, item)).toBe(12_000n);
  const { counts, rows } = await showDesk(company, { view: 'certain', page: 1, perPage: 50 });
  expect(counts).toMatchObject({ to_match: 2, certain: 1, unmatched: 1 });
  expect(rows.map(({ id }) => id)).toEqual([line]);
  const taken = await acceptMatches(company, { lines: [line, other], certainty: 'certain' });
  expect([taken.settlements.length, taken.passedOver]).toEqual([1, 1]);
  expect(await openOf(company, item)).toBe(0n);
});

test('a certain match by number settles only where the policy names numbers', async () => {
  const { company, item } = await setUp();
  const text = 'Facture F-2026-0017';
  const payment = { amount: '120.00', text, counterparty: 'BRASSERIE DUPONT' };
  const line = await addBankLine(company, payment);
  await matchLines(company, { lineIds: null });
  const { matches } = await showLine(company, { line });
  expect(matches[0]).toMatchObject({ certainty: 'certain', basis: 'number' });
  expect(await openOf(company, item)).toBe(12_000n);
  await changeSettlementPolicy(company, { changes: { automatic: ['reference', 'number'] } });
  await runJobs(tools, settlementWorkers);
  expect(await openOf(company, item)).toBe(0n);
});

test('a pending line settles nothing, and holds its item back', async () => {
  const { company, item, reference } = await setUp();
  const given = { amount: '120.00', structuredReference: reference, state: 'pending' as const };
  await addBankLine(company, given);
  expect(await matchLines(company, { lineIds: null })).toMatchObject({ settled: 0 });
  expect(await openOf(company, item)).toBe(12_000n);
  const run = await planNow(company);
  expect(await leftOutOf(company, run)).toEqual(['probably_paid']);
});

async function planNow(company: Company): Promise<string> {
  return planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
}

async function leftOutOf(company: Company, run: string): Promise<string[]> {
  const { rows } = await showLeftOut(company, { run, page: 1, perPage: 50 });
  return rows.map(({ because }) => because);
}

test('a line that probably pays an item holds it back: on the run, and on the item', async () => {
  const { company, debtor, item } = await setUp();
  const line = await addBankLine(company, {
    amount: '120.00',
    counterparty: 'Dupont Brasserie',
    bookedOn: '2026-03-29',
  });
  await matchLines(company, { lineIds: null });
  const { matches } = await showLine(company, { line });
  expect(matches[0]).toMatchObject({ basis: 'name', certainty: 'certain' });
  expect(await explainItem(company, { item })).toMatchObject({
    debtor: { id: debtor.id },
    proposed: null,
    gates: [{ because: 'probably_paid', facts: { line, amount: '120.00 EUR', on: '2026-03-29' } }],
  });
  expect(await leftOutOf(company, await planNow(company))).toEqual(['probably_paid']);
});

async function issued(company: Company): Promise<void> {
  const run = await planNow(company);
  await approveRun(company, { run });
  await sendRun(company, { runId: run });
}

const send = (company: Company) =>
  dispatchMails(company, lease, { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 1 });

async function noticeOf(company: Company) {
  const { rows } = await showNotices(company, { page: 1, perPage: 50 });
  return showNotice(company, rows[0]?.id ?? '');
}

test('a payment that comes in after the approval withdraws the notice before it leaves', async () => {
  const { company, reference } = await setUp();
  await issued(company);
  expect((await noticeOf(company)).state).toBe('queued');
  smtp.accepted.length = 0;
  await addBankLine(company, { amount: '120.00', structuredReference: reference });
  await matchLines(company, { lineIds: null });
  const notice = await noticeOf(company);
  expect([notice.state, notice.dispatches[0]?.answer]).toEqual(['withdrawn', 'paid']);
  await send(company);
  expect(smtp.accepted).toHaveLength(0);
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'notice_withdrawn').execute(),
  );
  expect(told.map(({ facts }) => facts)).toEqual([{ notice: '1', because: 'paid' }]);
});

test('a part of it paid after the approval: what the letter asks for has changed', async () => {
  const { company, reference } = await setUp();
  await issued(company);
  await addBankLine(company, { amount: '20.00', structuredReference: reference });
  const lines = (await showDesk(company, { view: 'to_match', page: 1, perPage: 50 })).rows.map(
    ({ id }) => id,
  );
  const [line] = lines;
  const own = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('id').executeTakeFirstOrThrow(),
  );
  const parts = [{ item: own.id, kind: 'part_payment' as const, amount: '20.00', money: null }];
  await settleLine(company, { line: line ?? '', parts, debtor: null, learnIban: false, note: null });
  expect((await noticeOf(company)).dispatches[0]?.answer).toBe('changed');
});

test('a part of it probably paid: the whole letter waits until somebody has looked', async () => {
  const { company, reference } = await setUp();
  await issued(company);
  smtp.accepted.length = 0;
  const line = await addBankLine(company, { amount: '20.00', structuredReference: reference });
  await matchLines(company, { lineIds: null });
  const { matches, state } = await showLine(company, { line });
  expect([state, matches[0]?.parts[0]?.kind]).toEqual(['open', 'part_payment']);
  await send(company);
  expect((await noticeOf(company)).dispatches[0]?.answer).toBe('probably_paid');
  expect(smtp.accepted).toHaveLength(0);
});

test('a probable payment after the approval stops the letter at the door', async () => {
  const { company } = await setUp();
  await issued(company);
  smtp.accepted.length = 0;
  await addBankLine(company, { amount: '120.00', counterparty: 'Dupont Brasserie' });
  await matchLines(company, { lineIds: null });
  await send(company);
  expect((await noticeOf(company)).dispatches[0]?.answer).toBe('probably_paid');
  expect(smtp.accepted).toHaveLength(0);
});

test('a rule of one’s own sets aside what is no customer’s payment, and says what it would have caught', async () => {
  const { company, debtor } = await setUp();
  const fee = await addBankLine(company, { amount: '3.50', text: 'Intérêts créditeurs 1T2026' });
  const anna = await addBankLine(company, { amount: '55.00', counterparty: 'Anna Maes', text: 'merci' });
  expect(await previewRule(company, { contains: 'interets crediteurs' })).toMatchObject({
    looked: 2,
    caught: 1,
  });
  await addRule(company, { contains: 'INTERETS CREDITEURS', kind: 'not_customer', debtor: null });
  const rule = await addRule(company, { contains: 'anna maes', kind: 'debtor', debtor: debtor.id });
  await runJobs(tools, settlementWorkers);
  expect((await showLine(company, { line: fee })).state).toBe('ignored');
  const { matches, state } = await showLine(company, { line: anna });
  expect([state, matches[0]?.debtor?.number, matches[0]?.basis]).toEqual(['open', 'D1', 'rule']);
  const taken = { contains: 'Anna  Maes', kind: 'not_customer' as const, debtor: null };
  await expect(addRule(company, taken)).rejects.toMatchObject({ code: 'matching_rule_taken' });
  const nobody = { contains: 'Bob', kind: 'debtor' as const, debtor: null };
  await expect(addRule(company, nobody)).rejects.toMatchObject({ code: 'matching_rule_without_debtor' });
  const [first] = await showRules(company);
  expect((await orderRules(company, { rules: [rule.id] })).map(({ contains }) => contains)).toEqual([
    'anna maes',
    'INTERETS CREDITEURS',
  ]);
  await changeRule(company, { rule: rule.id, enabled: false });
  await removeRule(company, { rule: first?.id ?? '' });
  expect((await showRules(company)).map(({ enabled, position }) => [enabled, position])).toEqual([
    [false, 1],
  ]);
  await expect(removeRule(company, { rule: first?.id ?? '' })).rejects.toMatchObject({
    code: 'matching_rule_unknown',
  });
});

test('limits are kept, and refused beyond what makes sense', async () => {
  const { company } = await setUp();
  const changed = await changeSettlementPolicy(company, {
    changes: { smallDifferenceMax: '2,50', patienceDays: 3 },
  });
  expect(changed).toMatchObject({ smallDifferenceMax: '2.50', patienceDays: 3, automatic: ['reference'] });
  await expect(changeSettlementPolicy(company, { changes: { bankCostsMax: '-1' } })).rejects.toMatchObject({
    code: 'settlement_limit_out_of_range',
  });
  await expect(changeSettlementPolicy(company, { changes: { bankCostsMax: 'much' } })).rejects.toMatchObject({
    code: 'amount_unreadable',
  });
});

test('items settled elsewhere make the proposals of other lines new', async () => {
  const { company, item } = await setUp();
  await changeSettlementPolicy(company, { changes: { automatic: [] } });
  const lines = [
    await addBankLine(company, { amount: '120.00', text: 'F-2026-0017', counterparty: 'Brasserie Dupont' }),
    await addBankLine(company, { amount: '120.00', text: 'F-2026-0017', counterparty: 'Brasserie Dupont' }),
  ];
  await runJobs(tools, settlementWorkers);
  await acceptMatches(company, { lines: [lines[0] ?? ''], certainty: 'probable' });
  await runJobs(tools, settlementWorkers);
  expect(await openOf(company, item)).toBe(0n);
  const { matches } = await showLine(company, { line: lines[1] ?? '' });
  expect(matches.every(({ parts }) => parts.every(({ item: one }) => one?.id !== item))).toBe(true);
});

test('a direct debit that comes back makes its item one like any other, and undo makes it collected again', async () => {
  const { company } = await setUp();
  const debtor = await addDebtor(company, { number: 'D7' });
  const { items } = await addDocument(company, debtor, {
    number: 'F-2026-0099',
    directDebit: true,
    items: [{ dueOn: '2026-03-01', open: '75.00' }],
  });
  const gateOf = async () =>
    (await explainItem(company, { item: items[0]?.id ?? '' })).gates[0]?.because ?? null;
  expect(await gateOf()).toBe('collected_by_direct_debit');
  const line = await addBankLine(company, {
    amount: '-75.00',
    text: 'REJET F-2026-0099',
    reversal: true,
    returnReason: 'AM04',
  });
  expect(await matchLines(company, { lineIds: null })).toMatchObject({ ignored: 1, settled: 0 });
  expect([await gateOf(), await openOf(company, items[0]?.id ?? '')]).toEqual([null, 7500n]);
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'collection_rejected').execute(),
  );
  expect(told[0]?.facts).toEqual({ document: 'F-2026-0099', on: '2026-03-30', reason: 'AM04' });
  const { decisions } = await showLine(company, { line });
  await undoSettlements(company, { settlements: [decisions[0]?.id ?? ''] });
  expect(await gateOf()).toBe('collected_by_direct_debit');
  expect((await showLine(company, { line })).state).toBe('open');
});

test('a proposal whose item was settled meanwhile says so, and changes nothing', async () => {
  const { company, item } = await setUp();
  await changeSettlementPolicy(company, { changes: { automatic: [] } });
  const lines = [
    await addBankLine(company, { amount: '120.00', text: 'F-2026-0017' }),
    await addBankLine(company, { amount: '120.00', text: 'F-2026-0017' }),
  ];
  await matchLines(company, { lineIds: [lines[0] ?? ''] });
  await matchLines(company, { lineIds: [lines[1] ?? ''] });
  await acceptMatch(company, { line: lines[0] ?? '', rank: 1, learnIban: true });
  expect((await showLine(company, { line: lines[1] ?? '' })).matches[0]?.stale).toBe(true);
  const asked = acceptMatch(company, { line: lines[1] ?? '', rank: 1, learnIban: true });
  await expect(asked).rejects.toMatchObject({ code: 'match_stale', facts: { document: 'F-2026-0017' } });
  await expect(
    acceptMatch(company, { line: lines[0] ?? '', rank: 9, learnIban: true }),
  ).rejects.toMatchObject({
    code: 'bank_line_decided',
  });
  await expect(
    acceptMatch(company, { line: lines[1] ?? '', rank: 9, learnIban: true }),
  ).rejects.toMatchObject({
    code: 'match_unknown',
  });
  expect(await openOf(company, item)).toBe(0n);
});
