import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { disputeCommand } from './dispute.ts';
import { runProgram } from './program.ts';
import { promiseCommand } from './promise.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const company = await addCompany(tools, { key: 'lambert' });
  const [nord, sud] = [
    await addDebtor(company, { number: 'D1', name: 'Café du Nord' }),
    await addDebtor(company, { number: 'D2', name: 'Café du Sud' }),
  ];
  const add = (debtor: typeof nord, number: string) =>
    addDocument(company, debtor, { number, items: [{ dueOn: '2026-03-01', open: '100.00' }] });
  await add(nord, 'F-1');
  await add(nord, 'F-2');
  await add(nord, 'F-3');
  await add(sud, 'F-3');
});

async function rappel(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const io = {
    env: {
      DATABASE_URL: fresh.url,
      RAPPEL_DATA_DIR: folder,
      RAPPEL_TODAY: '2026-03-31',
      NO_COLOR: '1',
    },
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([disputeCommand, promiseCommand], [...args, '--company', 'lambert'], io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

test('a dispute is opened by the number of a document, listed, and closed by its id', async () => {
  const opened = await rappel(
    ...['dispute', 'open', '--document', 'F-1', '--amount', '40.00', '--reason', 'price', '--json'],
  );
  expect(opened.code, opened.said).toBe(0);
  const { dispute } = JSON.parse(opened.out);
  expect(dispute).toMatchObject({ debtor: 'D1', document: 'F-1', amount: '40.00', state: 'open' });
  const table = await rappel('dispute', 'list');
  expect(table.out).toContain('40.00 EUR');
  expect(table.out).toContain(dispute.id);
  const twice = await rappel('dispute', 'open', '--document', 'F-1', '--reason', 'price', '--json');
  expect([twice.code, JSON.parse(twice.out).error.code]).toEqual([3, 'dispute_stands']);
  const closed = await rappel('dispute', 'close', dispute.id, '--outcome', 'rejected', '--note', 'No');
  expect(closed.out).toBe(`Dispute ${dispute.id} on F-1 is closed: rejected.`);
  expect((await rappel('dispute', 'list')).said).toContain('No dispute matches.');
  const all = await rappel('dispute', 'list', '--view', 'all', '--debtor', 'D1', '--json');
  expect(JSON.parse(all.out).disputes).toMatchObject([{ outcome: 'rejected', answer: 'No' }]);
});

test('a number that several debtors use asks for the debtor; a word it does not know is a usage error', async () => {
  const vague = await rappel('dispute', 'open', '--document', 'F-3', '--reason', 'price', '--json');
  expect(JSON.parse(vague.out).error).toMatchObject({
    code: 'document_ambiguous',
    facts: { document: 'F-3', debtors: 'D1, D2' },
  });
  const named = await rappel(
    ...['dispute', 'open', '--document', 'F-3', '--debtor', 'D2', '--reason', 'price', '--json'],
  );
  expect(named.code).toBe(0);
  expect((await rappel('dispute', 'open', '--document', 'F-2', '--reason', 'rude')).code).toBe(2);
  expect((await rappel('dispute', 'close', 'F-2', '--outcome', 'rejected')).code).toBe(2);
  const unknown = await rappel('dispute', 'list', '--debtor', 'D9', '--json');
  expect([unknown.code, JSON.parse(unknown.out).error.code]).toEqual([3, 'debtor_unknown']);
});

test('a promise is added for documents or for all, listed by its state, and withdrawn', async () => {
  const added = await rappel(
    ...['promise', 'add', '--debtor', 'D1', '--document', 'F-1', 'F-2', '--on', '2026-04-10', '--json'],
  );
  expect(added.code, added.said).toBe(0);
  const { promise } = JSON.parse(added.out);
  expect(promise).toMatchObject({
    debtor: 'D1',
    documents: ['F-1', 'F-2'],
    amount: '200.00',
    deadline: '2026-04-12',
    state: 'open',
  });
  expect((await rappel('promise', 'list', '--state', 'open')).out).toContain('F-1, F-2');
  const withdrawn = await rappel('promise', 'withdraw', promise.id);
  expect(withdrawn.out).toBe(`Promise ${promise.id} of 200.00 EUR by 2026-04-10 is withdrawn.`);
  const whole = await rappel(
    ...['promise', 'add', '--debtor', 'D1', '--amount', '50.00', '--on', '2026-04-10', '--tolerance', '5'],
  );
  expect(whole.out).toContain('is open, a payment counts until 2026-04-15.');
  const late = await rappel('promise', 'add', '--debtor', 'D2', '--on', '2026-03-30', '--json');
  expect([late.code, JSON.parse(late.out).error.code]).toEqual([3, 'promise_day_passed']);
  expect(
    (await rappel('promise', 'add', '--debtor', 'D2', '--on', '2026-04-10', '--tolerance', '31')).code,
  ).toBe(2);
});
