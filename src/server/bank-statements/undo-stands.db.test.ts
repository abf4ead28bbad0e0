import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { Refusal } from '#core/refusal.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { recordPromise } from '#server/promises/record-promise.ts';
import { matchLines } from '#server/settlements/match-lines.ts';
import { ignoreLine } from '#server/settlements/set-line-aside.ts';
import { settleLines } from '#server/settlements/settle-lines.ts';
import { camt, type GivenLine } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { countWaiting, whileAnotherWrites } from '#test/support/waiting.ts';
import { changeAccount } from './change-account.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { showLines } from './show-statements.ts';
import { showUndo } from './show-undo.ts';
import { importBankFileNow } from './steer-bank-file.ts';
import { undoBankFile } from './undo-bank-file.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });
const REFERENCE = '+++090/9337/55493+++';

async function setUp() {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { name: 'Café Noir', email: 'noir@example.org' });
  const invoice = await addDocument(company, debtor, {
    number: 'F2026-0042',
    structuredReference: REFERENCE,
    items: [{ dueOn: '2026-02-01', open: '25.00' }],
  });
  return { company, debtor, item: invoice.items[0]?.id ?? '' };
}

async function importOf(company: CompanyTools, lines: GivenLine[], account = 'BE68539007547034') {
  const bytes = camt({ statements: [{ account, lines }] });
  const bankFileId = await keepBankFile(company, { fileName: 'statement.xml', bytes, origin: 'upload' });
  await importBankFileNow(company, { bankFileId, matchesItself: true });
  return bankFileId;
}

const linesOf = async (company: CompanyTools) => (await showLines(company, { page: 1, perPage: 50 })).rows;

/** As matching does by itself. */
async function settle(company: CompanyTools, lineId: string, item: string, amountMinor: bigint) {
  const parts = [{ dueItemId: item, kind: 'payment' as const, amountMinor }];
  const order = { id: newId(), lineId, parts, debtorId: null, origin: 'automatic' as const, because: [] };
  const rest = { note: null, learnIban: false, takesBackLineId: null };
  return inCompany(company, (trx) => settleLines(trx, company, [{ ...order, ...rest }]));
}

const obstaclesOf = async (company: CompanyTools, file: string) =>
  (await showUndo(company, file)).obstacles.map(({ kind, about }) => `${kind} ${about}`);

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

async function stateOf(company: CompanyTools) {
  const { rows } = await inCompany(company, (trx) =>
    sql<{ said: string }>`
      select 'item ' || i.open_minor || ' ' || i.provisional_minor || ' ' || i.banked_minor as said from due_item i
      union all select 'promise ' || coalesce(outcome, 'open') from promise
      union all select 'line ' || state from bank_line
      union all select 'settlement ' || (undone_at is null) from settlement order by 1`.execute(trx),
  );
  return rows.map(({ said }) => said);
}

test('a reminder for what its payment left open keeps it; one that was sent before does not', async () => {
  const { company, item } = await setUp();
  const remind = async () => {
    const plannedFor = company.clock.today('Europe/Brussels');
    const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
    await approveRun(company, { run, send: false, bankDataReason: 'Looked online' });
    await sendRun(company, { runId: run });
    await runJobs(tools, dunningRunWorkers);
  };
  await remind();
  const bankFileId = await importOf(company, [{ amount: '10.00', from: 'Café Noir' }]);
  const [line] = await linesOf(company);
  await settle(company, line?.id ?? '', item, 1000n);
  expect(await obstaclesOf(company, bankFileId)).toEqual([]);
  tools.clock.set('2026-04-20');
  await remind();
  tools.clock.set('2026-04-01');
  expect(await obstaclesOf(company, bankFileId)).toEqual(['notice F2026-0042']);
  const before = await stateOf(company);
  expect(await codeOf(undoBankFile(company, bankFileId))).toBe('bank_file_undo_blocked');
  expect(await stateOf(company)).toEqual(before);
});

