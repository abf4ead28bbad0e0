import { expect, test } from 'vitest';
import { sendRunJob } from '#server/dunning-runs/jobs.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, CHAOS, isOver, statesOf, until } from './approved-run.ts';
import { type RappelProcess, skewedBy, startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { duplicatesIn, shareWithPause } from './share-work.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const smtp = await scriptedSmtp();
const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
const WORKER = ['start', '--role', 'worker'] as const;

async function stop(process: RappelProcess): Promise<number> {
  const asked = performance.now();
  process.kill('SIGTERM');
  expect(await process.ended).toEqual({ code: 0, signal: null });
  return (performance.now() - asked) / 1000;
}

test('the embedded database is one process’s; on a shared one, another secret is refused', async () => {
  const refused = startProcess({ RAPPEL_DATA_DIR: '/nowhere' }, WORKER);
  await expect(refused).rejects.toThrow(/embedded database belongs to one process/);
  const first = await startProcess(env, WORKER);
  const other = startProcess({ ...env, RAPPEL_SECRET: 'another secret of forty characters, for it' }, WORKER);
  await expect(other).rejects.toThrow(/same RAPPEL_SECRET/);
  await stop(first);
}, 120_000);

test('a worker that dies in the middle of a job is replaced by another within 15 seconds', async () => {
  const second = await startProcess(env, WORKER);
  second.kill('SIGSTOP');
  const first = await startProcess({ ...env, RAPPEL_FAULTS: 'sending-begun#1' }, WORKER);
  const run = await addApprovedRun(tools, fresh.pool, { notices: 20 });
  expect((await first.ended).signal).toBe('SIGKILL');
  second.kill('SIGCONT');
  const died = performance.now();
  const begunAgain = `select 1 from pgboss.job where name = $1 and state = 'active' and retry_count > 0`;
  const ask = async () => (await fresh.pool.query(begunAgain, [sendRunJob.name])).rowCount;
  await until(ask, (found) => found === 1, { secondsMax: 60 });
  const seconds = (performance.now() - died) / 1000;
  process.stdout.write(`take-over of a job: ${seconds.toFixed(1)} s\n`);
  expect(seconds).toBeLessThanOrEqual(15);
  await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 60 });

  // R6: asked to stop in the middle of sending, it finishes the mails it is at and leaves nothing in doubt.
  const next = await addApprovedRun(tools, fresh.pool, { notices: 60 });
  const sent = smtp.accepted.length;
  await until(
    async () => smtp.accepted.length,
    (accepted) => accepted > sent + 5,
    { secondsMax: 60, everyMs: 5 },
  );
  expect(await stop(second)).toBeLessThanOrEqual(20);
  const states = await statesOf(fresh.pool, next);
  expect([states.claimed ?? 0, states.transmitting ?? 0, states.unknown ?? 0]).toEqual([0, 0, 0]);
  expect(duplicatesIn(smtp)).toEqual([]);
}, 240_000);

test('S5: two workers with clocks ten minutes apart share a run; one stands still and comes back: nothing twice', async () => {
  const { random } = seedOf('S5', 7);
  const workers = [
    await startProcess({ ...env, ...skewedBy(300) }, WORKER),
    await startProcess({ ...env, ...skewedBy(-300) }, WORKER),
  ] as const;
  const round = { tools, pool: fresh.pool, smtp, notices: 60, pauseSeconds: 14, random };
  const states = await shareWithPause(workers, round);
  expect((states.sent ?? 0) + (states.unknown ?? 0)).toBe(60);
  expect(duplicatesIn(smtp)).toEqual([]);
  for (const one of workers) await stop(one);
}, 240_000);
