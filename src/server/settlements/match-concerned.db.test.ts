import { expect, test } from 'vitest';
import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { matchConcerned } from './match-concerned.ts';
import { matchLines } from './match-lines.ts';
import { settlementWorkers } from './workers.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });

const HEADERS = 'debtor_number,debtor_name,document_number,issued_on,due_on,currency,amount,open';
const DEBTORS = 40;

function rowOf(nth: number, open = `${100 + nth}.00`): string {
  const debtor = nth % DEBTORS;
  return `D${1000 + debtor},${NAMES[debtor % NAMES.length]} ${debtor},F2026-${String(nth).padStart(5, '0')},2026-01-01,2026-02-01,EUR,900.00,${open}`;
}
const NAMES = ['Garage Peeters', 'Boulangerie Maes', 'Atelier Dubois', 'Librairie Claes', 'Hôtel Janssens'];

async function importRows(company: CompanyTools, rows: readonly string[]) {
  const bytes = Buffer.from([HEADERS, ...rows].join('\n'));
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes });
  await importNow(company, { importId, isCheck: false }, undefined);
}

/** Lines that name items by number, by amount, by name, by all of these or by nothing. */
async function addLines(company: CompanyTools, count: number) {
  for (let nth = 0; nth < count; nth += 1) {
    const number = `F2026-${String(nth).padStart(5, '0')}`;
    const name = `${NAMES[(nth % DEBTORS) % NAMES.length]} ${nth % DEBTORS}`;
    await addBankLine(company, {
      amount: nth % 3 === 0 ? '55.55' : `${100 + nth}.00`,
      text: nth % 4 === 0 ? '' : `invoice ${number}`,
      counterparty: nth % 5 === 0 ? 'Nobody Known' : name,
    });
  }
}

const proposals = (company: CompanyTools) =>
  inCompany(company, (trx) =>
    trx
      .selectFrom('lineMatch')
      .select(['lineId', 'rank', 'certainty', 'basis', 'debtorId', 'because', 'but', 'parts'])
      .orderBy('lineId')
      .orderBy('rank')
      .execute(),
  );

test('after an import, matching the lines it concerns comes to what matching all of them comes to', async () => {
  const company = await addCompany(tools);
  const all = Array.from({ length: 120 }, (_, nth) => nth);
  await importRows(
    company,
    all.slice(0, 90).map((nth) => rowOf(nth)),
  );
  await addLines(company, 120);
  await matchLines(company, { lineIds: null });
  const before = await proposals(company);
  // Ten are paid, ten owe less, ten came in; a debtor has another name.
  await importRows(company, [
    ...all.slice(10, 20).map((nth) => rowOf(nth, '55.55')),
    ...all.slice(20, 100).map((nth) => rowOf(nth).replace(' 7,', ' sept,')),
  ]);
  const outcomes = await runJobs(tools, settlementWorkers);
  expect(outcomes.map(({ job }) => job)).toEqual(['settlements.match-concerned']);
  const after = await proposals(company);
  expect(after).not.toEqual(before);
  await matchLines(company, { lineIds: null });
  expect(await proposals(company)).toEqual(after);
});

test('a list that changes little looks at few lines, and one that changes nothing at none', async () => {
  const company = await addCompany(tools);
  const rows = Array.from({ length: 60 }, (_, nth) => rowOf(nth));
  await importRows(company, rows);
  await addLines(company, 60);
  await matchLines(company, { lineIds: null });
  await runJobs(tools, settlementWorkers);
  await importRows(company, rows);
  expect(await runJobs(tools, settlementWorkers)).toEqual([]);
  const [item] = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('id').where('openMinor', '=', 10_700n).execute(),
  );
  const { lines } = await matchConcerned(company, { itemIds: [item?.id ?? ''], debtorIds: [], lineIds: [] });
  expect(lines).toBeGreaterThan(0);
  expect(lines).toBeLessThan(20);
});

test('documents numbered in a new way make every line worth another look', async () => {
  const company = await addCompany(tools);
  await importRows(company, [rowOf(1), rowOf(2), rowOf(3)]);
  await addBankLine(company, { amount: '12.00', text: 'INV-77-00001' });
  await runJobs(tools, settlementWorkers);
  const renumbered = [1, 2, 3].map((nth) => rowOf(nth).replace('F2026-', 'INV-77-'));
  await importRows(company, renumbered);
  const outcomes = await runJobs(tools, settlementWorkers);
  expect(outcomes.map(({ job }) => job)).toEqual(['settlements.match-lines']);
});
