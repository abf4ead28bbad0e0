import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { showAccounts } from './show-accounts.ts';
import { importBankFileNow } from './steer-bank-file.ts';

/** Real files of others, beside the project; they are not part of it. */
const SAMPLES = path.resolve(import.meta.dirname, '../../../../shared/samples');
const FORMATS = ['coda', 'camt', 'mt940', 'cfonb', 'ofx'];

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

function filesOf(format: string): string[] {
  const folder = path.join(SAMPLES, format);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(json|tsv|md)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function importOf(company: CompanyTools, file: string) {
  const bytes = readFileSync(file);
  const bankFileId = await keepBankFile(company, { fileName: path.basename(file), bytes, origin: 'upload' });
  return importBankFileNow(company, { bankFileId });
}

/** Everything that is kept but who told it. */
async function everything(company: CompanyTools) {
  return inCompany(company, async (trx) => ({
    accounts: await trx.selectFrom('bankAccount').selectAll().orderBy('id').execute(),
    statements: await trx.selectFrom('bankStatement').selectAll().orderBy('id').execute(),
    lines: await trx.selectFrom('bankLine').selectAll().orderBy('id').execute(),
  }));
}

/** What the reader says of a file, or of all files of an archive. */
async function readingOf(file: string) {
  const reading = { isRefused: false, statements: 0, lines: 0 };
  for await (const inner of openBankFile(readFileSync(file), path.basename(file))) {
    const { statements, problems } = await readWhole(inner);
    reading.isRefused ||= problems.some(({ refuses }) => refuses === 'file');
    reading.statements += statements.length;
    reading.lines += statements.reduce((sum, { lines }) => sum + lines.length, 0);
  }
  return reading;
}

/** Days and moments compare by what they say. */
function texts(stored: Awaited<ReturnType<typeof everything>>) {
  return JSON.stringify(stored, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** What is wrong with the import of a file, in words. */
async function differencesOf(file: string): Promise<string[]> {
  const company = await addCompany(tools);
  const { isRefused, ...reading } = await readingOf(file);
  const { accepted, result } = await importOf(company, file);
  const { lines, statements } = result;
  const before = await everything(company);
  const again = await importOf(company, file);
  const after = await everything(company);
  const refusedHere = result.problems.some(({ code }) => OURS.includes(code));
  const seen = { statements: statements.added + statements.known + statements.refused };
  const taken = lines.added + lines.known + lines.pending;
  const isWhole = isRefused || refusedHere || seen.statements === reading.statements;
  const hasLines = isRefused || refusedHere || statements.refused > 0 || taken === reading.lines;
  return [
    (isRefused || refusedHere) && (accepted || before.lines.length > 0) ? 'refused, and taken' : '',
    isWhole ? '' : `${seen.statements} of ${reading.statements} statements`,
    hasLines ? '' : `${taken} of ${reading.lines} lines`,
    again.result.lines.added + again.result.lines.pending > 0 ? 'the second time adds lines' : '',
    texts(after) === texts(before) ? '' : 'the second time changes something',
  ].filter(Boolean);
}

test.runIf(existsSync(SAMPLES)).each(FORMATS)(
  'every sample of %s goes in whole or not at all, and a second time changes nothing',
  { timeout: 120_000 },
  async (format) => {
    const wrong: string[] = [];
    for (const file of filesOf(format)) {
      const name = path.relative(SAMPLES, file);
      wrong.push(...(await differencesOf(file)).map((difference) => `${name}: ${difference}`));
    }
    expect(wrong).toEqual([]);
  },
);

const SERIES = path.join(SAMPLES, 'camt/camt.053/subite-LT62-series');

test.runIf(existsSync(SERIES))(
  'thirty days of two accounts follow each other without a gap, in whatever order they come',
  { timeout: 120_000 },
  async () => {
    const files = readdirSync(SERIES)
      .filter((name) => name.endsWith('.xml'))
      .sort()
      .map((name) => path.join(SERIES, name));
    const [inOrder, shuffled] = [await addCompany(tools), await addCompany(tools)];
    for (const file of files) await importOf(inOrder, file);
    for (const file of [...files.filter((_, n) => n % 2 === 1).reverse(), ...files])
      await importOf(shuffled, file);
    const { accounts } = await showAccounts(inOrder);
    expect(accounts.map(({ gaps, refused }) => [gaps, refused])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const told = ({ number, bookedUntilOn, statements, openLines, gaps }: (typeof accounts)[number]) => ({
      ...{ number, bookedUntilOn, statements, openLines, gaps },
    });
    expect((await showAccounts(shuffled)).accounts.map(told)).toEqual(accounts.map(told));
  },
);

/** What a company's books ask for beyond a file that reads. */
const OURS = ['bank_account_missing', 'bank_currency_unknown', 'bank_amount_too_fine'];
