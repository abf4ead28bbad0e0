import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { runProgram } from './program.ts';
import { runCommands } from './run.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-bank-data-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rappel(...line: string[]) {
  const told: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1', RAPPEL_TODAY: '2026-03-31' };
  const tell = (text: string) => void told.push(text);
  const code = await runProgram([runCommands], line, { env, out: tell, say: tell, isTerminal: false });
  return { code, told: told.join('\n') };
}

test('the shell is told the account and its age, and gives the reason as the screen does', async () => {
  const company = await addCompany(tools, { key: 'lambert' });
  const { companyId: id } = company;
  await inCompany(company, async (trx) => {
    await addDefaultPolicy(trx, { id, country: 'BE', currency: 'EUR', language: 'fr' });
    await sql`update dunning_policy_version
      set body = jsonb_set(body, '{bankData}', '{"daysMax": 3, "stale": "warn"}')`.execute(trx);
    const account = { number: 'BE68539007547034', currency: 'EUR' as const, name: 'KBC', holder: null };
    const bookedUntilOn = Temporal.PlainDate.from('2026-03-20');
    await trx
      .insertInto('bankAccount')
      .values({ companyId: id, id: newId(), ...account, bookedUntilOn, createdAt: tools.clock.now() })
      .execute();
  });
  const debtor = await addDebtor(company, { number: 'D1' });
  await addDocument(company, debtor, { number: 'F1', items: [{ dueOn: '2026-02-01', open: '120.00' }] });
  await rappel('run', 'plan', '--company', 'lambert');
  const refused = await rappel('run', 'approve', '1', '--company', 'lambert');
  expect(refused).toMatchObject({ code: 3, told: expect.stringContaining('KBC are 7 working days old') });
  const reason = ['--bank-data-reason', 'Looked online'];
  const done = await rappel('run', 'approve', '1', '--company', 'lambert', ...reason);
  expect(done).toMatchObject({ code: 0, told: expect.stringContaining('Run 1 is approved') });
});
