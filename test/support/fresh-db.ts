/**
 * A real PostgreSQL database for each test file, cloned from a migrated template in about 0.1 s.
 *
 *   import { freshDb } from '#test/support/fresh-db.ts';
 *   import { toolsFor } from '#test/support/tools.ts';
 *   import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
 *
 *   const { db } = await freshDb();                  // at the top of the file; closed and dropped after its last test
 *   const tools = toolsFor(db, { today: '2026-03-31' });
 *   const company = await addCompany(tools, { key: 'lambert' });
 *   const { id } = await addDebtor(company, { number: 'D1' });     // company is CompanyTools: pass it to use cases
 *
 * One server serves the whole run (test/support/database-server.ts, vitest's globalSetup), without syncing to disk.
 * A file that fails keeps its database until the end of the run; RAPPEL_TEST_DATABASE_URL uses a server of your own.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { type Db, openDb, openPool } from '#server/platform/db.ts';

export type FreshDb = { readonly db: Db; readonly pool: pg.Pool; readonly url: string };

const users = new Set<() => void>();

/** Ends what works on the databases of a file, before they are dropped: without it, one that fails would leave it at work. */
export function endBeforeDrop(end: () => void): void {
  users.add(end);
}

/** Clones the template and opens it. Call it at the top of a .db.test.ts file, outside of any test. */
export async function freshDb({ migrated = true } = {}): Promise<FreshDb> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} template ${migrated ? 'rappel_template' : 'template0'}`);
  const url = onServer(server, name);
  const pool = openPool({ connectionString: url, max: 8 });
  pool.on('error', () => {});
  const db = openDb(pool);
  afterAll(async () => {
    for (const end of users) end();
    await db.destroy();
    await administer(server, `drop database if exists ${name} with (force)`);
  });
  return { db, pool, url };
}

function onServer(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: string;
  }
}
