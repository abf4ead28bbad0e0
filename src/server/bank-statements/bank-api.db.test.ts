import { beforeAll, expect, test } from 'vitest';
import type { BankFileView } from '#contract/bank-statements.ts';
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { type Member, serverFor } from '#test/support/server.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { bankStatementWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });
const server = serverFor(fresh, tools);
const RAW = { 'content-type': 'application/octet-stream' };
const TEXT = camt({
  statements: [{ number: '7', lines: [{ amount: '25.00', from: 'Café Noir' }] }],
}).toString();

let clerk: Member;
let at = '';
let file: BankFileView;
beforeAll(async () => {
  clerk = await server.signedIn('clerk');
  at = `/companies/${clerk.company.key}`;
});

test('a file goes up as bytes, is read by a worker, and comes down as it was', async () => {
  const sent = await clerk.ask('POST', `${at}/bank-files/bytes?name=bank.xml`, TEXT, RAW);
  expect([sent.status, (sent.body as BankFileView).state]).toEqual([201, 'waiting']);
  await runJobs(tools, bankStatementWorkers);
  const shown = await clerk.ask('GET', `${at}/bank-files/${(sent.body as BankFileView).id}`);
  file = shown.body as BankFileView;
  expect(file).toMatchObject({ state: 'imported', format: 'camt.053', result: { lines: { added: 1 } } });
  const down = await clerk.ask('GET', `${at}/bank-files/${file.id}/bytes`);
  expect(down.body).toBe(TEXT);
});

test('its account, statement and lines are listed in pages', async () => {
  const accounts = await clerk.ask('GET', `${at}/bank-accounts`);
  expect(accounts.body).toMatchObject({ accounts: [{ bookedUntilOn: '2026-03-31', openLines: 1 }] });
  const { accounts: [account] = [] } = accounts.body as { accounts: { id: string }[] };
  const statements = await clerk.ask('GET', `${at}/bank-statements?account=${account?.id}&perPage=1`);
  expect(statements.body).toMatchObject({ total: 1, rows: [{ number: '7', file: { id: file.id } }] });
  const lines = await clerk.ask('GET', `${at}/bank-lines?search=noir&direction=in&from=2026-03-31`);
  expect(lines.body).toMatchObject({
    total: 1,
    rows: [{ counterparty: 'Café Noir', remaining: { amount: '25.00' } }],
  });
  expect((await clerk.ask('GET', `${at}/bank-lines?search=blanc`)).body).toMatchObject({ total: 0 });
  const files = await clerk.ask('GET', `${at}/bank-files`);
  expect(files.body).toMatchObject({ total: 1 });
});

test('an account is named and left, and a reader may only look', async () => {
  const reader = await server.signedIn('reader', clerk.company);
  const { accounts: [account] = [] } = (await clerk.ask('GET', `${at}/bank-accounts`)).body as {
    accounts: { id: string }[];
  };
  const path = `${at}/bank-accounts/${account?.id}`;
  expect((await reader.ask('PUT', path, { name: 'KBC' })).status).toBe(403);
  expect((await reader.ask('POST', `${at}/bank-files/bytes?name=a`, TEXT, RAW)).status).toBe(403);
  const changed = await clerk.ask('PUT', path, { name: 'KBC', followed: false });
  expect(changed.body).toMatchObject({ name: 'KBC', followed: false });
  expect((await reader.ask('GET', `${path}/gaps`)).body).toEqual([]);
});

test('what cannot be is refused with its code', async () => {
  const nobody = crypto.randomUUID();
  const asked: [method: string, path: string, status: number, code: string][] = [
    ['GET', `/bank-files/${nobody}`, 404, 'bank_file_not_found'],
    ['GET', `/bank-files/${nobody}/bytes`, 404, 'bank_file_not_found'],
    ['POST', `/bank-files/${file.id}/cancellation`, 409, 'bank_file_not_open'],
    ['POST', `/bank-files/${file.id}/readings`, 409, 'bank_file_in_already'],
    ['GET', `/bank-statements/${nobody}`, 404, 'statement_unknown'],
    ['GET', `/bank-accounts/${nobody}/gaps`, 404, 'bank_account_unknown'],
  ];
  for (const [method, path, status, code] of asked) {
    const answer = await clerk.ask(method, `${at}${path}`, method === 'POST' ? {} : undefined);
    expect([path, answer.status, (answer.body as { code: string }).code]).toEqual([path, status, code]);
  }
  const unknown = await clerk.ask('POST', `${at}/bank-files/bytes?name=a.csv&profile=none`, 'a;b', RAW);
  expect([unknown.status, (unknown.body as { code: string }).code]).toEqual([404, 'bank_profile_unknown']);
});
