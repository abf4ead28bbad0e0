import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addBankLine } from '#test/support/bank.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { resolveDifference } from './resolve-difference.ts';
import { settleLine } from './settle-line.ts';
import { showProvisional } from './show-provisional.ts';
import { undoSettlements } from './undo-settlements.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const HEADERS =
  'debtor_number,debtor_name,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
const row = (number: string, open: string, issuedOn = '2026-01-02', kind = 'invoice') =>
  `C1,Café Odile,business,${kind},${number},${issuedOn},2026-01-31,EUR,100.00,${open}`;
/** Something else in the list, so that it is never empty, written so late that the list is newer than any payment. */
const LATE = 'C2,Jan,business,invoice,Z9,2026-03-30,2026-04-30,EUR,5.00,5.00';
const EARLY = 'C2,Jan,business,invoice,Z1,2026-01-03,2026-04-30,EUR,5.00,5.00';

async function importRows(company: CompanyTools, rows: readonly string[]) {
  const bytes = Buffer.from([HEADERS, ...rows].join('\n'));
  const options = { fileName: 'items.csv', bytes, mirror: true };
  const importId = await addFileImport(company, options);
  return (await importNow(company, { importId, isCheck: false }, undefined)).result;
}

async function itemOf(company: CompanyTools, number: string) {
  const { rows } = await inCompany(company, (trx) =>
    sql<{ id: string; said: string }>`
      select i.id, i.open_minor || ' ' || i.provisional_minor || ' level ' || i.level || ' cycle ' || i.cycle as said
      from due_item i join document d on d.id = i.document_id where d.number = ${number}`.execute(trx),
  );
  return rows[0] ?? { id: '', said: 'none' };
}

async function kindsIn(company: CompanyTools) {
  const { rows } = await showProvisional(company, { view: 'differing', page: 1, perPage: 50 });
  return rows.map(({ kind, item, expected, found }) => `${kind} ${item.number} ${expected} ${found}`);
}

const waitingIn = async (company: CompanyTools) =>
  (await showProvisional(company, { view: 'waiting', page: 1, perPage: 50 })).total;

async function settled(amount: string, bookedOn = '2026-03-10') {
  const company = await addCompany(tools);
  await importRows(company, [row('F1', '100.00'), EARLY]);
  const { id } = await itemOf(company, 'F1');
  await inCompany(company, (trx) =>
    trx.updateTable('dueItem').set({ level: 2, times: 1 }).where('id', '=', id).execute(),
  );
  const line = await addBankLine(company, { amount, bookedOn });
  const kind = amount === '100.00' ? ('payment' as const) : ('part_payment' as const);
  const parts = [{ item: id, kind, amount, money: null }];
  const settlement = await settleLine(company, { line, parts, debtor: null, learnIban: false, note: null });
  return { company, id, line, settlement };
}

test('an older list does not open what the bank settled, and nothing differs yet', async () => {
  const { company } = await settled('100.00');
  const result = await importRows(company, [row('F1', '100.00'), EARLY]);
  expect(result.documents).toMatchObject({ changed: 0, suspicious: 0, unchanged: 2 });
  expect((await itemOf(company, 'F1')).said).toBe('0 10000 level 2 cycle 1');
  expect(await kindsIn(company)).toEqual([]);
  expect(await waitingIn(company)).toBe(1);
});

test('a list that no longer names it confirms it; the settlement is the ledger’s own from then on', async () => {
  const { company, settlement } = await settled('100.00');
  await importRows(company, [EARLY]);
  expect((await itemOf(company, 'F1')).said).toBe('0 0 level 2 cycle 1');
  expect([await waitingIn(company), await kindsIn(company)]).toEqual([0, []]);
  const told = await inCompany(company, (trx) =>
    trx.selectFrom('timelineEntry').select('facts').where('kind', '=', 'provisional_confirmed').execute(),
  );
  expect(told.map(({ facts }) => facts)).toEqual([{ document: 'F1', amount: '100.00 EUR' }]);
  await undoSettlements(company, { settlements: [settlement] });
  expect((await itemOf(company, 'F1')).said).toBe('0 0 level 2 cycle 1');
});

test('a part that the bank settled is confirmed when the ledger falls by it', async () => {
  const { company } = await settled('40.00');
  expect((await itemOf(company, 'F1')).said).toBe('6000 4000 level 2 cycle 1');
  await importRows(company, [row('F1', '60.00'), EARLY]);
  expect((await itemOf(company, 'F1')).said).toBe('6000 0 level 2 cycle 1');
  expect([await waitingIn(company), await kindsIn(company)]).toEqual([0, []]);
});

test('a newer list that still shows it open is a difference once the patience is over', async () => {
  const { company, id } = await settled('100.00');
  await importRows(company, [row('F1', '100.00'), LATE]);
  expect((await itemOf(company, 'F1')).said).toBe('0 10000 level 2 cycle 1');
  expect(await kindsIn(company)).toEqual(['not_seen F1 100.00 0.00']);
  await importRows(company, [row('F1', '100.00'), LATE]);
  expect(await kindsIn(company)).toHaveLength(1);
  // The ledger follows: nothing is left to resolve.
  await importRows(company, [LATE]);
  expect(await kindsIn(company)).toEqual([]);
  expect(id).not.toBe('');
});

