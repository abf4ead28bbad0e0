import path from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Disk } from '#server/platform/room.ts';
import type { Settings } from '#server/platform/settings.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { readKey } from './back-up.ts';
import { isSealedFile, openBackup } from './backup-file.ts';
import { keepBefore } from './keep-before.ts';
import { type BackupHead, JOBS_NAME, MANIFEST_NAME, Manifest, SECRET_NAME } from './manifest.ts';
import { inSnapshot, listJobs } from './snapshot.ts';
import { listKeptBefore } from './sweep-backups.ts';
import { compareWith, connected } from './verify-backup.ts';
import { headOf } from './write-backup.ts';

/** Where the settings put backups, and what they are made with. */
export function placeOfBackups(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir' | 'backupDir' | 'backupKeyFile' | 'nightlyBackup'>,
  made: Pick<BackupPlace, 'database' | 'secret' | 'version'>,
): BackupPlace {
  const folder = settings.backupDir ?? path.join(settings.dataDir, 'backups');
  const embedded = settings.databaseUrl ? {} : { embeddedIn: settings.dataDir };
  return { folder, keyFile: settings.backupKeyFile, isNightly: settings.nightlyBackup, ...embedded, ...made };
}

/** Held by whoever keeps the data before an upgrade. */
const KEEPS = 7_274_357_354;

type Beginning = { readonly at?: Temporal.Instant; readonly disk?: Disk };

/**
 * Keeps the data as they are before their schema is changed. Without it there is no upgrade. One that failed and begins
 * again, as a service does by itself, finds what it kept the first time.
 */
export async function backUpBeforeUpgrade(
  place: BackupPlace,
  log: Logger,
  { at = Temporal.Now.instant(), disk }: Beginning = {},
): Promise<string> {
  try {
    return await connected(place.database, async (client) => {
      await client.query('set statement_timeout = 0; set idle_session_timeout = 0');
      // Of processes that begin together one makes it, and the others find it.
      await client.query('select pg_advisory_lock($1)', [KEEPS]);
      const there = await findUnchanged(client, place, log);
      const file = there ?? (await keepBefore(place, { reason: 'before_upgrade', at, disk }));
      const words = there ? 'the data are kept already as they are' : 'the data were kept';
      log.info({ file }, `${words} before the upgrade`);
      return file;
    });
  } catch (error) {
    throw new Error(
      `The data could not be kept before the upgrade, so nothing was upgraded. Make room at ${place.folder}, or name ` +
        'another folder by RAPPEL_BACKUP_DIR.',
      { cause: error },
    );
  }
}

/** The newest one, if it is whole and the data are what it holds, whoever worked with them since. */
async function findUnchanged(client: pg.Client, place: BackupPlace, log: Logger): Promise<string | null> {
  const file = (await listKeptBefore(place.folder, 'before_upgrade')).at(-1);
  if (!file) return null;
  try {
    return (await holdsTheSame(client, place, file)) ? file : null;
  } catch (error) {
    // Damaged, of another key, or another user's: it keeps these data for nobody.
    log.warn({ err: error, file }, 'the last backup before an upgrade cannot be read; another one is made');
    return null;
  }
}

/** Row by row, as a backup is verified: nothing less tells that nobody imported a list in between. */
async function holdsTheSame(client: pg.Client, place: BackupPlace, file: string): Promise<boolean> {
  const key = readKey(place.keyFile);
  if ((await isSealedFile(file)) !== (key !== null)) return false;
  const { head, entries } = await openBackup(file, key);
  const now = await headOf(client, { version: place.version, at: Temporal.Now.instant() });
  if (stateIn(head) !== stateIn(now)) {
    await entries.return(undefined);
    return false;
  }
  const read = new Map<string, string>();
  for await (const { name, bytes } of entries)
    if ([MANIFEST_NAME, JOBS_NAME, SECRET_NAME].includes(name)) read.set(name, bytes.toString('utf8'));
  if (key && read.get(SECRET_NAME) !== place.secret) return false;
  const jobs = await inSnapshot(client, () => listJobs(client));
  if (JSON.stringify(JSON.parse(read.get(JOBS_NAME) ?? 'null')) !== JSON.stringify(jobs)) return false;
  const manifest = Manifest.parse(JSON.parse(read.get(MANIFEST_NAME) ?? 'null'));
  return (await compareWith(client, manifest)).length === 0;
}

/** Of which installation, and by which migrations. */
function stateIn({ instance, migrations }: BackupHead): string {
  return JSON.stringify([instance, migrations.map(({ number, checksum }) => [number, checksum])]);
}