test('what the ledger has shown since, a dispute it ended, and a return by another account keep it', async () => {
  const { company, item } = await setUp();
  await openDispute(company, {
    ...{ item, amount: null, reason: 'price', note: null, answerBy: null, assignedTo: null },
  });
  const bankFileId = await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  const [line] = await linesOf(company);
  await settle(company, line?.id ?? '', item, 2500n);
  expect(await obstaclesOf(company, bankFileId)).toEqual(['dispute F2026-0042']);
  const part = sql`update settlement_part set confirmed_minor = 1000`;
  await inCompany(company, (trx) => part.execute(trx));
  expect(await obstaclesOf(company, bankFileId)).toEqual(['confirmed F2026-0042', 'dispute F2026-0042']);
  await inCompany(company, (trx) => sql`update settlement_part set confirmed_minor = 0`.execute(trx));
  const returned = { amount: '-25.00', from: 'Café Noir', returnReason: 'AC04' };
  await importOf(company, [returned], 'BE43068999999501');
  const back = (await linesOf(company)).find(({ amount }) => amount.amount === '-25.00')?.id ?? '';
  const parts = [{ dueItemId: item, kind: 'return' as const, amountMinor: -2500n }];
  const order = { id: newId(), lineId: back, parts, debtorId: null, origin: 'automatic' as const };
  const rest = { because: [], note: null, learnIban: false, takesBackLineId: line?.id ?? '' };
  const { made } = await inCompany(company, (trx) => settleLines(trx, company, [{ ...order, ...rest }]));
  expect(made).toHaveLength(1);
  expect(await obstaclesOf(company, bankFileId)).toEqual(['returned Café Noir', 'dispute F2026-0042']);
});

/** A payment of another account that goes back; no line is named. */
async function returnTo(company: CompanyTools, item: string) {
  const returned = { amount: '-25.00', from: 'Café Noir', returnReason: 'AC04' };
  const bankFileId = await importOf(company, [returned], 'BE43068999999501');
  const line = (await linesOf(company)).find(({ amount }) => amount.amount === '-25.00')?.id ?? '';
  const parts = [{ dueItemId: item, kind: 'return' as const, amountMinor: -2500n }];
  const order = { id: newId(), lineId: line, parts, debtorId: null, origin: 'automatic' as const };
  const rest = { because: [], note: null, learnIban: false, takesBackLineId: null };
  const { made } = await inCompany(company, (trx) => settleLines(trx, company, [{ ...order, ...rest }]));
  expect(made).toHaveLength(1);
  return bankFileId;
}

test('a return that names no payment keeps the file of the payment; its own file can go', async () => {
  const { company, item } = await setUp();
  const bankFileId = await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  await settle(company, (await linesOf(company))[0]?.id ?? '', item, 2500n);
  const before = await stateOf(company);
  const returning = await returnTo(company, item);
  expect(await obstaclesOf(company, bankFileId)).toEqual(['returned Café Noir']);
  expect(await codeOf(undoBankFile(company, bankFileId))).toBe('bank_file_undo_blocked');
  await undoBankFile(company, returning);
  expect(await stateOf(company)).toEqual(before);
  await undoBankFile(company, bankFileId);
  expect(await stateOf(company)).toEqual(['item 2500 0 0']);
});

test('what was agreed of an item since its payment went back keeps the file that told of it', async () => {
  const { company, item, debtor } = await setUp();
  await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  await settle(company, (await linesOf(company))[0]?.id ?? '', item, 2500n);
  const returning = await returnTo(company, item);
  expect(await obstaclesOf(company, returning)).toEqual([]);
  const dispute = { amount: null, reason: 'price' as const, note: null, answerBy: null, assignedTo: null };
  await openDispute(company, { item, ...dispute });
  await recordPromise(company, {
    ...{ debtor: debtor.id, items: [], amount: null, currency: null, on: '2026-04-10', toleranceDays: null },
    note: null,
  });
  expect(await obstaclesOf(company, returning)).toEqual(['agreed F2026-0042', 'agreed F2026-0042']);
  const before = await stateOf(company);
  expect(await codeOf(undoBankFile(company, returning))).toBe('bank_file_undo_blocked');
  expect(await stateOf(company)).toEqual(before);
});

