import { CompiledQuery } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from './db.ts';

/** Below this, what PostgreSQL knows of a table is near enough. */
const MANY_ROWS = 5000;

/** Tables that one act may fill. */
type FilledTable = 'bank_line' | 'debtor' | 'document' | 'due_item' | 'settlement' | 'settlement_part';

/**
 * Has PostgreSQL look again at tables into which much was just written and committed. By itself it does so a minute or
 * more later, and until then it plans for a company's first hundred thousand items as if there were none: planning a run
 * took minutes instead of seconds. It reads a sample of each, some tenths of a second however large they are. Only the
 * owner of a table may ask for it: that role is left again with the transaction. What was written stands whether or not
 * this succeeds, so that a failure is only logged.
 */
export async function refreshStatistics(
  { db, log }: { readonly db: Db; readonly log: Logger },
  tables: readonly FilledTable[],
  rows: number,
): Promise<void> {
  if (rows < MANY_ROWS) return;
  // Always in the same order: two who do this at once wait for each other, and not for ever.
  const analyze = CompiledQuery.raw(`analyze ${tables.toSorted().join(', ')}`);
  try {
    await db.transaction().execute(async (trx) => {
      await trx.executeQuery(CompiledQuery.raw('set local role rappel_owner'));
      await trx.executeQuery(analyze);
    });
  } catch (err) {
    log.warn(
      { err, tables },
      'PostgreSQL was not told of what was written; it looks by itself a little later',
    );
  }
}
