import { expect, test } from 'vitest';
import { changeDebtor } from '#server/debtors/change-debtor.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { addFileImport } from './add-import.ts';
import { importNow } from './steer-import.ts';
import { undoImport } from './undo-import.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const HEADERS = 'debtor_number,debtor_name,Tiers payeur';

async function importList(company: CompanyTools, rows: readonly string[], given: object = {}) {
  const bytes = Buffer.from([HEADERS, ...rows].join('\n'));
  const importId = await addFileImport(company, { fileName: 'debtors.csv', bytes, ...given });
  return { importId, ...(await importNow(company, { importId, isCheck: false }, undefined)) };
}

/** Debtor and payer by their numbers. */
async function payers(company: CompanyTools): Promise<Record<string, string | null>> {
  const rows = await inCompany(company, (trx) =>
    trx
      .selectFrom('debtor as d')
      .leftJoin('debtor as p', 'p.id', 'd.payerId')
      .select(['d.number', 'p.number as payer'])
      .execute(),
  );
  return Object.fromEntries(rows.map(({ number, payer }) => [number, payer]));
}

async function told(company: CompanyTools): Promise<unknown[]> {
  const rows = await inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select(['kind', 'facts', 'personal'])
      .where('kind', '=', 'debtor_changed')
      .orderBy('id')
      .execute(),
  );
  return rows.map(({ facts, personal }) => ({ ...facts, ...personal }));
}

test('a payer may stand below in the list; again, the list changes nothing, and a blank cell says nothing', async () => {
  const company = await addCompany(tools);
  const list = ['B1,Branch one,HQ', 'B2,Branch two,HQ', 'HQ,Head office,'];
  const first = await importList(company, list);
  expect(first.result).toMatchObject({ problems: [], debtors: { added: 3 } });
  expect(await payers(company)).toEqual({ B1: 'HQ', B2: 'HQ', HQ: null });
  const again = await importList(company, list);
  expect(again.result.debtors).toEqual({ added: 0, changed: 0, unchanged: 3 });
  await importList(company, ['B1,Branch one,']);
  expect(await payers(company)).toEqual({ B1: 'HQ', B2: 'HQ', HQ: null });
  // What is new of a debtor says so by itself.
  expect(await told(company)).toEqual([]);
});

test('a changed payer is told by names, and taken back with the import', async () => {
  const company = await addCompany(tools);
  await importList(company, ['B1,Branch,HQ', 'HQ,Head office,']);
  const { importId, result } = await importList(company, ['B1,Branch,H2', 'H2,New head office,']);
  expect(result.debtors).toEqual({ added: 1, changed: 1, unchanged: 0 });
  expect(await told(company)).toEqual([
    { field: 'payerId', before: 'Head office', after: 'New head office' },
  ]);
  await undoImport(company, importId);
  expect(await payers(company)).toEqual({ B1: 'HQ', HQ: null });
});

test('an import whose debtor pays for another by now is not taken back', async () => {
  const company = await addCompany(tools);
  const other = await addDebtor(company, { number: 'Z9', name: 'Somebody' });
  const { importId } = await importList(company, ['HQ,Head office,']);
  const payer = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').where('number', '=', 'HQ').executeTakeFirstOrThrow(),
  );
  await changeDebtor(company, { debtor: other.id, changes: { payerId: payer.id } });
  await expect(undoImport(company, importId)).rejects.toMatchObject({
    code: 'import_undo_changed',
    facts: { what: 'Somebody' },
  });
});

