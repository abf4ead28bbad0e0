import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { pino } from 'pino';
import { type Db, openDb, openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { migrate } from '#server/platform/migrate.ts';
import { openQueue, queueOn } from '#server/platform/queue.ts';
import type { Tools } from '#server/platform/tools.ts';

export type OwnDatabase = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly url: string;
  readonly tools: Tools;
};

/**
 * Gives a measure a database as a new installation has it: the embedded server, synced to disk, migrated, empty. It is gone
 * when the measure ends. RAPPEL_BENCH_DATABASE_URL measures a server of your own instead: it must be empty.
 */
export function onOwnDatabase<T>(today: string, work: (own: OwnDatabase) => Promise<T>): Promise<T> {
  return onOwnServer((url) => onMigrated(url, today, work));
}

/** The same, of a database without any table yet. */
export async function onOwnServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env.RAPPEL_BENCH_DATABASE_URL;
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-bench-'));
  const server = given ? null : await startPostgres(folder);
  try {
    return await work(server ? addressOf(server.connection, 'postgres') : (given ?? ''));
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onMigrated<T>(url: string, today: string, work: (own: OwnDatabase) => Promise<T>): Promise<T> {
  const pool = openPool({ connectionString: url });
  try {
    await migrate(pool);
    const boss = await openQueue(url, () => {});
    const db = openDb(pool);
    const tools: Tools = {
      db,
      queue: queueOn(boss),
      clock: clockOn(today),
      log: pino({ level: 'silent' }),
      installation: INSTALLATION,
    };
    const result = await work({ db, pool, url, tools });
    await boss.stop({ graceful: false });
    return result;
  } finally {
    await pool.end();
  }
}

const INSTALLATION: Tools['installation'] = {
  version: 'bench',
  url: 'http://localhost:3000',
  secret: 'a secret of no worth, for measures',
  secondFactor: 'optional',
  trustedProxies: [],
  smtpUrl: null,
  smtpSeconds: 120,
  inbox: null,
  publicCalculator: false,
  fixedToday: null,
  mailsAreCaught: false,
  catcherUrl: null,
};

function clockOn(today: string): Tools['clock'] {
  const day = Temporal.PlainDate.from(today);
  return { now: () => Temporal.Now.instant(), today: () => day };
}
