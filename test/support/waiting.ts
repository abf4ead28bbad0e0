import { sql } from 'kysely';
import type pg from 'pg';
import { expect } from 'vitest';
import type { FreshDb } from './fresh-db.ts';

/** How many statements of a database wait for a row or a turn that another transaction holds. */
export async function countWaiting(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

/**
 * Two at the same moment: the first has written and waits for the dossier when the second begins, which waits for it; then
 * both go on. @returns what came of the second
 */
export async function whileAnotherWrites<T>(
  { db, pool }: FreshDb,
  first: () => Promise<unknown>,
  second: () => Promise<T>,
): Promise<T> {
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = db.transaction().execute(async (trx) => {
    await sql`lock table timeline_entry in share mode`.execute(trx);
    begun.resolve();
    await held.promise;
  });
  await begun.promise;
  const waiting = (count: number) =>
    expect.poll(() => countWaiting(pool), { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  const firstDone = first();
  await waiting(1);
  const secondDone = second();
  await waiting(2);
  held.resolve();
  const [done] = await Promise.all([secondDone, firstDone, holding]);
  return done;
}
