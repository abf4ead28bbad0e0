import { sql } from 'kysely';
import type { Tools } from './tools.ts';

/** The first half of the advisory lock; the second is the name's hash. */
const ALONE_LOCKS = 7_274_358;
/** A process that stands still says nothing: the database then ends its connection, and another one may begin. */
const SILENT_SECONDS_MAX = 12;

/**
 * Does something that no other process of this database does at the same time.
 * @returns false where another one is at it: nothing was done.
 */
export async function runAlone(
  { db }: Pick<Tools, 'db'>,
  name: string,
  work: () => Promise<unknown>,
): Promise<boolean> {
  return db.connection().execute(async (held) => {
    const { rows } = await sql<{ ours: boolean }>`
      select pg_try_advisory_lock(${ALONE_LOCKS}, hashtext(${name})) as ours`.execute(held);
    if (!rows[0]?.ours) return false;
    await sql`select set_config('idle_session_timeout', ${`${SILENT_SECONDS_MAX}s`}, false)`.execute(held);
    const alive = setInterval(
      () => void sql`select 1`.execute(held).catch(() => {}),
      (SILENT_SECONDS_MAX / 4) * 1000,
    );
    try {
      await work();
      return true;
    } finally {
      clearInterval(alive);
      await sql`select pg_advisory_unlock(${ALONE_LOCKS}, hashtext(${name})),
        set_config('idle_session_timeout', '0', false)`
        .execute(held)
        .catch(() => {});
    }
  });
}
