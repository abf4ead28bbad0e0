import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InboxProblem } from './tables.ts';

/** A company's part of the watched folder, made sure of: no link leads out of it. */
export type InboxFolder = { readonly path: string };

/** What lies in it: names of plain files that may be taken, and of what may not. */
export type LyingFile = {
  readonly name: string;
  readonly size: bigint;
  readonly modifiedAt: Temporal.Instant;
  readonly problem: InboxProblem | null;
};

const DONE = 'done';
const REFUSED = 'refused';

/** The folder of a company, made where it is missing. A link, or a place outside, is a problem and not followed. */
export async function enterInbox(root: string, companyKey: string): Promise<InboxFolder | InboxProblem> {
  const place = path.join(root, companyKey);
  try {
    await mkdir(place, { recursive: true });
    const real = await realpath(root);
    if ((await realpath(place)) !== path.join(real, companyKey)) return leadsOut(companyKey);
    return { path: path.join(real, companyKey) };
  } catch (error) {
    return { code: 'inbox_unusable', facts: { folder: place, answer: codeOf(error) } };
  }
}

export function isProblem(given: InboxFolder | InboxProblem): given is InboxProblem {
  return 'code' in given;
}

/** Everything a person or a bank's program laid there. Hidden files, and what is still being written, are left alone. */
export async function listLying({ path: folder }: InboxFolder): Promise<LyingFile[]> {
  const names = (await readdir(folder)).filter((name) => !isOwn(name) && !isUnfinished(name)).sort();
  const looked = await Promise.all(names.map((name) => lookAt(folder, name)));
  return looked.filter((file) => file !== null);
}

function isOwn(name: string): boolean {
  return name === DONE || name === REFUSED;
}

function isUnfinished(name: string): boolean {
  return (
    name.startsWith('.') || name.startsWith('~') || /\.(tmp|part|partial|filepart|crdownload)$/i.test(name)
  );
}

async function lookAt(folder: string, name: string): Promise<LyingFile | null> {
  try {
    const found = await lstat(path.join(folder, name), { bigint: true });
    const told = {
      name,
      size: found.size,
      modifiedAt: Temporal.Instant.fromEpochMilliseconds(Number(found.mtimeMs)),
    };
    if (found.isFile()) return { ...told, problem: null };
    return found.isSymbolicLink() ? { ...told, problem: leadsOut(name) } : null;
  } catch (error) {
    // Gone between the list and the look.
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function leadsOut(name: string): InboxProblem {
  return { code: 'inbox_link', facts: { file: name } };
}

/** The bytes of a plain file: should a link have taken its place meanwhile, it is not followed. */
export async function readLying({ path: folder }: InboxFolder, name: string): Promise<Buffer> {
  const file = await open(path.join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Moves a file out of the way, under a name that is free, with the reason beside it where there is one to tell. */
export async function putAway(
  { path: folder }: InboxFolder,
  name: string,
  { isTaken, note }: { isTaken: boolean; note: string | null },
): Promise<void> {
  const into = path.join(folder, isTaken ? DONE : REFUSED);
  await mkdir(into, { recursive: true });
  if ((await lstat(into)).isSymbolicLink()) throw new Error(`${into} is a link`);
  const free = await freeName(into, name);
  await rename(path.join(folder, name), path.join(into, free));
  if (note !== null)
    await writeFile(path.join(into, `${free}.txt`), `${note}\n`, { flag: 'wx' }).catch(ignoreTaken);
}

async function freeName(folder: string, name: string): Promise<string> {
  const { name: stem, ext } = path.parse(name);
  const there = new Set(await readdir(folder));
  for (let turn = 1; ; turn += 1) {
    const free = turn === 1 ? name : `${stem}-${turn}${ext}`;
    if (!there.has(free)) return free;
  }
}

function ignoreTaken(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

/** 'EACCES' and the like: what the system calls it. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
