import type { Logger } from 'pino';
import { openPool } from './db.ts';
import { openKeeper } from './keeper.ts';
import { listPending, readMigrations } from './migrate.ts';
import type { Settings } from './settings.ts';

export type UpgradePlan = {
  /** In their order, each with what its first line says of it. */
  readonly waiting: readonly { readonly name: string; readonly says: string }[];
  /** There are data: they are kept before. */
  readonly keepsBackup: boolean;
};

/** What opening the database would do to its schema. Changes nothing. @throws Error where it is ahead of this program */
export async function planUpgrade(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<UpgradePlan> {
  const keeper = await openKeeper(settings, log);
  const pool = openPool({ connectionString: keeper.url, max: 1 });
  try {
    const pending = await listPending(pool);
    const waiting = pending.map(({ name, sql }) => ({ name, says: firstLine(sql) }));
    return { waiting, keepsBackup: pending.length > 0 && pending.length < readMigrations().length };
  } finally {
    await pool.end();
    await keeper.leave();
  }
}

function firstLine(sql: string): string {
  return /^--\s*(.+)$/m.exec(sql)?.[1] ?? '';
}
