import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { loadBackup } from './load-backup.ts';
import type { BackupHead, Manifest } from './manifest.ts';
import { copyRows, inSnapshot, listHeads, listSequences, listShapes, listTotals } from './snapshot.ts';
import { countRows } from './write-backup.ts';

export type Verification = {
  readonly head: BackupHead;
  readonly manifest: Manifest;
  /** What a restored copy has otherwise than the backup says: tables, totals, heads. Nothing: it is good. */
  readonly differences: readonly string[];
};

/**
 * Restores a backup into a database of its own, compares every table with what was written, and takes it away again.
 * @param near the server to do it on; where it lets us make no database, one is started for it
 * @throws Refusal as loadBackup
 */
export async function verifyBackup(
  backup: { readonly file: string; readonly key: Buffer | null },
  near: string,
): Promise<Verification> {
  return inScratch(near, async (client) => {
    const { head, manifest } = await loadBackup(client, backup);
    return { head, manifest, differences: await compareWith(client, manifest) };
  });
}

/** What a database has otherwise than a manifest says. */
export async function compareWith(client: pg.ClientBase, manifest: Manifest): Promise<readonly string[]> {
  return inSnapshot(client, async () => {
    const differences: string[] = [];
    const shapes = new Map((await listShapes(client)).map((shape) => [shape.name, shape]));
    for (const { name, rows, sha256 } of manifest.tables) {
      const shape = shapes.get(name);
      const found = shape && (await countRows(copyRows(client, shape), async () => {}));
      if (found?.rows !== rows || found.sha256 !== sha256) differences.push(name);
    }
    const facts = [
      ['sequences', manifest.sequences, await listSequences(client)],
      ['totals', manifest.totals, await listTotals(client)],
      ['heads', manifest.heads, await listHeads(client)],
    ] as const;
    for (const [name, then, now] of facts)
      if (JSON.stringify(then) !== JSON.stringify(now)) differences.push(name);
    return differences;
  });
}

async function inScratch<T>(near: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: near });
  admin.on('error', () => {});
  await admin.connect();
  const name = `rappel_verify_${randomBytes(5).toString('hex')}`;
  try {
    const made = await admin.query(`create database ${name} template template0`).catch(notAllowed);
    if (!made) return await inOwnServer(work);
    try {
      return await connected(withDatabase(near, name), work);
    } finally {
      await admin.query(`drop database if exists ${name} with (force)`);
    }
  } finally {
    await admin.end();
  }
}

/** Removes what a killed verification left. */
export async function dropScratches(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database d where datname ~ '^rappel_verify_[0-9a-f]{10}$'
     and not exists (select from pg_stat_activity a where a.datid = d.oid)`,
  );
  for (const { name } of rows) await client.query(`drop database if exists ${name}`);
}

function notAllowed(error: unknown): null {
  if (error instanceof pg.DatabaseError && error.code === '42501') return null;
  throw error;
}

/** Nothing of it has to survive a power cut. */
async function inOwnServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-verify-'));
  try {
    const server = await startPostgres(folder, { durable: false });
    try {
      return await connected(addressOf(server.connection, 'postgres'), work);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function connected<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