test('within the patience it only waits', async () => {
  const { company } = await settled('100.00', '2026-03-25');
  await importRows(company, [row('F1', '100.00'), LATE]);
  expect([await waitingIn(company), await kindsIn(company)]).toEqual([1, []]);
});

test('the ledger fell by another amount: listed, and resolved as the ledger has it, or as the bank', async () => {
  const less = await settled('100.00');
  await importRows(less.company, [row('F1', '30.00'), EARLY]);
  expect((await itemOf(less.company, 'F1')).said).toBe('0 3000 level 2 cycle 1');
  expect(await kindsIn(less.company)).toEqual(['fell_less F1 100.00 70.00']);
  const { rows } = await showProvisional(less.company, { view: 'differing', page: 1, perPage: 50 });
  const difference = rows[0]?.difference ?? '';
  await resolveDifference(less.company, { difference, resolution: 'ledger' });
  expect((await itemOf(less.company, 'F1')).said).toBe('3000 0 level 2 cycle 1');
  expect(await kindsIn(less.company)).toEqual([]);
  await expect(resolveDifference(less.company, { difference, resolution: 'bank' })).rejects.toMatchObject({
    code: 'ledger_difference_unknown',
  });

  const more = await settled('40.00');
  await importRows(more.company, [EARLY]);
  expect((await itemOf(more.company, 'F1')).said).toBe('0 0 level 2 cycle 1');
  expect(await kindsIn(more.company)).toEqual(['fell_more F1 40.00 100.00']);
});

test('open again in the ledger: nobody is reminded before a person has looked', async () => {
  const { company } = await settled('100.00');
  await importRows(company, [EARLY]);
  await importRows(company, [row('F1', '100.00'), EARLY]);
  expect((await itemOf(company, 'F1')).said).toBe('0 10000 level 2 cycle 1');
  expect(await kindsIn(company)).toEqual(['open_again F1 0.00 100.00']);
  const { rows } = await showProvisional(company, { view: 'differing', page: 1, perPage: 50 });
  await resolveDifference(company, { difference: rows[0]?.difference ?? '', resolution: 'ledger' });
  expect((await itemOf(company, 'F1')).said).toBe('10000 0 level 2 cycle 1');
});

test('money on account survives a list without it, and counts once when the ledger has it as its own', async () => {
  const company = await addCompany(tools);
  await importRows(company, [row('F1', '100.00'), EARLY]);
  const { debtorId } = await inCompany(company, (trx) =>
    trx
      .selectFrom('dueItem')
      .select('debtorId')
      .where(
        'id',
        '=',
        sql<string>`(select i.id from due_item i join document d on d.id = i.document_id where d.number = 'F1')`,
      )
      .executeTakeFirstOrThrow(),
  );
  const line = await addBankLine(company, { amount: '75.00', bookedOn: '2026-03-10' });
  const parts = [{ item: null, kind: 'on_account' as const, amount: '75.00', money: null }];
  await settleLine(company, { line, parts, debtor: debtorId, learnIban: false, note: null });
  const credits = async () => {
    const { rows } = await inCompany(company, (trx) =>
      sql<{ open: string }>`select sum(open_minor)::text as open from due_item where open_minor < 0`.execute(
        trx,
      ),
    );
    return rows[0]?.open ?? null;
  };
  await importRows(company, [row('F1', '100.00'), EARLY]);
  expect(await credits()).toBe('-7500');
  const theirs = 'C1,,business,payment_on_account,PA-1,2026-03-11,,EUR,75.00,75.00';
  await importRows(company, [row('F1', '100.00'), EARLY, theirs]);
  expect(await credits()).toBe('-7500');
  expect([await waitingIn(company), await kindsIn(company)]).toEqual([0, []]);
});

test('money on account that the ledger has with another amount is asked about', async () => {
  const company = await addCompany(tools);
  await importRows(company, [row('F1', '100.00'), EARLY]);
  const debtor = await inCompany(company, (trx) =>
    trx.selectFrom('debtor').select('id').where('number', '=', 'C1').executeTakeFirstOrThrow(),
  );
  const line = await addBankLine(company, { amount: '75.00', bookedOn: '2026-03-10' });
  const parts = [{ item: null, kind: 'on_account' as const, amount: '75.00', money: null }];
  await settleLine(company, { line, parts, debtor: debtor.id, learnIban: false, note: null });
  const theirs = 'C1,,business,payment_on_account,PA-1,2026-03-11,,EUR,70.00,70.00';
  await importRows(company, [row('F1', '100.00'), EARLY, theirs]);
  const { rows } = await showProvisional(company, { view: 'differing', page: 1, perPage: 50 });
  expect(rows.map(({ kind, other, expected, found }) => [kind, other?.number, expected, found])).toEqual([
    ['document_twice', 'PA-1', '-75.00', '-70.00'],
  ]);
  await resolveDifference(company, { difference: rows[0]?.difference ?? '', resolution: 'bank' });
  await importRows(company, [row('F1', '100.00'), EARLY, theirs]);
  expect(await kindsIn(company)).toEqual([]);
});
