import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const company = await addCompany(toolsFor(fresh), { key: 'lambert' });
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 3000;
const HEADINGS = 'debtor_number;debtor_name;document_number;due_on;currency;amount;open';

function listOf(name: string, rows: number, open: string): string {
  const file = path.join(folder, name);
  const lines = Array.from(
    { length: rows },
    (_, nth) => `D${nth % 500};Café ${nth % 500};F${nth};2026-03-01;EUR;100,00;${open}`,
  );
  writeFileSync(file, [HEADINGS, ...lines].join('\n'));
  return file;
}

function importing(file: string): ChildProcess {
  const env = { ...process.env, DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NODE_ENV: 'production' };
  const args = ['src/cli/main.ts', 'import', file, '--company', 'lambert', '--json'];
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ended(child: ChildProcess): Promise<unknown> {
  const [code, signal] = await once(child, 'exit');
  return signal ?? code;
}

/** Kills it once it has written its documents and waits, for us, to write their due items. */
async function killedWhileItWrites(child: ChildProcess): Promise<void> {
  const client = await fresh.pool.connect();
  try {
    await client.query('begin; lock table due_item in share mode');
    await expect.poll(waiting, { interval: 100, timeout: 60_000 }).toBeGreaterThan(0);
    child.kill('SIGKILL');
    expect(await ended(child)).toBe('SIGKILL');
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function waiting(): Promise<number> {
  const { rows } = await fresh.pool.query<{ waiting: number }>(`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows[0]?.waiting ?? 0;
}

const ledger = () =>
  inCompany(company, async (trx) => {
    const { rows } = await sql<{ items: number; debtors: number; open: string }>`
      select count(*)::int as items, (select count(*)::int from debtor) as debtors,
        coalesce(sum(open_minor), 0)::text as open from due_item`.execute(trx);
    return rows[0];
  });

test('killed while it writes, an import has changed nothing, and goes through whole the next time', {
  timeout: 180_000,
}, async () => {
  expect(await ended(importing(listOf('first.csv', 1000, '100,00')))).toBe(0);
  const before = await ledger();
  expect(before).toEqual({ items: 1000, debtors: 500, open: '10000000' });

  const file = listOf('second.csv', ROWS, '60,00');
  await killedWhileItWrites(importing(file));
  expect(await ledger()).toEqual(before);

  expect(await ended(importing(file))).toBe(0);
  expect(await ledger()).toEqual({ items: ROWS, debtors: 500, open: String(ROWS * 6000) });
});
