import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { camt, type GivenStatement } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { overrideStatement } from './override-statement.ts';
import { showAccounts } from './show-accounts.ts';
import { showBankFile } from './show-files.ts';
import { showLines, showStatement, showStatements } from './show-statements.ts';
import { importBankFileNow } from './steer-bank-file.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

const WRONG: GivenStatement = {
  number: '7',
  opening: '100.00',
  closing: '130.00',
  lines: [{ amount: '25.00', from: 'Café Noir' }],
};

async function importOf(company: CompanyTools, statements: readonly GivenStatement[]) {
  const bytes = camt({ statements });
  const bankFileId = await keepBankFile(company, { fileName: 'bank.xml', bytes, origin: 'upload' });
  const { accepted, result } = await importBankFileNow(company, { bankFileId });
  return { accepted, result, bankFileId };
}

async function refusedOf(company: CompanyTools) {
  const { rows } = await showStatements(company, { page: 1, perPage: 10, state: 'refused' });
  return rows[0]?.id ?? '';
}

const linesOf = async (company: CompanyTools) => (await showLines(company, { page: 1, perPage: 50 })).rows;

test('a statement that does not add up is refused with both sums, and the others of its file are taken', async () => {
  const company = await addCompany(tools);
  const good = { number: '8', openedOn: '2026-03-31', opening: '130.00', lines: [{ amount: '1.00' }] };
  const { accepted, result } = await importOf(company, [WRONG, good]);
  expect(accepted).toBe(true);
  expect(result.statements).toEqual({ added: 1, known: 0, refused: 1 });
  expect(await linesOf(company)).toHaveLength(1);
  const refused = await showStatement(company, await refusedOf(company));
  expect(refused).toMatchObject({
    state: 'refused',
    lines: 1,
    added: 0,
    problem: {
      code: 'statement_unbalanced',
      facts: { opening: '100.00 EUR', lines: '25.00 EUR', sum: '125.00 EUR', closing: '130.00 EUR' },
    },
    overridden: null,
  });
  expect((await showAccounts(company)).accounts).toMatchObject([{ refused: 1, statements: 1 }]);
});

test('the same file once more leads to the statement that was refused before', async () => {
  const company = await addCompany(tools);
  await importOf(company, [WRONG]);
  const { bankFileId: again } = await importOf(company, [WRONG]);
  const other = await importOf(company, [{ ...WRONG, number: '9', lines: [{ amount: '26.00' }] }]);
  const refusedIn = async (file: string) =>
    (await showStatements(company, { page: 1, perPage: 10, state: 'refused', file })).rows;
  expect(await refusedIn(again)).toMatchObject([{ id: expect.any(String), number: WRONG.number }]);
  expect(await refusedIn(other.bankFileId)).toMatchObject([{ number: '9' }]);
});

test('its lines are shown from its file before anybody decides, and stored nowhere', async () => {
  const company = await addCompany(tools);
  const many = Array.from({ length: 5 }, (_, nth) => ({ amount: `${nth + 1}.00`, from: `Café ${nth + 1}` }));
  const good = { number: '6', opening: '0.00', lines: [{ amount: '100.00' }] };
  await importOf(company, [good, { ...WRONG, lines: many }]);
  const statement = await refusedOf(company);
  const page = (nth: number) => showLines(company, { statement, page: nth, perPage: 2 });
  const shown = [await page(1), await page(2), await page(3), await page(4)];
  expect(shown.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
  expect(shown.map(({ rows }) => rows.map(({ counterparty }) => counterparty))).toEqual([
    ['Café 1', 'Café 2'],
    ['Café 3', 'Café 4'],
    ['Café 5'],
    [],
  ]);
  expect(shown[0]?.rows[0]).toMatchObject({
    state: 'refused',
    amount: { amount: '1.00', currency: 'EUR' },
    remaining: { amount: '0.00', currency: 'EUR' },
  });
  expect(await linesOf(company)).toHaveLength(1);
  await overrideStatement(company, { statementId: statement, reason: 'confirmed by the bank' });
  expect((await page(1)).rows[0]).toMatchObject({ state: 'open', remaining: { amount: '1.00' } });
});

test('alone in its file it refuses the file, stays visible, and is not there twice', async () => {
  const company = await addCompany(tools);
  const first = await importOf(company, [WRONG]);
  const again = await importOf(company, [WRONG]);
  expect([first.accepted, again.accepted]).toEqual([false, false]);
  expect((await showStatements(company, { page: 1, perPage: 10 })).total).toBe(1);
  expect(await showBankFile(company, first.bankFileId)).toMatchObject({ state: 'refused' });
  expect((await showAccounts(company)).accounts).toMatchObject([{ bookedUntilOn: null }]);
});

test('a person overrides it with a reason: its lines come in, and who, when and why stays', async () => {
  const made = await addCompany(tools);
  const company = { ...made, actor: await addMember(made, 'clerk', { name: 'Odile' }) };
  await importOf(company, [WRONG]);
  const statementId = await refusedOf(company);
  await overrideStatement(company, { statementId, reason: 'confirmed by the bank' });
  expect(await showStatement(company, statementId)).toMatchObject({
    state: 'booked',
    added: 1,
    problem: { code: 'statement_unbalanced' },
    overridden: { by: 'Odile', reason: 'confirmed by the bank' },
  });
  expect(await linesOf(company)).toMatchObject([{ amount: { amount: '25.00' }, state: 'open' }]);
  expect((await showAccounts(company)).accounts).toMatchObject([{ bookedUntilOn: '2026-03-31', refused: 0 }]);
  const entries = await inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select(['kind', 'facts', 'personal'])
      .where('kind', '=', 'statement_overridden')
      .execute(),
  );
  expect(entries).toMatchObject([
    { facts: { statement: '7' }, personal: { reason: 'confirmed by the bank' } },
  ]);
  const again = await importOf(company, [WRONG]);
  expect(again.result.lines).toMatchObject({ added: 0 });
  expect(await linesOf(company)).toHaveLength(1);
});

test('what is not refused, not there, or another company’s cannot be overridden', async () => {
  const [company, other] = [await addCompany(tools), await addCompany(tools)];
  await importOf(company, [WRONG]);
  const statementId = await refusedOf(company);
  const reason = 'because';
  await expect(overrideStatement(other, { statementId, reason })).rejects.toMatchObject({
    code: 'statement_unknown',
  });
  await overrideStatement(company, { statementId, reason });
  await expect(overrideStatement(company, { statementId, reason })).rejects.toMatchObject({
    code: 'statement_not_refused',
  });
});

test('lines that came with the right statement meanwhile are not there twice', async () => {
  const company = await addCompany(tools);
  await importOf(company, [WRONG]);
  await importOf(company, [{ ...WRONG, lines: [...(WRONG.lines ?? []), { amount: '5.00' }] }]);
  await overrideStatement(company, { statementId: await refusedOf(company), reason: 'because' });
  expect(await linesOf(company)).toHaveLength(2);
});
