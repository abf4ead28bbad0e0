import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The lines of postmaster.pid: process, folder, start, port, socket folder, address, memory, state. */
export function pidFile(folder: string): string[] {
  try {
    return readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return [];
  }
}

/** The process that holds a folder of PostgreSQL, or null where it is gone. */
export function postmaster(folder: string): number | null {
  const pid = Math.abs(Number(pidFile(folder)[0]));
  if (!pid) return null;
  return isAlive(pid) ? pid : null;
}

/** Whether there is such a process, of whomever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another account.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Process numbers are used again, above all in containers: is it really PostgreSQL? */
export function isPostgres(pid: number): boolean {
  if (process.platform === 'win32') return true;
  if (existsSync('/proc/self/comm')) {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    } catch {
      return false;
    }
  }
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
    'postgres',
  );
}
