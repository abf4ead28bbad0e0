import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openPool } from '#server/platform/db.ts';
import { addressOf, startPostgres } from '#server/platform/embedded-postgres.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { freePort, startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { duplicatesIn } from './share-work.ts';

const KILLS = Number(process.env.KILLS ?? 20);
const NOTICES = Number(process.env.NOTICES ?? 2000);
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-death-'));
const smtp = await scriptedSmtp();
const { random } = seedOf('S6');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an operator's kill -9 hits: the embedded postmaster itself. */
function killPostmaster(): void {
  const [pid] = readFileSync(path.join(folder, 'postgres18', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

test(`S6: the database is killed ${KILLS} times in the middle of a run; the process starts it again and goes on`, async () => {
  const port = String(await freePort());
  const env = {
    ...CHAOS,
    RAPPEL_DATA_DIR: folder,
    PORT: port,
    RAPPEL_SMTP_URL: smtp.url,
    RAPPEL_SMTP_SECONDS: '5',
  };
  const server = await startProcess(env);
  const postgres = await startPostgres(folder);
  const url = addressOf(postgres.connection, 'rappel');
  const pool = openPool({ connectionString: url, max: 3 });
  pool.on('error', () => {});
  const run = await addApprovedRun(toolsFor({ url }), pool, { notices: NOTICES });
  const resumed: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const from = smtp.accepted.length;
    await until(
      async () => smtp.accepted.length,
      (now) => now >= from + 5,
      { secondsMax: 300, everyMs: 5 },
    );
    await wait(random.from(0, 500));
    killPostmaster();
    const [died, before] = [performance.now(), smtp.accepted.length];
    await until(
      async () => smtp.accepted.length,
      (now) => now > before + 2,
      // Longer than is promised, so that what is beyond is told as a figure.
      { secondsMax: 300, everyMs: 20 },
    ).catch((error: Error) => {
      throw new Error(`${error.message} The server said:\n${server.said().slice(-6000)}`);
    });
    resumed.push((performance.now() - died) / 1000);
    process.stdout.write(`death ${kill + 1}: again after ${resumed.at(-1)?.toFixed(1)} s\n`);
  }
  const states = await until(
    () => statesOf(pool, run).catch(() => ({ proposed: 1 }) as Record<string, number>),
    isOver,
    { secondsMax: 1800, everyMs: 500 },
  );
  await pool.end();
  server.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  process.stdout.write(
    `S6: ${KILLS} deaths of the database, ${NOTICES} notices: ${duplicatesIn(smtp).length} duplicates, ${states.sent} sent, ` +
      `${states.unknown ?? 0} not certain; sending again after at most ${Math.max(...resumed).toFixed(1)} s\n`,
  );
  expect(duplicatesIn(smtp)).toEqual([]);
  expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(NOTICES);
  expect(states.unknown ?? 0).toBeLessThanOrEqual(KILLS * 2);
  expect(Math.max(...resumed)).toBeLessThanOrEqual(15);
});
