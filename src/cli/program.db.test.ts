import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { companyCommands } from './company.ts';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { runProgram } from './program.ts';
import { userCommand } from './user.ts';

const { url, db } = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const password = path.join(folder, 'password');
writeFileSync(password, 'three words together\n', { mode: 0o600 });

async function rappel(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1' };
  const io = {
    env,
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([companyCommands, userCommand, importCommand, doctorCommand], args, io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

test('a company and its owner are added, each with an answer a script can read', async () => {
  const company = await rappel(
    'company',
    'add',
    '--key',
    'lambert',
    '--name',
    'Lambert',
    '--country',
    'be',
    '--language',
    'fr',
    '--json',
  );
  expect(company.code).toBe(0);
  expect(JSON.parse(company.out)).toMatchObject({
    company: { key: 'lambert', country: 'BE', currency: 'EUR' },
  });
  const owner = [
    'user',
    'add',
    '--email',
    'O@lambert.example',
    '--company',
    'lambert',
    '--role',
    'owner',
    '--json',
  ];
  const user = await rappel(...owner, '--password-file', password);
  expect(JSON.parse(user.out)).toMatchObject({
    user: { email: 'o@lambert.example', role: 'owner', invited: false },
  });
  const again = await rappel(...owner, '--password-file', password);
  expect(again.code).toBe(3);
  expect(JSON.parse(again.out)).toMatchObject({ error: { code: 'user_is_member' } });
});

test('an invited user gets a link instead of a password', async () => {
  const { out } = await rappel(
    'user',
    'add',
    '--email',
    'k@lambert.example',
    '--company',
    'lambert',
    '--role',
    'clerk',
  );
  expect(out).toMatch(/http:\/\/localhost:3000\/link\/[\w-]{32}/);
});

test('leaving test mode asks for --yes, and then is done', async () => {
  const asked = await rappel('company', 'live', '--key', 'lambert', '--json');
  expect(asked.code).toBe(4);
  expect(JSON.parse(asked.out)).toMatchObject({ error: { code: 'needs_confirmation' } });
  const done = await rappel('company', 'live', '--key', 'lambert', '--yes', '--json');
  expect(JSON.parse(done.out)).toEqual({ company: { key: 'lambert', mode: 'live' }, runsUndone: 0 });
  expect(await db.selectFrom('company').select('mode').execute()).toEqual([{ mode: 'live' }]);
  const told = db.selectFrom('timelineEntry').select('facts').where('kind', '=', 'mode_changed');
  expect(await told.execute()).toEqual([{ facts: { mode: 'live' } }]);
});

test.each([
  [['company', 'ad'], 2, 'Did you mean add?'],
  [['doctor', '--jsn'], 2, 'Did you mean --json?'],
  [['company', 'add', '--name', 'X', '--country', 'Belgium', '--language', 'fr'], 2, 'Use two letters'],
  [['import', 'no-such.csv', '--company', 'lambert'], 2, 'There is no file “no-such.csv”'],
  [['company', 'live', '--key', 'nobody', '--yes'], 3, 'There is no company “nobody”'],
  [['user', 'add', '--email', 'x@y.example', '--company', 'lambert', '--role', 'boss'], 2, 'owner'],
  [[], 2, 'Examples:'],
])('rappel %j ends with %i and says why', async (args, code, words) => {
  const answer = await rappel(...args);
  expect(answer.code).toBe(code);
  expect(answer.said).toContain(words);
});

test('help goes to the output, with an example first', async () => {
  const { code, out } = await rappel('user', 'add', '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Example:\n {2}\$ rappel user add/);
});

test('the doctor says of each thing how it is and what to do', async () => {
  const { code, out } = await rappel('doctor', '--json');
  const { ok, findings } = JSON.parse(out) as {
    ok: boolean;
    findings: { about: string; state: string; remedy: string }[];
  };
  expect([code, ok]).toEqual([0, true]);
  expect(findings.map(({ about }) => about)).toEqual([
    'disk',
    'secret',
    'postgres',
    'server',
    'clock',
    'smtp',
    'jobs',
    'company',
  ]);
  for (const { state, remedy } of findings) if (state !== 'ok') expect(remedy).not.toBe('');
});

test('a password file that is not there, or is a folder, is wrong usage, and nobody is added', async () => {
  const add = ['user', 'add', '--email', 'n@lambert.example', '--company', 'lambert', '--role', 'reader'];
  const missing = await rappel(...add, '--password-file', '/no/such/file', '--json');
  expect(missing.code).toBe(2);
  expect(JSON.parse(missing.out)).toMatchObject({
    error: { code: 'usage', message: expect.stringContaining('There is no file “/no/such/file”') },
  });
  const asFile = await rappel(...add, `--password-file=${folder}`);
  expect([asFile.code, asFile.said]).toMatchObject([2, expect.stringContaining('is a folder')]);
  const added = db.selectFrom('appUser').select('id').where('email', '=', 'n@lambert.example');
  expect(await added.execute()).toEqual([]);
});

test('the latest import is undone, by its id or without', async () => {
  await rappel('company', 'add', '--key', 'undo', '--name', 'Undo', '--country', 'be', '--language', 'fr');
  const list = path.join(folder, 'items.csv');
  writeFileSync(
    list,
    'debtor_number,debtor_name,document_number,due_on,currency,open\nD1,Café,F1,2026-03-01,EUR,10.00\n',
  );
  expect((await rappel('import', 'undo', '--company', 'undo')).code).toBe(3);
  await rappel('import', list, '--company', 'undo');
  const undone = await rappel('import', 'undo', '--company', 'undo', '--json');
  expect([undone.code, undone.said]).toEqual([0, '']);
  const told = JSON.parse(undone.out) as { import: string };
  expect(told).toMatchObject({ file: 'items.csv', state: 'undone' });
  // Asked once more by its id, nothing changes.
  expect((await rappel('import', 'undo', told.import, '--company', 'undo')).out).toBe('items.csv: undone');
  const { debtors } = await db
    .selectFrom('debtor')
    .innerJoin('company', 'company.id', 'debtor.companyId')
    .where('company.key', '=', 'undo')
    .select(({ fn }) => fn.countAll<bigint>().as('debtors'))
    .executeTakeFirstOrThrow();
  expect(Number(debtors)).toBe(0);
});

test('who works elsewhere is invited by the shell too, and keeps the password; a new link is the shell’s to give', async () => {
  await rappel(
    'company',
    'add',
    '--key',
    'meunier',
    '--name',
    'Meunier',
    '--country',
    'BE',
    '--language',
    'fr',
  );
  const given = ['--email', 'k@lambert.example', '--company', 'meunier'];
  const { out } = await rappel('user', 'add', ...given, '--role', 'clerk', '--password-file', password);
  expect(out).toContain('works in meunier as clerk once they accept, signed in');
  expect(out).toMatch(/http:\/\/localhost:3000\/invitation\/[\w-]{32}/);
  const again = await rappel('user', 'add', ...given, '--role', 'clerk', '--json');
  expect(JSON.parse(again.out)).toMatchObject({ user: { pending: true }, link: expect.any(String) });
  const link = await rappel('user', 'link', '--email', 'k@lambert.example', '--company', 'lambert', '--json');
  expect(JSON.parse(link.out)).toMatchObject({ link: expect.stringMatching(/\/link\/[\w-]{32}$/) });
});
