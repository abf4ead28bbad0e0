import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '#test/faults/processes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { readSettings } from './platform/settings.ts';
import { startServer } from './start-server.ts';

const fresh = await freshDb();
const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-web-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('whom a restore brought back is erased before the pages of a process that was told of it are answered', async () => {
  const company = await addCompany(toolsFor(fresh), { key: 'lambert' });
  const { companyId } = company;
  const debtor = await addDebtor(company, { name: 'Zephyrine Kanarivogel' });
  const stone = { companyId, debtorId: debtor.id, erasedAt: '2026-03-30T12:00:00Z', because: 'request' };
  writeFileSync(path.join(dataDir, 'erasures.jsonl'), `${JSON.stringify(stone)}\n`);
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: dataDir, PORT: String(await freePort()) };
  const web = await startServer(readSettings(env), { log: pino({ level: 'silent' }), role: 'web' });
  try {
    const { rows } = await fresh.pool.query('select name, erased_at is not null as erased from debtor');
    expect(rows).toEqual([{ name: expect.not.stringContaining('Kanarivogel'), erased: true }]);
  } finally {
    await web.stop();
  }
}, 60_000);
