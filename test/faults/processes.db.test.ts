import { expect, test } from 'vitest';
import { sendRunJob } from '#server/dunning-runs/jobs.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addApprovedRun, addLateCompany, CHAOS, isOver, statesOf, TODAY, until } from './approved-run.ts';
import { freePort, type RappelProcess, skewedBy, startProcess } from './processes.ts';
import { seedOf } from './seed.ts';
import { duplicatesIn, shareWithPause } from './share-work.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
const smtp = await scriptedSmtp();
const env = { ...CHAOS, DATABASE_URL: fresh.url, RAPPEL_SMTP_URL: smtp.url, RAPPEL_SMTP_SECONDS: '5' };
const WORKER = ['start', '--role', 'worker'] as const;

async function stop(process: RappelProcess): Promise<number> {
  const asked = performance.now();
  process.kill('SIGTERM');
  expect(await process.ended).toEqual({ code: 0, signal: null });
  return (performance.now() - asked) / 1000;
}

/** As a browser asks one of the web processes. */
async function askAt(
  { address }: RappelProcess,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown; readonly cookie: string }> {
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${address}/api${path}`, {
    ...sent,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, body: await answer.json(), cookie: cookieOf(answer.headers) };
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

test('two web and two worker processes are one: a session, an intention and a notice count at all of them', async () => {
  const key = 'lambert';
  const company = { ...(await addLateCompany(tools, fresh.pool, 60, { key, releaseDelaySeconds: 0 })), key };
  const { email } = await server.signedIn('clerk', company);
  // What a proxy shows people, whichever process it leads them to.
  const RAPPEL_URL = 'http://localhost:3000';
  const patient = { ...env, RAPPEL_URL, RAPPEL_SMTP_SECONDS: '60' };
  const startWeb = async () =>
    startProcess({ ...patient, PORT: String(await freePort()) }, ['start', '--role', 'web']);
  const startWorker = () => startProcess(patient, WORKER);
  const starting = [startWeb(), startWeb(), startWorker(), startWorker()] as const;
  const [here, there, ...workers] = await Promise.all(starting);

  const { cookie } = await askAt(here, '/session', { origin: RAPPEL_URL }, { email, password: PASSWORD });
  const headers = { origin: RAPPEL_URL, cookie };
  expect((await askAt(there, `/companies/${key}`, headers)).status).toBe(200);

  const runs = `/companies/${key}/runs`;
  const askBoth = async (path: string, body: unknown) => {
    const once = { ...headers, 'idempotency-key': path };
    const [one, other] = await Promise.all([here, there].map((web) => askAt(web, path, once, body)));
    expect(one).toEqual({ status: 200, body: expect.anything(), cookie: '' });
    expect(other).toEqual(one);
    return one?.body as { readonly id: string };
  };
  const { id: runId } = await askBoth(runs, { plannedFor: TODAY });
  expect((await askAt(there, runs, headers)).body).toMatchObject({ total: 1, rows: [{ id: runId }] });
  const stateNow = async () => (await askAt(there, `${runs}/${runId}`, headers)).body;
  await until(stateNow, (run) => (run as { state: string }).state === 'planned', { secondsMax: 60 });

  const before = smtp.accepted.length;
  await askBoth(`${runs}/${runId}/approval`, {});
  const run = { companyId: company.companyId, runId, notices: 60 };
  const states = await until(() => statesOf(fresh.pool, run), isOver, { secondsMax: 60 });
  expect(states).toEqual({ sent: 60, proposed: 0 });
  const reached = smtp.accepted.slice(before).flatMap(({ to }) => to);
  expect([reached.length, new Set(reached).size, duplicatesIn(smtp)]).toEqual([60, 60, []]);
  const byWeb = `select x.id from dispatch x join worker_lease w on w.number = x.lease where w.role = 'web'`;
  expect((await fresh.pool.query(byWeb)).rows).toEqual([]);
  for (const one of [here, there, ...workers]) expect(await stop(one)).toBeLessThanOrEqual(20);
}, 240_000);
