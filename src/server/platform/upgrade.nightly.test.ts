import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { schemaOf } from '#test/support/schema-of.ts';
import { migrate, readMigrations } from './migrate.ts';

const ALL = readMigrations();
const CHILD = path.join(import.meta.dirname, '../../../test/support/migrate-child.ts');
const KILLS = 50;
const whole = await freshDb();
const killed = await freshDb({ migrated: false });

test('killed fifty times in an upgrade, the schema is always that of a whole number of migrations', async () => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    await killed.pool.query(
      'drop schema if exists pgboss cascade; drop schema public cascade; create schema public',
    );
    const child = spawn(process.execPath, [CHILD, killed.url], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    await wait(20 + kill * 25);
    child.kill('SIGKILL');
    await ended;
    const { rows } = await killed.pool.query("select to_regclass('applied_migration') is not null as there");
    const applied = rows[0].there
      ? (await killed.pool.query('select name from applied_migration order by number')).rows
      : [];
    expect(applied.map(({ name }) => name)).toEqual(ALL.slice(0, applied.length).map(({ name }) => name));
    await migrate(killed.pool);
    expect(await schemaOf(killed.pool)).toEqual(await schemaOf(whole.pool));
  }
});
