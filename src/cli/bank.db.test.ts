import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { ignoreLine } from '#server/settlements/set-line-aside.ts';
import { undoSettlements } from '#server/settlements/undo-settlements.ts';
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { whileAnotherWrites } from '#test/support/waiting.ts';
import { bankCommands } from './bank.ts';
import { runProgram } from './program.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-bank-'));
afterAll(() => rmSync(folder, { recursive: true }));
const lambert = await addCompany(tools, { key: 'lambert' });
const debtor = await addDebtor(lambert, { name: 'Café Noir' });
await addDocument(lambert, debtor, {
  number: 'F2026-0042',
  structuredReference: '+++090/9337/55493+++',
  items: [{ dueOn: '2026-02-01', open: '25.00' }],
});

async function rappel(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1' };
  const io = {
    env,
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([bankCommands], args, io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

function file(name: string, bytes: Buffer | string): string {
  const place = path.join(folder, name);
  writeFileSync(place, bytes);
  return place;
}

const paid = { amount: '25.00', from: 'Café Noir', text: '+++090/9337/55493+++' };
const statement = file('statement.xml', camt({ statements: [{ lines: [paid, { amount: '7.00' }] }] }));

test('what would happen is told, and nothing is kept', async () => {
  const { code, out } = await rappel(
    'bank',
    'import',
    statement,
    '--company',
    'lambert',
    '--dry-run',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ files: [{ accepted: true, counts: { added: 2, known: 0 } }] });
});

test('the reading is printed with what became of it, and the settlements that are certain', async () => {
  const { code, out } = await rappel('bank', 'import', statement, '--company', 'lambert', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    files: [
      {
        file: statement,
        format: 'camt.053',
        problems: [],
        statements: [{ account: 'BE68539007547034', balanced: true, lines: [{ amount: '25.00' }, {}] }],
        accepted: true,
        counts: { statements: 1, lines: 2, added: 2, known: 0, pending: 0, refused: 0 },
        settlements: { certain: 1, items: 1 },
      },
    ],
  });
});

test('again changes nothing', async () => {
  const { code, out } = await rappel('bank', 'import', statement, '--company', 'lambert', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    files: [{ accepted: true, counts: { added: 0, known: 2 }, settlements: { certain: 0, items: 0 } }],
  });
  const words = await rappel('bank', 'import', statement, '--company', 'lambert');
  expect(words.out).toContain('imported: 0 new statements, 1 known');
});

test('what is refused ends the command with 3, and the other files are imported all the same', async () => {
  const wrong = file('wrong.xml', camt({ statements: [{ closing: '1.00', lines: [{ amount: '3.00' }] }] }));
  const letter = file('letter.txt', 'dear bank');
  const other = file(
    'other.xml',
    camt({
      statements: [
        { closedOn: '2026-03-30', openedOn: '2026-03-27', number: '5', lines: [{ amount: '4.00' }] },
      ],
    }),
  );
  const { code, out } = await rappel(
    'bank',
    'import',
    wrong,
    letter,
    other,
    '--company',
    'lambert',
    '--json',
  );
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    files: [
      { accepted: false, problems: [{ code: 'statement_unbalanced' }], counts: { added: 0, refused: 1 } },
      { accepted: false, format: null, problems: [{ code: 'bank_file_unknown' }] },
      { accepted: true, counts: { added: 1 } },
    ],
  });
});

test('an unknown company or profile is refused before anything is read', async () => {
  expect((await rappel('bank', 'import', statement, '--company', 'nobody')).code).toBe(3);
  const { code, said } = await rappel(
    'bank',
    'import',
    statement,
    '--company',
    'lambert',
    '--profile',
    'none',
  );
  expect([code, said]).toEqual([3, expect.stringContaining('none')]);
});

test('a file is taken back by its name, after a look at what goes; what stands on it is named', async () => {
  const company = await addCompany(tools, { key: 'martens' });
  await addDocument(company, await addDebtor(company, { name: 'Café Noir' }), {
    number: 'F1',
    structuredReference: '+++090/9337/55493+++',
    items: [{ dueOn: '2026-02-01', open: '25.00' }],
  });
  const of = ['--company', 'martens'];
  await rappel('bank', 'import', statement, ...of);
  const tried = await rappel('bank', 'undo', 'statement.xml', ...of, '--dry-run', '--json');
  expect(tried.code).toBe(0);
  expect(JSON.parse(tried.out)).toMatchObject({ undone: false, lines: 2, settlements: 1, obstacles: [] });
  const [line] = await inCompany(company, (trx) =>
    trx.selectFrom('bankLine').select('id').where('amountMinor', '=', 700n).execute(),
  );
  const ignored = await ignoreLine(company, { line: line?.id ?? '', note: null });
  const blocked = await rappel('bank', 'undo', ...of);
  expect(blocked.code).toBe(3);
  expect(blocked.out).toMatch(/cannot be undone, nothing changed.*ignored: .*7\.00 EUR/s);
  expect(JSON.parse((await rappel('bank', 'undo', ...of, '--json')).out)).toMatchObject({
    ...{ undone: false, obstacleCount: 1, obstacles: [{ kind: 'ignored', on: '2026-03-31' }] },
  });
  await undoSettlements(company, { settlements: [ignored] });
  const { code, out } = await rappel('bank', 'undo', ...of);
  expect([code, out]).toEqual([0, expect.stringContaining('2 lines; 1 settlements of 1 items taken back')]);
  const again = await rappel('bank', 'undo', 'statement.xml', ...of);
  expect([again.code, again.said]).toEqual([3, expect.stringContaining('statement.xml')]);
  expect((await rappel('bank', 'undo', ...of)).code).toBe(3);
});

test('what came in the way while the file was to be taken back is named, not what was planned', async () => {
  const company = await addCompany(tools, { key: 'janssens' });
  const of = ['--company', 'janssens'];
  await rappel('bank', 'import', statement, ...of);
  const [line] = await inCompany(company, (trx) =>
    trx.selectFrom('bankLine').select('id').where('amountMinor', '=', 700n).execute(),
  );
  const { code, out } = await whileAnotherWrites(
    fresh,
    () => ignoreLine(company, { line: line?.id ?? '', note: null }),
    () => rappel('bank', 'undo', ...of, '--json'),
  );
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ undone: false, obstacles: [{ kind: 'ignored' }] });
});
