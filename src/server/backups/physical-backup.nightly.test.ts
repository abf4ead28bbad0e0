import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#server/platform/database.ts';
import { openDb } from '#server/platform/db.ts';
import { recogniseInstallation } from '#server/send-stops/recognise-installation.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { backUpPhysically } from './back-up-physically.ts';

const COPIES = Number(process.env.COPIES ?? 20);
/** Rows of filling, about 350 bytes each. */
const ROWS = Number(process.env.ROWS ?? 500_000);
const WRITERS = 4;
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-physical-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`B4: ${COPIES} physical backups of ${ROWS} rows while others write; each started copy is what was there`, async () => {
  const dataDir = path.join(folder, 'live');
  const database = await openDatabase({ databaseUrl: null, dataDir }, pino({ level: 'silent' }));
  const db = openDb(database.pool);
  await recogniseInstallation(db, { dataDir, version: '0.1.0', isUpgraded: false, isServed: false });
  const tools = toolsFor({ url: database.url });
  const { companyId } = await addCompany(tools, { key: 'filling' });
  await database.asAdmin('test', (client) =>
    client.query(
      `insert into debtor (company_id, id, number, name, language, country, street, postal_code, city, email)
       select $1, gen_random_uuid(), 'D' || n, 'Café ' || n, 'fr', 'BE', repeat('Grand-Place 1 ', 12), '1000', 'Bruxelles',
         'cafe' || n || '@example.org' from generate_series(1, $2::int) n`,
      [companyId, ROWS],
    ),
  );
  let isOver = false;
  let written = 0;
  const write = async (_: unknown, nth: number) => {
    const company = await addCompany(tools, { key: `writer-${nth}` });
    while (!isOver) {
      const debtor = await addDebtor(company, { number: `D${written}` });
      await addDocument(company, debtor, {
        number: `F${written}`,
        items: [{ dueOn: '2026-02-01', open: '12.34' }],
      });
      written += 1;
    }
  };
  const writing = Promise.all(Array.from({ length: WRITERS }, write));
  const place = { database: database.url, version: '0.1.0', secret: 'the secret' };
  const found = { good: 0, bytes: 0, writes: 0 };
  const copyAll = async () => {
    for (let nth = 0; nth < COPIES; nth += 1) {
      const to = path.join(folder, `copy-${nth}`);
      const before = written;
      const at = Temporal.Now.instant();
      const made = await backUpPhysically(db, place, { folder: to, at, isEmbedded: true, withSecret: false });
      expect(made.differences, `copy ${nth}`).toEqual([]);
      found.good += 1;
      found.bytes = Math.max(found.bytes, made.written.size);
      // Nothing written beside it would show nothing.
      expect(written, `copy ${nth}`).toBeGreaterThan(before);
      found.writes += written - before;
      rmSync(to, { recursive: true });
    }
  };
  await copyAll().finally(() => {
    isOver = true;
  });
  await writing;
  await database.close();
  process.stdout.write(
    `B4: ${found.good} of ${COPIES} physical backups of up to ${Math.round(found.bytes / 1e6)} MB, started and found equal, ` +
      `with ${found.writes} invoices written meanwhile\n`,
  );
  expect(found.good).toBe(COPIES);
});
