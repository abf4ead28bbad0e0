import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { Refusal } from '#core/refusal.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { dunningRunWorkers } from '#server/dunning-runs/workers.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { settleLine } from '#server/settlements/settle-line.ts';
import { settlementWorkers } from '#server/settlements/workers.ts';
import { handOverItem, takeBackItem } from '#server/steps/hand-over.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { addFileImport } from './add-import.ts';
import { showImport } from './show-import.ts';
import { importNow } from './steer-import.ts';
import { undoImport } from './undo-import.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const HEADERS =
  'debtor_number,debtor_name,debtor_email,contact_name,contact_email,document_number,issued_on,due_on,currency,amount,open';
const F1 = 'C1,Café Odile,odile@example.org,Odile,o@example.org,F1,2026-01-01,2026-01-31,EUR,100.00,100.00';
const F2 = 'C1,Café Odile,odile@example.org,Odile,o@example.org,F2,2026-01-05,2026-02-04,EUR,250.50,50.50';
const F3 = 'C2,Garage Maes,maes@example.org,,,F3,2026-02-01,2026-03-03,EUR,80.00,80.00';
const F4 = 'C3,Boulangerie,,,,F4,2026-02-10,2026-03-12,EUR,70.00,70.00';

async function importRows(company: CompanyTools, rows: readonly string[], fileName = 'items.csv') {
  const bytes = Buffer.from([HEADERS, ...rows].join('\n'));
  const importId = await addFileImport(company, { fileName, bytes });
  await importNow(company, { importId, isCheck: false }, undefined);
  return importId;
}

/** Every row of the ledger, whole. */
async function everything(company: CompanyTools): Promise<unknown> {
  const tables = ['debtor', 'debtor_contact', 'document', 'due_item', 'settlement_part', 'ledger_difference'];
  const all: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows } = await inCompany(company, (trx) =>
      sql<{ row: string }>`select to_jsonb(r)::text as row from ${sql.table(table)} r order by 1`.execute(
        trx,
      ),
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

async function withPolicy() {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  return company;
}

function planNow(company: CompanyTools) {
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  return planRun(company, { plannedFor, options: RunOptions.parse({}) });
}

test('what an import added, changed, settled and opened again stands exactly as before, and once', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2]);
  await importRows(company, [F2]);
  const before = await everything(company);
  const changed = [
    F1,
    F2.replace('50.50,50.50', '50.50,10.00').replace('Café Odile', 'Odile SRL').replace('o@ex', 'oo@ex'),
    F3,
  ];
  const importId = await importRows(company, changed);
  expect(await showImport(company, importId)).toMatchObject({ state: 'applied', undoable: true });
  expect(await everything(company)).not.toEqual(before);
  await undoImport(company, importId);
  await undoImport(company, importId);
  expect(await everything(company)).toEqual(before);
  expect(await showImport(company, importId)).toMatchObject({ state: 'undone', undoable: false });
  const entries = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('debtorId').where('kind', '=', 'import_undone').execute(),
  );
  expect(entries).toHaveLength(2);
  // What the import told of F2 is told back, so that its past adds up.
  const { rows } = await inCompany(company, (trx) =>
    sql<{ told: string }>`
      select concat_ws(' ', kind, facts ->> 'document', facts ->> 'openBefore', facts ->> 'open') as told
      from timeline_entry where kind in ('item_changed', 'item_settled', 'item_reopened') order by id`.execute(
      trx,
    ),
  );
  expect(
    rows
      .map(({ told }) => told)
      .slice(-2)
      .sort(),
  ).toEqual(['item_changed F1 100.00 EUR 0.00 EUR', 'item_changed F2 10.00 EUR 50.50 EUR']);
  // The same file comes in again as if for the first time.
  await importRows(company, changed);
  expect(await everything(company)).not.toEqual(before);
});

test('only the latest can be undone, and what was refused not at all', async () => {
  const company = await addCompany(tools);
  const first = await importRows(company, [F1], 'first.csv');
  const second = await importRows(company, [F1, F3], 'second.csv');
  expect(await codeOf(undoImport(company, first))).toBe('import_undo_not_latest');
  await undoImport(company, second);
  expect(await codeOf(undoImport(company, first))).toBe('import_undo_untraced');
  const bad = await importRows(company, [F1.replace('100.00,100.00', '100.00,none')]);
  expect(await codeOf(undoImport(company, bad))).toBe('import_not_open');
});

test('a run, a hold and a reminder that stand on it are named, and nothing is taken back', async () => {
  const company = await withPolicy();
  const importId = await importRows(company, [F1, F3]);
  const run = await planNow(company);
  expect(await codeOf(undoImport(company, importId))).toBe('import_undo_proposed');
  await cancelRun(company, { run });
  const [debtor] = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').where('number', '=', 'C2').execute(),
  );
  await placeHolds(company, { debtors: [debtor?.id ?? ''], items: [], reason: 'asked', until: '2026-04-15' });
  await expect(undoImport(company, importId)).rejects.toMatchObject({
    code: 'import_undo_used',
    facts: { kind: 'hold', what: 'Garage Maes' },
  });
  const second = await planNow(company);
  await approveRun(company, { run: second, send: false });
  await sendRun(company, { runId: second });
  await runJobs(tools, dunningRunWorkers);
  const before = await everything(company);
  await expect(undoImport(company, importId)).rejects.toMatchObject({
    code: 'import_undo_reminded',
    facts: { document: 'F1' },
  });
  expect(await everything(company)).toEqual(before);
});

test('a payment settled since, and a debtor edited since, keep it', async () => {
  const company = await addCompany(tools);
  const importId = await importRows(company, [F1, F4]);
  await inCompany(company, (trx) =>
    trx.updateTable('debtor').set({ phone: '+32 2 555 00 00' }).where('number', '=', 'C3').execute(),
  );
  await expect(undoImport(company, importId)).rejects.toMatchObject({
    code: 'import_undo_changed',
    facts: { what: 'Boulangerie' },
  });
  const [item] = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('id').where('openMinor', '=', 10_000n).execute(),
  );
  const line = await addBankLine(company, { amount: '100.00', counterparty: 'Café Odile' });
  await settleLine(company, {
    line,
    parts: [{ item: item?.id ?? '', kind: 'payment', amount: '100.00', money: null }],
    learnIban: false,
    debtor: null,
    note: null,
  });
  expect(await codeOf(undoImport(company, importId))).toBe('import_undo_settled');
});

test('what was done since for an item it added keeps it: handed over and taken back', async () => {
  const company = await addCompany(tools);
  const importId = await importRows(company, [F1, F3]);
  const [item] = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('id').where('openMinor', '=', 8_000n).execute(),
  );
  await handOverItem(company, { item: item?.id ?? '', to: 'lawyer' });
  await takeBackItem(company, { item: item?.id ?? '' });
  await expect(undoImport(company, importId)).rejects.toMatchObject({
    code: 'import_undo_changed',
    facts: { what: 'F3' },
  });
});

test('lines that were matched with what it added are matched anew', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1]);
  const id = await addBankLine(company, { amount: '80.00', text: 'F3', counterparty: 'Garage Maes' });
  const importId = await importRows(company, [F1, F3]);
  await runJobs(tools, settlementWorkers);
  const proposals = () =>
    inCompany(company, (trx) =>
      trx.selectFrom('lineMatch').select('basis').where('lineId', '=', id).execute(),
    );
  expect(await proposals()).not.toEqual([]);
  await undoImport(company, importId);
  await runJobs(tools, settlementWorkers);
  expect(await proposals()).toEqual([]);
});
