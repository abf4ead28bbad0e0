import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { refuse } from '#core/refusal.ts';
import type { OpenDatabase } from '#server/platform/database.ts';
import { type Db, openDb, openPool } from '#server/platform/db.ts';
import { migrate } from '#server/platform/migrate.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { findDatabaseIdentity, lockInstallation, markInstallation } from '#server/send-stops/queries.ts';
import { raiseFences } from '#server/send-stops/recognise-installation.ts';
import { nameOf, readKey, write } from './back-up.ts';
import { keepJobs, type Loaded, loadBackup } from './load-backup.ts';
import { readManifest } from './read-manifest.ts';
import { isThere } from './snapshot.ts';

export type Restoring = {
  readonly database: Pick<OpenDatabase, 'url' | 'findServer'>;
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

/** What a person is asked to confirm: nothing is changed. @throws Refusal as openBackup, restore_while_running */
export async function lookBeforeRestore(
  { database, db }: Restoring,
  { file, key }: { readonly file: string; readonly key: Buffer | null },
) {
  const server = await database.findServer();
  if (server) refuse('restore_while_running', { server });
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
  const before = companies.length > 0 ? await keepBefore(place, aim.at) : null;
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  try {
    let isEarly = true;
    const loaded = await loadBackup(client, { file: aim.file, key }, async (each) => {
      isEarly = !(await isThere(client, 'send_fence'));
      await fenceAtOnce(client, each);
    });
    await bringUpToDate(database.url, loaded);
    if (isEarly) await keepJobs(client, loaded.jobs);
    const secretTaken = !restoring.secretIsGiven && takeSecret(dataDir, loaded.secret);
    return { ...loaded, before, secretTaken };
  } finally {
    await client.end();
  }
}

async function keepBefore(place: BackupPlace, at: Temporal.Instant): Promise<string> {
  const file = path.join(place.folder, nameOf({ reason: 'before_restore', at }));
  await write(place, { file, key: readKey(place.keyFile), at });
  return file;
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

async function bringUpToDate(url: string, loaded: Loaded): Promise<void> {
  const pool = openPool({ connectionString: url, max: 2 });
  const db = openDb(pool);
  try {
    await migrate(pool);
    await db.transaction().execute(async (trx) => {
      await lockInstallation(trx);
      await markInstallation(trx, { databaseIdentity: await findDatabaseIdentity(trx) });
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
