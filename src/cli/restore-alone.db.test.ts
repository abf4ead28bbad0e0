import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#server/platform/database.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { runProgram } from './program.ts';

const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-restore-alone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const backup = path.join(folder, 'before.rappel');
const dataDir = path.join(folder, 'data');

async function rappel(...args: string[]) {
  const said: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: dataDir, NO_COLOR: '1' };
  const keep = (text: string) => void said.push(text);
  const code = await runProgram([backupCommand, restoreCommand], args, {
    ...{ env, out: keep, say: keep },
    isTerminal: false,
  });
  return { code, said: said.join('\n') };
}

test('no server begins on data that are being replaced; one does once the restore is over, or was refused', async () => {
  await addCompany(toolsFor(fresh), { key: 'lambert' });
  expect((await rappel('backup', '--to', backup)).code).toBe(0);
  const settings = { databaseUrl: fresh.url, dataDir };
  const server = await openDatabase(settings, pino({ level: 'silent' }));

  const slow = await fresh.pool.connect();
  await slow.query('begin; lock table debtor in access exclusive mode');
  const restoring = rappel('restore', backup, '--yes');
  await expect.poll(() => countWaiting(fresh.pool), { timeout: 30_000 }).toBe(1);
  await expect(server.becomeServer('a server', false)).rejects.toThrow(/already running.*: rappel restore/);
  await slow.query('rollback');
  slow.release();
  expect(await restoring).toMatchObject({ code: 0 });

  expect((await rappel('restore', backup)).code).toBe(4);
  await server.becomeServer('a server', false);
  const refused = await rappel('restore', backup, '--yes');
  expect(refused).toMatchObject({
    code: 3,
    said: expect.stringContaining('a server. Stop it, then restore'),
  });
  await server.close();
}, 120_000);
