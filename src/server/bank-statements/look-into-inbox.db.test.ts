import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { listTasks } from '#server/tasks/queries.ts';
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { lookIntoInbox, showInbox } from './look-into-inbox.ts';
import { showBankFiles } from './show-files.ts';
import { showLines } from './show-statements.ts';

const fresh = await freshDb();
const inbox = mkdtempSync(path.join(tmpdir(), 'rappel-inbox-'));
afterAll(() => rmSync(inbox, { recursive: true }));
const tools = toolsFor(fresh, { today: '2026-04-01', installation: { inbox } });

const GOOD = camt({ statements: [{ lines: [{ amount: '25.00' }] }] });
const folderOf = (key: string, ...more: string[]) => path.join(inbox, key, ...more);
const drop = (key: string, name: string, bytes: Buffer | string) => writeFileSync(folderOf(key, name), bytes);
const counts = async (company: Parameters<typeof showLines>[0]) => [
  (await showLines(company, { page: 1, perPage: 10 })).total,
  (await showBankFiles(company, { page: 1, perPage: 10 })).total,
];

test('a file is taken when two looks find it unchanged, and moved away', async () => {
  const company = await addCompany(tools, { key: 'stable' });
  await lookIntoInbox(tools);
  expect(existsSync(folderOf('stable'))).toBe(true);
  drop('stable', 'bank.xml', GOOD.subarray(0, 500));
  await lookIntoInbox(tools);
  expect(await showInbox(company)).toMatchObject({
    folder: folderOf('stable'),
    problem: null,
    files: [{ name: 'bank.xml', size: 500, problem: null }],
  });
  drop('stable', 'bank.xml', GOOD);
  await lookIntoInbox(tools);
  expect(await counts(company)).toEqual([0, 0]);
  await lookIntoInbox(tools);
  expect(await counts(company)).toEqual([1, 1]);
  expect(readdirSync(folderOf('stable'))).toEqual(['done']);
  expect(readdirSync(folderOf('stable', 'done'))).toEqual(['bank.xml']);
  expect((await showInbox(company)).files).toEqual([]);
  await lookIntoInbox(tools);
  expect(await counts(company)).toEqual([1, 1]);
});

test('the same file laid there again changes nothing, and keeps both copies', async () => {
  const company = await addCompany(tools, { key: 'again' });
  for (const name of ['bank.xml', 'bank.xml']) {
    mkdirSync(folderOf('again'), { recursive: true });
    drop('again', name, GOOD);
    await lookIntoInbox(tools);
    await lookIntoInbox(tools);
  }
  expect(await counts(company)).toEqual([1, 2]);
  expect(readdirSync(folderOf('again', 'done')).sort()).toEqual(['bank-2.xml', 'bank.xml']);
});

test('what is refused is moved beside its reason, in the company’s language', async () => {
  const company = await addCompany(tools, { key: 'wrong', language: 'nl' });
  mkdirSync(folderOf('wrong'), { recursive: true });
  drop('wrong', 'letter.txt', 'dear bank');
  drop('wrong', 'empty.xml', '');
  await lookIntoInbox(tools);
  await lookIntoInbox(tools);
  expect(readdirSync(folderOf('wrong', 'refused')).sort()).toEqual([
    'empty.xml',
    'empty.xml.txt',
    'letter.txt',
    'letter.txt.txt',
  ]);
  expect(readFileSync(folderOf('wrong', 'refused', 'letter.txt.txt'), 'utf8')).toMatch(/rekeningafschrift/);
  expect((await counts(company))[0]).toBe(0);
  const tasks = await inCompany(company, (trx) => listTasks(trx));
  expect(tasks.map(({ facts }) => JSON.stringify(facts)).sort()).toEqual([
    expect.stringContaining('empty.xml: '),
    expect.stringContaining('letter.txt: '),
  ]);
});

test('links are not followed, and hidden or half-written files are left alone', async () => {
  const company = await addCompany(tools, { key: 'links' });
  const outside = mkdtempSync(path.join(tmpdir(), 'rappel-outside-'));
  writeFileSync(path.join(outside, 'secret.xml'), GOOD);
  mkdirSync(folderOf('links'), { recursive: true });
  symlinkSync(path.join(outside, 'secret.xml'), folderOf('links', 'link.xml'));
  drop('links', '.hidden.xml', GOOD);
  drop('links', 'bank.xml.part', GOOD);
  await lookIntoInbox(tools);
  await lookIntoInbox(tools);
  expect(await counts(company)).toEqual([0, 0]);
  expect((await showInbox(company)).files).toMatchObject([
    { name: 'link.xml', problem: { code: 'inbox_link' } },
  ]);
  rmSync(outside, { recursive: true });
});

test('a company’s folder that leads elsewhere is refused, and told', async () => {
  const company = await addCompany(tools, { key: 'away' });
  const outside = mkdtempSync(path.join(tmpdir(), 'rappel-outside-'));
  writeFileSync(path.join(outside, 'bank.xml'), GOOD);
  rmSync(folderOf('away'), { recursive: true, force: true });
  symlinkSync(outside, folderOf('away'));
  await lookIntoInbox(tools);
  await lookIntoInbox(tools);
  expect(await counts(company)).toEqual([0, 0]);
  expect((await showInbox(company)).problem).toEqual({ code: 'inbox_link', facts: { file: 'away' } });
  expect(readdirSync(outside)).toEqual(['bank.xml']);
  rmSync(outside, { recursive: true });
});

test('a done folder that leads elsewhere gets nothing: the file stays, and is not read again', async () => {
  const company = await addCompany(tools, { key: 'stuck' });
  const outside = mkdtempSync(path.join(tmpdir(), 'rappel-outside-'));
  mkdirSync(folderOf('stuck'), { recursive: true });
  symlinkSync(outside, folderOf('stuck', 'done'));
  drop('stuck', 'bank.xml', GOOD);
  for (let look = 0; look < 4; look += 1) await lookIntoInbox(tools);
  expect(readdirSync(outside)).toEqual([]);
  expect(await counts(company)).toEqual([1, 1]);
  expect((await showInbox(company)).files).toMatchObject([
    { name: 'bank.xml', problem: { code: 'inbox_file_stuck' } },
  ]);
  rmSync(outside, { recursive: true });
});

test('without RAPPEL_INBOX there is nothing to look into', async () => {
  const company = await addCompany({ ...tools, installation: { ...tools.installation, inbox: null } });
  await lookIntoInbox(company);
  expect(await showInbox(company)).toEqual({ folder: null, lookedAt: null, problem: null, files: [] });
});
