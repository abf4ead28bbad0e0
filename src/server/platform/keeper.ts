import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { ADMINISTRATOR, addressOf, type EmbeddedPostgres, startPostgres } from './embedded-postgres.ts';
import type { Settings } from './settings.ts';

/**
 * The one connection that says what this process is to the database: that it uses it, and whether it serves it. Its locks
 * end with the process, so none is ever stale.
 */
export type Keeper = {
  readonly url: string;
  /** A process that serves this database, if one does. */
  findServer(): Promise<string | null>;
  /**
   * @param name by which others are told who it is.
   * @param alone whether no other process may serve beside it: so for the data of the embedded database.
   * @throws Error naming the process that already serves.
   */
  becomeServer(name: string, alone: boolean): Promise<void>;
  /** Whoever leaves last turns the embedded database off. */
  leave(): Promise<void>;
};

/** Held by whoever serves: alone, or with others of its kind. */
const SERVES = 7_274_357_352;
/** Held by everyone who uses the embedded server: the last to leave turns it off. */
const USES = 7_274_357_353;
const NAME = 'rappel';
const REGAIN_EVERY_MS = 300;

type Held = { readonly client: pg.Client; readonly url: string; readonly server: EmbeddedPostgres | null };
type Claim = { readonly name: string; readonly alone: boolean };

export async function openKeeper(
  { databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<Keeper> {
  let held: Held = await (databaseUrl ? connectTo(databaseUrl) : joinEmbedded(dataDir));
  let leaving = false;
  let regaining: Promise<void> = Promise.resolve();
  const watch = (claim: Claim) => {
    held.client.once('end', () => {
      if (!leaving) regaining = regain(claim);
    });
  };
  /** The database may have been started again, or have to be: whoever serves does not give up. */
  const regain = async (claim: Claim): Promise<void> => {
    log.error('the database ended the connection that says who serves it; it is asked for again');
    while (!leaving) {
      try {
        const next = await (databaseUrl
          ? connectTo(databaseUrl)
          : joinEmbedded(dataDir, held.server ?? undefined));
        const holder = await serve(next.client, claim);
        if (holder === null) {
          held = next;
          watch(claim);
          log.warn('the database is back');
          return;
        }
        await next.client.end();
        if (holder !== claim.name) {
          // Without this connection another process serves these data meanwhile: better one than two.
          log.fatal(`${holder} serves these data now; this process ends`);
          process.exit(1);
        }
      } catch (error) {
        log.warn({ err: error }, 'the database is not back yet');
      }
      await wait(REGAIN_EVERY_MS);
    }
  };
  return {
    url: held.url,
    findServer: () => findHolder(held.client),
    async becomeServer(name, alone) {
      // PostgreSQL keeps 63 bytes of it.
      const claim = { name: name.slice(0, 63), alone };
      const holder = await serve(held.client, claim);
      if (holder !== null) {
        throw new Error(
          `Rappel is already running on these data (${dataDir}): ${holder}. ` +
            'Use that one, stop it first, or give this one another RAPPEL_DATA_DIR and PORT.',
        );
      }
      watch(claim);
    },
    async leave() {
      leaving = true;
      await regaining;
      await leave(held);
    },
  };
}

async function connectTo(url: string): Promise<Held> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The database of DATABASE_URL does not answer. Check its address, user and password.`, {
      cause: error,
    });
  }
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (major < 15) {
    await client.end();
    throw new Error(`The database of DATABASE_URL is PostgreSQL ${major}. Rappel needs 15 or newer.`);
  }
  return { client, url, server: null };
}

/** @param before the same server as it ran before: connections go on pointing where they did. */
async function joinEmbedded(dataDir: string, before?: EmbeddedPostgres): Promise<Held> {
  let failure: unknown;
  // Whoever leaves last may turn the server off between our finding it and our saying that we use it.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await startPostgres(dataDir, before ? { at: before.connection } : {});
    const url = addressOf(server.connection, NAME);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await makeDatabase(server);
      await client.connect();
      await client.query('select pg_advisory_lock_shared($1)', [USES]);
      return { client, url, server };
    } catch (error) {
      failure = error;
      await client.end().catch(() => {});
    }
  }
  throw new Error('The embedded PostgreSQL was turned off again and again by another command.', {
    cause: failure,
  });
}

async function makeDatabase({ connection }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(connection, 'postgres') });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME]);
    if (!rowCount) await client.query(`create database ${NAME} owner ${ADMINISTRATOR}`);
  } catch (error) {
    // Two commands that start at once on a new folder.
    if (!(error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error;
  } finally {
    await client.end();
  }
}

async function leave({ client, server }: Held): Promise<void> {
  try {
    if (!server) return;
    await client.query('select pg_advisory_unlock_shared($1)', [USES]);
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USES]);
    if (rows[0]?.last) await server.stop();
  } finally {
    await client.end().catch(() => {});
  }
}

/** @returns null, or who serves already. */
async function serve(client: pg.Client, { name, alone }: Claim): Promise<string | null> {
  const lock = alone ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await client.query<{ ours: boolean }>(`select ${lock}($1) as ours`, [SERVES]);
  if (!rows[0]?.ours) return (await findHolder(client)) ?? 'another process';
  // Whoever is refused reads here who holds it.
  await client.query("select set_config('application_name', $1, false)", [name]);
  return null;
}

async function findHolder(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objsubid = 1 and granted
       and (classid::bigint << 32) + objid::bigint = $1
       and database = (select oid from pg_database where datname = current_database())
     order by backend_start limit 1`,
    [SERVES],
  );
  return rows[0]?.name ?? null;
}
