import type pg from 'pg';
import type { Logger } from 'pino';
import { addressAs, openPool } from './db.ts';
import { type Keeper, openKeeper } from './keeper.ts';
import { migrate, pendingMigrations, readMigrations } from './migrate.ts';
import type { Settings } from './settings.ts';

/** The installation's database, open. Close it, or PostgreSQL stays behind. */
export type OpenDatabase = {
  /** As whom the database was opened: for upgrades, and the queue, which makes tables of its own. */
  readonly url: string;
  /** What requests and jobs use: stands at the door, and sees a company's rows only inside of it. */
  readonly entryUrl: string;
  /** Whether opening it changed the schema of data that were there. */
  readonly isUpgraded: boolean;
  readonly pool: pg.Pool;
  /** What concerns all companies at once, such as a copy of everything: in its own pool, each use logged with its reason. */
  asAdmin<T>(reason: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  readonly findServer: Keeper['findServer'];
  readonly becomeServer: Keeper['becomeServer'];
  close(): Promise<void>;
};

/** Opens the database of DATABASE_URL, or the embedded one, running already or started now; and brings it up to date. */
export async function openDatabase(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
  { beforeUpgrade = async () => {} }: { readonly beforeUpgrade?: (url: string) => Promise<void> } = {},
): Promise<OpenDatabase> {
  const keeper = await openKeeper(settings, log);
  const { url } = keeper;
  const entryUrl = addressAs(url, 'rappel_entry');
  const pool = openPool({ connectionString: entryUrl, max: 20 });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  // One that breaks while somebody has it is told to them by their next statement, and ends no process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const admin = adminOf(url, log);
  let isUpgraded = false;
  const close = async () => {
    await pool.end();
    await admin.close();
    await keeper.leave();
  };
  try {
    isUpgraded = await bringUpToDate(url, keeper, log, beforeUpgrade);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    entryUrl,
    isUpgraded,
    pool,
    asAdmin: admin.use,
    findServer: keeper.findServer,
    becomeServer: keeper.becomeServer,
    close,
  };
}

/** The role that sees every company stands apart: nothing that answers a request has a connection of it at hand. */
function adminOf(url: string, log: Logger) {
  let pool: pg.Pool | null = null;
  return {
    async use<T>(reason: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
      pool ??= openPool({ connectionString: addressAs(url, 'rappel_admin'), max: 2 });
      log.info({ reason }, 'all companies are read or written at once');
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    },
    close: async () => pool?.end(),
  };
}

/** By whoever opened the database: its tables then belong to a role that nobody works as. */
async function bringUpToDate(
  url: string,
  keeper: Keeper,
  log: Logger,
  beforeUpgrade: (url: string) => Promise<void>,
): Promise<boolean> {
  const pool = openPool({ connectionString: url, max: 2 });
  try {
    return await migrateUnlessServed(pool, keeper, log, () => beforeUpgrade(url));
  } finally {
    await pool.end();
  }
}

/** @returns whether data that were there had their schema changed */
async function migrateUnlessServed(
  pool: pg.Pool,
  keeper: Keeper,
  log: Logger,
  beforeUpgrade: () => Promise<void>,
): Promise<boolean> {
  const holder = await keeper.findServer();
  const pending = await pendingMigrations(pool);
  if (holder && pending > 0) {
    throw new Error(
      `${holder} is running an older version on these data. Stop it, and start the new one first.`,
    );
  }
  if (holder) return false;
  const isUpgrade = pending > 0 && pending < readMigrations().length;
  if (isUpgrade) await beforeUpgrade();
  const applied = await migrate(pool);
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date');
  return isUpgrade;
}
