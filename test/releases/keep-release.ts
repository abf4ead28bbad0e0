/**
 * Lays a backup of this version beside the others, with the demo company in it: every later version has to upgrade it.
 *
 *   node test/releases/keep-release.ts        once, when a version is released
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backUp } from '#server/backups/back-up.ts';
import { loadDemo } from '#server/companies/load-demo.ts';
import { openInstallation } from '#server/installation.ts';
import { openLog } from '#server/platform/log.ts';
import { readSettings } from '#server/platform/settings.ts';
import { addUser } from '#server/users/queries.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-release-'));
const settings = readSettings({ RAPPEL_DATA_DIR: folder, RAPPEL_TODAY: '2026-04-03' });
const { tools, close } = await openInstallation(settings, { log: openLog('error'), works: false });
try {
  const user = { name: 'Odile Lambert', email: 'odile@lambert.example', language: 'fr' as const };
  const userId = await tools.db.transaction().execute((trx) => addUser(trx, user));
  await loadDemo(tools, userId);
  const { backups, version } = tools.installation;
  if (!backups) throw new Error('There is no place for backups.');
  const file = path.join(import.meta.dirname, `${version}.rappel`);
  const { written } = await backUp(tools.db, backups, { reason: 'asked', at: Temporal.Now.instant(), file });
  process.stdout.write(`${file}: ${written.rows} rows, ${written.size} bytes\n`);
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
