import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { refuse } from '#core/refusal.ts';
import type { OpenDatabase } from '#server/platform/database.ts';
import { type Db, openDb, openPool } from '#server/platform/db.ts';
import { migrate } from '#server/platform/migrate.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { readMark } from '#server/send-stops/place.ts';
import {
  findDatabaseIdentity,
  findInstallation,
  lockInstallation,
  markInstallation,
  raiseMark,
} from '#server/send-stops/queries.ts';
import { raiseFences } from '#server/send-stops/recognise-installation.ts';
import { readKey } from './back-up.ts';
import { keepBefore } from './keep-before.ts';
import { keepJobs, type Loaded, loadBackup } from './load-backup.ts';
import { readManifest } from './read-manifest.ts';
import { isThere } from './snapshot.ts';
import { connected } from './verify-backup.ts';

export type Restoring = {
  readonly database: Pick<OpenDatabase, 'url'>;
  readonly db: Db;
  readonly place: BackupPlace;
  readonly dataDir: string;
  /** RAPPEL_SECRET stands in the environment: the file of the data folder is not used. */
  readonly secretIsGiven: boolean;
};

export type Restored = Loaded & {
  /** What was there before, kept; null: nothing was. */
  readonly before: string | null;
  readonly secretTaken: boolean;
};

/**
 * Before anything else: from then on, and until the database is closed, no server begins on these data and sends what is about to
 * be replaced.
 * @throws Refusal restore_while_running
 */
export async function keepServersOut({
  findServer,
  becomeServer,
}: Pick<OpenDatabase, 'findServer' | 'becomeServer'>): Promise<void> {
  const server = await findServer();
  if (server) refuse('restore_while_running', { server });
  await becomeServer('rappel restore', true);
}

/** What a person is asked to confirm: nothing is changed. @throws Refusal as openBackup */
export async function lookBeforeRestore(
  { db }: Restoring,
  { file, key }: { readonly file: string; readonly key: Buffer | null },
) {
  const companies = await db.selectFrom('company').select('key').orderBy('key').execute();
  return { ...(await readManifest(file, key)), companies: companies.map((company) => company.key) };
}

/**
 * Puts a backup in the place of everything that is there, all or nothing, and holds back whatever would leave: what was sent
 * after the backup is not known any more. What was there is kept beside the backups.
 */
export async function restoreBackup(
  restoring: Restoring,
  aim: { readonly file: string; readonly keyFile: string | null; readonly at: Temporal.Instant },
): Promise<Restored> {
  const { place, dataDir, database } = restoring;
  const key = readKey(aim.keyFile);
  const { companies } = await lookBeforeRestore(restoring, { file: aim.file, key });
  const asked = { reason: 'before_restore', at: aim.at, spared: aim.file } as const;
  const before = companies.length > 0 ? await keepBefore(place, asked) : null;
  const mark = await findLastMark(restoring);
  return connected(database.url, async (client) => {
    let isEarly = true;
    const loaded = await loadBackup(client, { file: aim.file, key }, async (each) => {
      isEarly = !(await isThere(client, 'send_fence'));
      await fenceAtOnce(client, each);
    });
    await bringUpToDate(database.url, loaded, mark);
    if (isEarly) await keepJobs(client, loaded.jobs);
    const secretTaken = !restoring.secretIsGiven && takeSecret(dataDir, loaded.secret);
    return { ...loaded, before, secretTaken };
  });
}

/** How far what is there had come, as far as it knows itself, or this folder remembers. */
async function findLastMark({ db, dataDir }: Restoring): Promise<bigint> {
  const [known, remembered] = [(await findInstallation(db))?.mark ?? 0n, readMark(dataDir)];
  return known > remembered ? known : remembered;
}

const KIND = 'restored';

/** With the data themselves: there is no moment in which they are there and nothing holds them back. */
async function fenceAtOnce(client: pg.Client, loaded: Loaded): Promise<void> {
  // Of a time before there were any: see bringUpToDate.
  if (!(await isThere(client, 'send_fence'))) return;
  await keepJobs(client, loaded.jobs);
  await client.query(
    'insert into public.send_fence (id, kind, facts) values (gen_random_uuid(), $1, $2::jsonb)',
    [KIND, JSON.stringify(factsOf(loaded))],
  );
}

function factsOf({ head }: Loaded): Record<string, string> {
  return { takenAt: head.takenAt, host: head.host, by: 'backup' };
}

async function bringUpToDate(url: string, loaded: Loaded, mark: bigint): Promise<void> {
  const pool = openPool({ connectionString: url, max: 2 });
  const db = openDb(pool);
  try {
    await migrate(pool);
    await db.transaction().execute(async (trx) => {
      await lockInstallation(trx);
      await markInstallation(trx, { databaseIdentity: await findDatabaseIdentity(trx) });
      // As far as the data they replace: else each folder that remembers those would hold them back once more, after
      // they were released. A command that was killed before has that happen.
      await raiseMark(trx, mark);
      const standing = await trx
        .selectFrom('sendFence')
        .select('id')
        .where('kind', '=', KIND)
        .where('releasedAt', 'is', null)
        .executeTakeFirst();
      if (!standing) await raiseFences(trx, [{ kind: KIND, facts: factsOf(loaded) }]);
    });
  } finally {
    await db.destroy();
  }
}

/** What the data are sealed with came with them: the one that lay here opens nothing of them. */
function takeSecret(dataDir: string, secret: string | null): boolean {
  const file = path.join(dataDir, 'secret');
  const there = existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
  if (!secret || there === secret) return false;
  if (there) renameSync(file, `${file}.before-restore`);
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  return true;
}
