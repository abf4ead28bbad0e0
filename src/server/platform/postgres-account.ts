import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Under whose name PostgreSQL runs: it refuses to be root, so root lends it another account. */
export type Account = {
  readonly uid: number;
  readonly gid: number;
  readonly launcher: readonly string[];
} | null;

export type Run = (program: string, options: readonly string[]) => SpawnSyncReturns<string>;

/** 'nobody' on every Linux: initdb wants an account that has a name. */
const NOBODY = 65534;

/** Null where we are not root: PostgreSQL then runs as ourselves. */
export function accountFor(folder: string, bin: string): Account {
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  const me = process.getuid?.();
  if (me === undefined) return null;
  const owner = existsSync(folder) ? statSync(folder) : null;
  if (me !== 0) {
    if (owner && owner.uid !== me) throw notOurs(folder, owner.uid);
    return null;
  }
  const { uid, gid } = owner && owner.uid !== 0 ? owner : { uid: NOBODY, gid: NOBODY };
  const closed = closedFolder(path.dirname(folder), uid) ?? closedFolder(bin, uid);
  return { uid, gid, launcher: closed ? throughClosed(closed, uid, gid) : [] };
}

export function own(account: Account, file: string): void {
  if (account) chownSync(file, account.uid, account.gid);
}

export function runAs(account: Account, folder: string): Run {
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', PGDATA: folder };
  const environment = process.platform === 'win32' ? { ...process.env, ...env } : env;
  const common = { encoding: 'utf8', env: environment, windowsHide: true } as const;
  return (program, options) => {
    // The server keeps what it inherits: with a pipe for its output, this call would wait for its end.
    const lasting = options[0] === 'start';
    const stdio = lasting
      ? (['ignore', 'ignore', 'ignore'] as const)
      : (['ignore', 'ignore', 'pipe'] as const);
    if (!account) return spawnSync(program, options, { ...common, stdio: [...stdio] });
    const [launcher, ...rest] = account.launcher;
    const cwd = '/';
    if (launcher)
      return spawnSync(launcher, [...rest, program, ...options], { ...common, cwd, stdio: [...stdio] });
    const { uid, gid } = account;
    return spawnSync(program, options, { ...common, cwd, uid, gid, stdio: [...stdio] });
  };
}

/** The first folder on the way that this account may not pass through. */
function closedFolder(target: string, uid: number): string | null {
  const parts = path.resolve(target).split(path.sep);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const folder = parts.slice(0, depth).join(path.sep) || '/';
    const { mode, uid: owner } = statSync(folder);
    if (!(mode & 0o001) && !(owner === uid && mode & 0o100)) return folder;
  }
  return null;
}

/** A capability lets it pass through folders of ours that are closed to others, such as /root or a private clone. */
function throughClosed(closed: string, uid: number, gid: number): readonly string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
  const capability = heldCapability();
  if (!setpriv || !capability) {
    throw new Error(
      `PostgreSQL does not run as root, and the account it runs under cannot pass through ${closed}. ` +
        'Start Rappel as another user, or move it (or RAPPEL_DATA_DIR) to a folder that others may pass through, such as /var/lib/rappel.',
    );
  }
  return [
    setpriv,
    ...['--reuid', String(uid), '--regid', String(gid), '--clear-groups'],
    // Without it, access(2) looks at the account alone, and initdb does not find its own neighbours.
    ...['--securebits', '+no_setuid_fixup'],
    ...['--inh-caps', `+${capability}`, '--ambient-caps', `+${capability}`, '--'],
  ];
}

/** The lesser of the two where we have it; containers usually grant only the greater. */
function heldCapability(): string | null {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const held = BigInt(`0x${effective ?? '0'}`);
  if (held & (1n << 2n)) return 'dac_read_search';
  return held & (1n << 1n) ? 'dac_override' : null;
}

/**
 * A data folder that was copied by another user keeps PostgreSQL out, which could then only say so in a log that it may not write.
 * @throws Error with the owner and what to do
 */
export function refuseForeignFiles(account: Account, folder: string): void {
  const uid = account?.uid ?? process.getuid?.();
  if (uid === undefined) return;
  const names = ['', 'global/pg_control', ...readdirSync(folder)];
  for (const file of names.map((name) => path.join(folder, name)).filter((each) => existsSync(each))) {
    const owner = statSync(file).uid;
    if (owner !== uid)
      throw foreign(file, owner, { folder, uid, gid: account?.gid ?? process.getgid?.() ?? uid });
  }
  const { mode } = statSync(folder);
  // As PostgreSQL has it: its group may read, and nobody else anything.
  if (mode & 0o027)
    throw new Error(
      `${folder} is open to other users of this machine, and PostgreSQL does not start on it. Close it: chmod -R u=rwX,go= ${folder}`,
    );
}

function foreign(
  file: string,
  owner: number,
  { folder, uid, gid }: { readonly folder: string; readonly uid: number; readonly gid: number },
): Error {
  return new Error(
    `${file} belongs to user number ${owner}, and PostgreSQL runs here as number ${uid}: it may not read it. The folder was ` +
      `probably copied by another user. Give it to the one PostgreSQL runs as, as root: chown -R ${uid}:${gid} ${folder}. ` +
      'A copy keeps its owners with cp -a, while Rappel is stopped.',
  );
}

function notOurs(folder: string, uid: number): Error {
  return new Error(
    `${folder} belongs to another user (number ${uid}). Start Rappel as that user, or choose another RAPPEL_DATA_DIR. ` +
      `A copy that shall be yours is given to you by root: chown -R ${process.getuid?.()} ${folder}`,
  );
}
