import path from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '#server/platform/settings.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { nameOf, readKey, write } from './back-up.ts';

/** Where the settings put backups, and what they are made with. */
export function placeOfBackups(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir' | 'backupDir' | 'backupKeyFile' | 'nightlyBackup'>,
  made: Pick<BackupPlace, 'database' | 'secret' | 'version'>,
): BackupPlace {
  const folder = settings.backupDir ?? path.join(settings.dataDir, 'backups');
  const embedded = settings.databaseUrl ? {} : { embeddedIn: settings.dataDir };
  return { folder, keyFile: settings.backupKeyFile, isNightly: settings.nightlyBackup, ...embedded, ...made };
}

/** Keeps the data as they are before their schema is changed. Without it there is no upgrade. */
export async function backUpBeforeUpgrade(place: BackupPlace, log: Logger): Promise<string> {
  const at = Temporal.Now.instant();
  const file = path.join(place.folder, nameOf({ reason: 'before_upgrade', at }));
  try {
    const { size } = await write(place, { file, key: readKey(place.keyFile), at });
    log.info({ file, size }, 'the data were kept before the upgrade');
  } catch (error) {
    throw new Error(
      `The data could not be kept before the upgrade, so nothing was upgraded. Make room at ${place.folder}, or name ` +
        'another folder by RAPPEL_BACKUP_DIR.',
      { cause: error },
    );
  }
  return file;
}