test('a promise that its payment kept is open again', async () => {
  const { company, debtor } = await setUp();
  await recordPromise(company, {
    ...{ debtor: debtor.id, items: [], amount: null, currency: null, on: '2026-04-10', toleranceDays: null },
    note: null,
  });
  const before = await stateOf(company);
  const bankFileId = await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  await matchLines(company, { lineIds: null });
  expect(await stateOf(company)).toContain('promise kept');
  await undoBankFile(company, bankFileId);
  expect(await stateOf(company)).toEqual(before);
  expect(before).toEqual(['item 2500 0 0', 'promise open']);
});

test('whoever settles with it at the same moment is waited for, and taken back too', async () => {
  const { company, item } = await setUp();
  const before = await stateOf(company);
  const bankFileId = await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  const lineId = (await linesOf(company))[0]?.id ?? '';
  const held = Promise.withResolvers<void>();
  const parts = [{ dueItemId: item, kind: 'payment' as const, amountMinor: 2500n }];
  const order = { id: newId(), lineId, parts, debtorId: null, origin: 'automatic' as const, because: [] };
  const rest = { note: null, learnIban: false, takesBackLineId: null };
  const settling = inCompany(company, async (trx) => {
    await settleLines(trx, company, [{ ...order, ...rest }]);
    await held.promise;
  });
  const undoing = undoBankFile(company, bankFileId);
  await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBeGreaterThan(0);
  held.resolve();
  await Promise.all([settling, undoing]);
  expect(await stateOf(company)).toEqual(before);
});

/** Undoes the file while other work has written. @returns what came of the undoing */
function undoDuring(company: CompanyTools, bankFileId: string, work: () => Promise<unknown>) {
  return whileAnotherWrites(fresh, work, () => codeOf(undoBankFile(company, bankFileId)));
}

test('whoever sets a line of it aside at the same moment is waited for, and keeps it', async () => {
  const { company } = await setUp();
  const bankFileId = await importOf(company, [{ amount: '7.00', from: 'Fisc' }]);
  const line = (await linesOf(company))[0]?.id ?? '';
  const ignoring = () => ignoreLine(company, { line, note: 'tax' });
  expect(await undoDuring(company, bankFileId, ignoring)).toBe('bank_file_undo_blocked');
  expect(await stateOf(company)).toContain('line ignored');
});

test('an account that is given a name at the same moment stays', async () => {
  const { company } = await setUp();
  const bankFileId = await importOf(company, [{ amount: '7.00', from: 'Fisc' }]);
  const accounts = () =>
    inCompany(company, (trx) => trx.selectFrom('bankAccount').select(['id', 'name']).execute());
  const [account] = await accounts();
  const naming = () => changeAccount(company, { accountId: account?.id ?? '', name: 'Main account' });
  expect(await undoDuring(company, bankFileId, naming)).toBe('done');
  expect(await accounts()).toEqual([{ id: account?.id, name: 'Main account' }]);
});

test('matching, deciding and undoing at once, again and again, end whole', async () => {
  const { company } = await setUp();
  const before = await stateOf(company);
  for (let turn = 0; turn < 4; turn += 1) {
    const bankFileId = await importOf(company, [
      { amount: '25.00', from: 'Café Noir', text: REFERENCE },
      { amount: '7.00', from: 'Nobody' },
    ]);
    await Promise.all([
      matchLines(company, { lineIds: null }),
      undoBankFile(company, bankFileId),
      matchLines(company, { lineIds: null }),
      undoBankFile(company, bankFileId),
    ]);
    expect(await stateOf(company)).toEqual(before);
  }
});

test('what fails on the way is taken back whole', async () => {
  const { company } = await setUp();
  const bankFileId = await importOf(company, [{ amount: '25.00', from: 'Café Noir', text: REFERENCE }]);
  await matchLines(company, { lineIds: null });
  const before = await stateOf(company);
  const queue = { ...company.queue, add: () => Promise.reject(new Error('the queue is gone')) };
  await expect(undoBankFile({ ...company, queue }, bankFileId)).rejects.toThrow('the queue is gone');
  expect(await stateOf(company)).toEqual(before);
  await undoBankFile(company, bankFileId);
  expect(await stateOf(company)).toEqual(['item 2500 0 0']);
});
