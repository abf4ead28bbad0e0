import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { schemaOf } from '#test/support/schema-of.ts';
import { listPending, migrate, pendingMigrations, readMigrations } from './migrate.ts';

const ALL = readMigrations();
const KILLER = path.join(import.meta.dirname, '../../../test/support/migrate-child.ts');

const killed = await freshDb({ migrated: false });
const half = await freshDb({ migrated: false });
const held = await freshDb({ migrated: false });
const whole = await freshDb();

test('killed at any moment of an upgrade the schema is the old or the new one, and the next start ends it', async () => {
  const outcomes: number[] = [];
  for (const after of [150, 400, 800]) {
    const child = spawn(process.execPath, [KILLER, killed.url], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await begun(child);
    await wait(after);
    child.kill('SIGKILL');
    await ended;
    const done = ALL.length - (await pendingMigrations(killed.pool));
    outcomes.push(done);
    const { rows } = await killed.pool.query("select to_regclass('applied_migration') is not null as there");
    if (!rows[0].there) continue;
    const applied = await killed.pool.query('select name from applied_migration order by number');
    expect(applied.rows.map(({ name }) => name)).toEqual(ALL.slice(0, done).map(({ name }) => name));
  }
  expect(outcomes).toEqual(outcomes.toSorted((one, other) => one - other));
  await migrate(killed.pool);
  expect(await schemaOf(killed.pool)).toEqual(await schemaOf(whole.pool));
});

test('an upgrade says what it will do, and does nothing by saying it', async () => {
  await migrate(half.pool, ALL.slice(0, 5));
  const pending = await listPending(half.pool);
  expect(pending.map(({ name }) => name)).toEqual(ALL.slice(5).map(({ name }) => name));
  expect(await pendingMigrations(half.pool)).toBe(ALL.length - 5);
});

test('a program older than its database refuses to start, and names the version it needs', async () => {
  await expect(migrate(whole.pool, ALL.slice(0, -1))).rejects.toThrow(
    /The database is ahead of this program: it has .*\. Install the version of Rappel that last ran on it/,
  );
});

test('an upgrade waits two seconds for a table that somebody holds, then leaves all as it was', async () => {
  const { pool } = held;
  await migrate(pool, ALL.slice(0, 1));
  const holder = await pool.connect();
  await holder.query('begin; lock table company in share mode');
  const [first] = ALL;
  const waiting = {
    ...first,
    number: 2,
    name: '0002_waiting.sql',
    checksum: 'x',
    sql: 'alter table company add column x int',
  };
  const before = performance.now();
  await expect(migrate(pool, [...ALL.slice(0, 1), waiting])).rejects.toThrow(
    /changed nothing\. Another program holds/,
  );
  expect(performance.now() - before).toBeLessThan(10_000);
  await holder.query('rollback');
  holder.release();
  expect((await pool.query('select name from applied_migration')).rowCount).toBe(1);
});

async function begun(child: ChildProcess): Promise<void> {
  if (child.stdout) await once(child.stdout, 'data');
}
