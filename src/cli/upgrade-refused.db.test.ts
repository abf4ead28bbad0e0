import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { backupCommand } from './backup.ts';
import { runProgram } from './program.ts';

const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-upgrade-refused-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an upgrade whose data could not be kept says why in words', async () => {
  await fresh.pool.query(
    'delete from applied_migration where number = (select max(number) from applied_migration)',
  );
  const RAPPEL_BACKUP_KEY_FILE = path.join(folder, 'backup.key');
  writeFileSync(RAPPEL_BACKUP_KEY_FILE, 'short');
  const said: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: path.join(folder, 'data'), RAPPEL_BACKUP_KEY_FILE };
  const say = (text: string) => void said.push(text);
  expect(await runProgram([backupCommand], ['backup'], { env, out: say, say, isTerminal: false })).toBe(1);
  expect(said[0]).toContain('so nothing was upgraded');
  expect(said[1]).toMatch(/^Because: The key in “backup.key” has fewer than 32 characters/);
});