test('of a list and a person who make a chain at once, one does, and the other is told', async () => {
  const company = await addCompany(tools);
  await importList(company, ['A,Alpha,', 'B,Beta,', 'C,Gamma,']);
  const ids = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').orderBy('number').execute(),
  );
  const [, b = '', c = ''] = ids.map(({ id }) => id);
  const { both } = await inCompany(company, async (trx) => {
    // Both have begun before either can end: they wait for the debtor they share.
    await lockDebtor(trx, company.companyId, b);
    const person = changeDebtor(company, { debtor: b, changes: { payerId: c } });
    const begun = Promise.allSettled([importList(company, ['A,Alpha,B']), person]);
    await expect.poll(() => countWaiting(fresh.pool)).toBe(2);
    return { both: begun };
  });
  const [list, person] = await both;
  const isListIn = list?.status === 'fulfilled' && list.value.applied;
  expect(isListIn).toBe(person?.status === 'rejected');
  expect(await payers(company)).toEqual(
    isListIn ? { A: 'B', B: null, C: null } : { A: null, B: 'C', C: null },
  );
  if (list.status === 'fulfilled' && !isListIn) {
    expect(list.value.result.problems).toMatchObject([{ code: 'debtor_payer_chain', at: { row: 2 } }]);
  }
});

const WRONG = [
  'A,Alpha,nobody',
  'B,Beta,B',
  'C,Gamma,D',
  'D,Delta,HQ',
  'HQ,Head office,',
  'OLD,Old payer,HQ',
  'E,Epsilon,HQ',
];
const REFUSED = [
  ['debtor_payer_unknown', { payer: 'nobody', debtor: 'A' }, 2],
  ['debtor_payer_itself', { debtor: 'B' }, 3],
  ['debtor_payer_chain', { payer: 'D', debtor: 'C' }, 4],
  ['debtor_payer_chain', { payer: 'HQ', debtor: 'D' }, 5],
  ['debtor_payer_chain', { payer: 'HQ', debtor: 'OLD' }, 7],
];

test('nobody, the debtor itself and chains are refused by row and column, and nothing is applied', async () => {
  const company = await addCompany(tools);
  await importList(company, ['X,Paid for,OLD', 'OLD,Old payer,']);
  const { result, applied } = await importList(company, WRONG);
  expect(applied).toBe(false);
  expect(result.problems).toEqual(
    REFUSED.map(([code, facts, row]) => ({ code, facts, at: { row, column: 'Tiers payeur' } })),
  );
  expect(result.rows).toEqual({ read: 7, rejected: 5, erased: 0 });
  expect(await payers(company)).toEqual({ X: 'OLD', OLD: null });
});

test('lenient: the rows that can be are applied, the others are left out whole', async () => {
  const company = await addCompany(tools);
  await importList(company, ['X,Paid for,OLD', 'OLD,Old payer,']);
  const { result, applied } = await importList(company, WRONG, { lenient: true });
  expect([applied, result.problemCount, result.debtors.added]).toEqual([true, 5, 2]);
  expect(await payers(company)).toEqual({ X: 'OLD', OLD: null, HQ: null, E: 'HQ' });
});

test('a list of open items may name payers too; what a refused row names is still in the list', async () => {
  const company = await addCompany(tools);
  const headers = 'debtor_number,debtor_name,payer_number,document_number,issued_on,due_on,amount,open';
  const items = (payer: string) => [
    `B1,Branch,${payer},F1,2026-01-01,2026-01-31,10.00,10.00`,
    `B1,Branch,${payer},F2,2026-01-01,2026-01-31,20.00,20.00`,
    'HQ,Head office,,F3,2026-01-01,2026-01-31,30.00,30.00',
  ];
  const read = async (rows: readonly string[]) => {
    const bytes = Buffer.from([headers, ...rows].join('\n'));
    const importId = await addFileImport(company, { fileName: 'items.csv', bytes, lenient: true });
    return (await importNow(company, { importId, isCheck: false }, undefined)).result;
  };
  expect(await read(items('HQ'))).toMatchObject({ problems: [], documents: { added: 3 } });
  expect(await payers(company)).toEqual({ B1: 'HQ', HQ: null });
  const { problems, documents } = await read(items('nobody'));
  expect(problems.map(({ code, at }) => [code, at.row, at.column])).toEqual([
    ['debtor_payer_unknown', 2, 'payer_number'],
    ['debtor_payer_unknown', 3, 'payer_number'],
  ]);
  expect(documents).toMatchObject({ settled: 0, unchanged: 1 });
  expect(await payers(company)).toEqual({ B1: 'HQ', HQ: null });
});
