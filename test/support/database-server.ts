import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { migrate } from '#server/platform/migrate.ts';

/** vitest's globalSetup of the db project: one server and one migrated template for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.RAPPEL_TEST_DATABASE_URL;
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-test-'));
  const server = given ? null : await startPostgres(folder, { durable: false });
  const address = server ? addressOf(server.connection, 'postgres') : (given ?? '');
  project.provide('databaseServer', address);
  await makeTemplate(address);
  return async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(server: string): Promise<void> {
  const admin = openPool({ connectionString: server });
  await admin.query('drop database if exists rappel_template with (force)');
  await admin.query('create database rappel_template');
  await admin.end();
  const address = new URL(server);
  address.pathname = '/rappel_template';
  const template = openPool({ connectionString: address.href });
  await migrate(template);
  await template.end();
}
