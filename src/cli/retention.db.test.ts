import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { runProgram } from './program.ts';
import { retentionCommand } from './retention.ts';

const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-retention-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rappel(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1' };
  const io = { env, out: (text: string) => void out.push(text), say: (text: string) => void said.push(text) };
  const code = await runProgram([retentionCommand], ['retention', ...args], { ...io, isTerminal: false });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

test('terms are shown with what goes on which day, set after a look, and refused below the law', async () => {
  const company = await addCompany(toolsFor(fresh), { key: 'lambert' });
  const debtor = await addDebtor(company);
  await addDocument(company, debtor, {
    issuedOn: '2026-02-01',
    items: [{ dueOn: '2026-03-01', open: '0.00' }],
  });
  const of = ['--company', 'lambert'];
  const source = ['--source', 'our accountant'];
  expect(JSON.parse((await rappel('show', ...of, '--json')).out)).toMatchObject({
    country: 'BE',
    days: [{ on: '2037-01-01', persons: 1, contacts: 0, files: 0 }],
  });
  const asked = await rappel('set', 'invoices', '11', ...of, ...source);
  expect(asked).toMatchObject({ code: 4, said: expect.stringContaining('2038-01-01  persons: 1') });
  expect(await rappel('set', 'invoices', '9', ...of, ...source, '--yes')).toMatchObject({
    code: 3,
    said: expect.stringContaining('Code TVA art. 60'),
  });
  // Nothing that is misspelled falls back to another subject, though it is confirmed.
  expect(await rappel('set', 'letters', '11', ...of, ...source, '--yes')).toMatchObject({ code: 2 });
  for (const empty of ['', '  ', 'x'.repeat(301)])
    expect(await rappel('set', 'invoices', '11', ...of, '--source', empty, '--yes')).toMatchObject({
      code: 3,
    });
  expect((await rappel('show', ...of)).out).not.toContain('own term');
  expect(await rappel('set', 'invoices', '11', ...of, ...source, '--yes')).toMatchObject({ code: 0 });
  expect((await rappel('show', ...of)).out).toMatch(/invoices +11 years {2}our accountant {2}\(own term\)/);
});
