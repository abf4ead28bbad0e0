import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { runProgram } from './program.ts';
import { runCommands } from './run.ts';

const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function shell(...line: string[]) {
  const out: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1', RAPPEL_TODAY: '2026-03-31' };
  const io = { env, out: (text: string) => void out.push(text), say: () => undefined, isTerminal: false };
  return { code: await runProgram([runCommands], line, io), out: out.join('\n') };
}

test('rappel run report writes the report of a run, in the language asked for, and refuses an unknown one', async () => {
  const company = await addCompany(toolsFor(fresh, { today: '2026-03-31' }), { key: 'lambert' });
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { preferredChannel: 'post' });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });

  const file = path.join(folder, 'run.pdf');
  const written = await shell(
    'run',
    'report',
    '1',
    '--company',
    'lambert',
    '--to',
    file,
    '--language',
    'de',
    '--json',
  );
  expect(written.code).toBe(0);
  expect(JSON.parse(written.out)).toEqual({ file, size: readFileSync(file).length });
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await shell('run', 'report', '7', '--company', 'lambert', '--to', file)).code).toBe(3);
  expect((await shell('run', 'report', '1', '--language', 'xx')).code).toBe(2);
});
