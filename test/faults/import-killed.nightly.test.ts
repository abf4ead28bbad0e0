import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { CHAOS } from './approved-run.ts';
import { beginProcess } from './processes.ts';
import { seedOf } from './seed.ts';

const KILLS = Number(process.env.KILLS ?? 50);
const ROWS = Number(process.env.ROWS ?? 20_000);
const fresh = await freshDb();
const tools = toolsFor(fresh);
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { random } = seedOf('I2');

const file = path.join(folder, 'items.csv');
const lines = Array.from(
  { length: ROWS },
  (_, nth) => `D${nth % 2000};Café ${nth % 2000};F${nth};2026-03-01;EUR;100,00;100,00`,
);
writeFileSync(
  file,
  ['debtor_number;debtor_name;document_number;due_on;currency;amount;open', ...lines].join('\n'),
);

function importing(key: string) {
  const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder };
  return beginProcess(env, ['import', file, '--company', key, '--json']);
}

async function rowsOf(companyId: string): Promise<number> {
  const { rows } = await fresh.pool.query<{ rows: number }>(
    'select count(*)::int as rows from due_item where company_id = $1',
    [companyId],
  );
  return rows[0]?.rows ?? 0;
}

test(`I2: an import of ${ROWS} rows, killed at ${KILLS} moments, is whole or not there; the next try completes it`, async () => {
  await addCompany(tools, { key: 'first' });
  const begun = performance.now();
  expect((await importing('first').ended).code).toBe(0);
  const length = performance.now() - begun;
  const found: Record<'nothing' | 'whole', number> = { nothing: 0, whole: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const key = `killed-${kill}`;
    const { companyId } = await addCompany(tools, { key });
    const { child, ended } = importing(key);
    await Promise.race([wait((length * (kill + random.next())) / KILLS), ended]);
    child.kill('SIGKILL');
    await ended;
    // The database notices the death with the next thing it would tell.
    await wait(200);
    const rows = await rowsOf(companyId);
    expect([0, ROWS]).toContain(rows);
    found[rows === 0 ? 'nothing' : 'whole'] += 1;
    expect((await importing(key).ended).code).toBe(0);
    expect(await rowsOf(companyId)).toBe(ROWS);
    process.stdout.write(`${kill + 1} of ${KILLS} killed: ${JSON.stringify(found)}\n`);
  }
  process.stdout.write(
    `I2: ${KILLS} kills of an import of ${ROWS} rows: ${JSON.stringify(found)}, each completed by a rerun\n`,
  );
});
