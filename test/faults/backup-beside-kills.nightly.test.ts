import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { verifyBackup } from '#server/backups/verify-backup.ts';
import { writeBackup } from '#server/backups/write-backup.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { passTime, runCrew } from './crew.ts';
import { startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { duplicatesIn } from './share-work.ts';

const NOTICES = Number(process.env.NOTICES ?? 2000);
const KILLS = Number(process.env.KILLS ?? 40);
const WORKER = ['start', '--role', 'worker'] as const;
const POINTS = ['portion-written', 'portion-issued', 'mails-claimed', 'mail-transmitting', 'mail-answered'];

const fresh = await freshDb();
const tools = toolsFor(fresh);
const smtp = await scriptedSmtp();
const { seed, random } = seedOf('B1');
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-beside-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Backs up again and again, each restored and compared, until it is told to stop. */
async function backUpUntil(stopped: () => boolean) {
  const found = { backups: 0, whileSending: 0, differences: [] as string[] };
  while (!stopped()) {
    const file = path.join(folder, `${found.backups}.rappel`);
    const client = new pg.Client({ connectionString: fresh.url });
    await client.connect();
    const before = smtp.accepted.length;
    const aim = { key: null, secret: null, version: '0.1.0', at: Temporal.Now.instant() };
    await writeBackup(client, { ...aim, file }).finally(() => client.end());
    if (smtp.accepted.length > before) found.whileSending += 1;
    const { differences } = await verifyBackup({ file, key: null }, fresh.url);
    found.differences.push(...differences);
    found.backups += 1;
    rmSync(file);
  }
  return found;
}

test(`B1: backups while ${NOTICES} mails leave and ${KILLS} workers are killed: each restored equals its manifest`, async () => {
  const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
  const run = await addApprovedRun(tools, fresh.pool, { notices: NOTICES });
  let over = false;
  const backing = backUpUntil(() => over);
  const kills = Array.from({ length: KILLS }, () => {
    const point = random.one(POINTS) ?? 'mails-claimed';
    return { point, occurrence: point.startsWith('mail-') ? random.from(1, Math.ceil(NOTICES / KILLS)) : 1 };
  });
  const crew = runCrew({
    ...{ env, args: WORKER, kills, atOnce: 2, patienceSeconds: 120 },
    afterDeath: () => passTime(fresh.pool),
    isOver: async () => isOver(await statesOf(fresh.pool, run)),
  });
  const sent = async () => {
    const report = await crew;
    const last = await startProcess(env, WORKER);
    const limits = { secondsMax: 900, everyMs: 1000 };
    const states = await until(() => statesOf(fresh.pool, run), isOver, limits).finally(() =>
      last.kill('SIGTERM'),
    );
    return { report, states, last };
  };
  const { report, states, last } = await sent().finally(() => {
    over = true;
  });
  const { backups, whileSending, differences } = await backing;
  await last.ended;
  process.stdout.write(
    `B1: SEED=${seed}: ${backups} backups, ${whileSending} of them while mails were leaving, beside ${report.struck.length} kills (${report.missed.length} points not reached): ` +
      `${backups} restored and equal; ${duplicatesIn(smtp).length} duplicates, ${states.sent} sent, ${states.unknown ?? 0} not certain\n`,
  );
  expect(differences).toEqual([]);
  // Each of them happened, or nothing was shown.
  expect(report.struck.length).toBeGreaterThan(0);
  expect(whileSending).toBeGreaterThan(0);
  expect(duplicatesIn(smtp)).toEqual([]);
  expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(NOTICES);
});
