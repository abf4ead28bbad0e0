import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';

/**
 * Takes a lock between processes of this machine: a file with the number of its holder. One whose holder is gone is
 * taken over.
 * @returns how to give it back, or null where a living process has it
 */
export function lockFile(file: string): (() => void) | null {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const opened = openSync(file, 'wx');
      writeSync(opened, String(process.pid));
      closeSync(opened);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder === null ? isFresh(file) : lives(holder)) return null;
      rmSync(file, { force: true });
    }
  }
  return null;
}

/** Null: it was given back this moment, or its holder has not written its number yet. */
function holderOf(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

/** Its holder is writing its number; one that died in between leaves an old, empty file. */
function isFresh(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return !found || Temporal.Now.instant().epochMilliseconds - found.mtimeMs < 10_000;
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
