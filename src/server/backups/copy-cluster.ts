import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { refuse } from '#core/refusal.ts';
import {
  type CopiedFile,
  copyFile,
  copyFolder,
  makeFolder,
  ownerOf,
  syncFile,
  syncFolder,
  writeSynced,
} from './copy-folder.ts';

/** What belongs to the running server and not to the data, as PostgreSQL's manual lists it; and what we write anew. */
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'postgresql.conf',
  'server.log',
  'backup_label',
  'tablespace_map',
]);
const EMPTIED =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./;
const PASSING = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init(\.\d+)?|\.s\.PGSQL\.[^/]+)$/;
const LOG_FILE = /^[0-9A-F]{24}$/;
const HISTORY = /^[0-9A-F]{8}\.history$/;

/** A copy of the database's own files, under way: end it, or the server keeps its log for it. */
export type ClusterCopy = {
  readonly files: readonly CopiedFile[];
  /** The first file of the log that the copy needs. */
  readonly from: string;
  /** The data folder that the server's own folder lies in. */
  readonly dataDir: string;
  /**
   * Adds the log up to and with this file: then the copy is whole.
   * @throws Refusal physical_log_gone
   */
  finish(lastLogFile: string): Promise<readonly CopiedFile[]>;
};

/**
 * Copies the files of the running server by PostgreSQL's low-level interface: in this one session it is told when the copying
 * begins and ends, and its log is kept from the beginning on until the session ends. The label that says so goes into the copy
 * alone: in the live folder it would keep the server from starting after a crash.
 * @param session of an administrator; used for nothing else until finish has been called
 * @see https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function copyCluster(session: pg.ClientBase, to: string): Promise<ClusterCopy> {
  const { rows } = await session.query<{ folder: string }>(
    "select current_setting('data_directory') as folder",
  );
  const from = rows[0]?.folder ?? '';
  const owner = await ownerOf(from);
  const name = `rappel_copy_${randomBytes(6).toString('hex')}`;
  // Temporary: it goes with the session, and the log it kept with it.
  await session.query('select pg_create_physical_replication_slot($1, true, true)', [name]);
  const begun = await session.query<{ file: string }>(
    'select pg_walfile_name(pg_backup_start(label => $1, fast => true)) as file',
    [name],
  );
  const copying = { from, to, owner, mayVanish: true, isLeftOut, isLasting: true };
  const files = await copyFolder(copying);
  const ended = await session.query<{ label: string; tablespaces: string }>(
    'select labelfile as label, spcmapfile as tablespaces from pg_backup_stop(wait_for_archive => false)',
  );
  const { label = '', tablespaces = '' } = ended.rows[0] ?? {};
  const written = [await writeSynced(path.join(to, 'backup_label'), label, owner)];
  if (tablespaces) written.push(await writeSynced(path.join(to, 'tablespace_map'), tablespaces, owner));
  const firstLogFile = begun.rows[0]?.file ?? '';
  return {
    files: [...files, ...written],
    from: firstLogFile,
    dataDir: path.dirname(from),
    async finish(lastLogFile) {
      await makeFolder(path.join(to, 'pg_wal'), owner);
      const there = await readdir(path.join(from, 'pg_wal'));
      const needed = there.filter(
        (file) => HISTORY.test(file) || (LOG_FILE.test(file) && file >= firstLogFile && file <= lastLogFile),
      );
      if (![firstLogFile, lastLogFile].every((file) => needed.includes(file)))
        refuse('physical_log_gone', {});
      const log: CopiedFile[] = [];
      for (const file of needed.toSorted()) {
        const copied = await copyFile({ from, to, owner, isLasting: true }, `pg_wal/${file}`);
        if (copied) log.push(copied);
        await syncFile(path.join(to, 'pg_wal', file));
      }
      await syncFolder(path.join(to, 'pg_wal'));
      await syncFolder(to);
      return log;
    },
  };
}

function isLeftOut(name: string): boolean {
  return LEFT_OUT.has(name) || EMPTIED.test(name) || PASSING.test(name);
}
