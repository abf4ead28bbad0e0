import type { Insertable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { BackupRunTable } from './tables.ts';

export async function addBackupRun(db: Db, run: Insertable<BackupRunTable>): Promise<void> {
  await db.insertInto('backupRun').values(run).execute();
}

export async function markBackupRun(db: Db, id: string, changes: Updateable<BackupRunTable>): Promise<void> {
  await db.updateTable('backupRun').set(changes).where('id', '=', id).execute();
}

/** The newest first. */
export function listBackupRuns(db: Db, limit: number) {
  return db.selectFrom('backupRun').selectAll().orderBy('startedAt', 'desc').limit(limit).execute();
}

/** The last one that was restored and found equal. */
export function findLastGoodBackup(db: Db) {
  return db
    .selectFrom('backupRun')
    .selectAll()
    .where('verification', '=', 'good')
    .where('reason', 'in', ['nightly', 'asked'])
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Those that lie in the folder of backups and may be removed some day. */
export function listKeptBackups(db: Db, reason: BackupRunTable['reason']) {
  return db
    .selectFrom('backupRun')
    .selectAll()
    .where('reason', '=', reason)
    .where('outcome', '=', 'written')
    .where('removedAt', 'is', null)
    .orderBy('startedAt', 'desc')
    .execute();
}

/** What the whole database takes on its disk. */
export async function findDatabaseBytes(db: Db): Promise<bigint> {
  const { rows } = await sql<{
    bytes: string;
  }>`select pg_database_size(current_database())::text as bytes`.execute(db);
  return BigInt(rows[0]?.bytes ?? 0);
}
