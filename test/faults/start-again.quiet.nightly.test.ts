import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from './approved-run.ts';
import { freePort, type RappelProcess, startProcess } from './processes.ts';

const TIMES = Number(process.env.TIMES ?? 100);
const READY_SECONDS_MAX = 15;
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-again-'));
const database = path.join(folder, 'postgres18');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const port = await freePort();
const env = {
  RAPPEL_DATA_DIR: folder,
  PORT: String(port),
  RAPPEL_SECRET: 'another secret of forty characters, for it',
};
const slowest = { node: 0, postmaster: 0, both: 0 };

function postmaster(): number {
  return Number(readFileSync(path.join(database, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Postmasters at work in this folder. A child of theirs shows the same program until it has a title of its own. */
function postmasters(): readonly number[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = new Map(numbers.map((name) => [Number(name), parentOfPostgres(name)]));
  return [...found].filter(([, parent]) => parent !== null && !found.get(parent)).map(([pid]) => pid);
}

/** Null: no PostgreSQL of this folder, or gone. */
function parentOfPostgres(pid: string): number | null {
  try {
    const [program] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    if (!program?.endsWith('/postgres') || readlinkSync(`/proc/${pid}/cwd`) !== database) return null;
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return null;
  }
}

async function isReady(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/live`).then(
    ({ ok }) => ok && fetch(`http://127.0.0.1:${port}/api/session`).then((answer) => answer.status < 500),
    () => false,
  );
}

async function startAgain(kind: keyof typeof slowest): Promise<RappelProcess> {
  const begun = performance.now();
  const server = await startProcess(env);
  slowest[kind] = Math.max(slowest[kind], (performance.now() - begun) / 1000);
  return server;
}

test(`R1: killed ${TIMES} times each, program, database and both are back within ${READY_SECONDS_MAX} s`, async () => {
  let server = await startProcess(env);
  for (let time = 0; time < TIMES; time += 1) {
    server.kill('SIGKILL');
    await server.ended;
    server = await startAgain('node');
    expect(postmasters()).toEqual([postmaster()]);

    const killed = postmaster();
    process.kill(killed, 'SIGKILL');
    const died = performance.now();
    // What it began may still answer.
    const isBack = async () => (await isReady()) && postmasters().some((pid) => pid !== killed);
    await until(isBack, Boolean, { secondsMax: 60 });
    slowest.postmaster = Math.max(slowest.postmaster, (performance.now() - died) / 1000);
    expect(postmasters()).toEqual([postmaster()]);

    process.kill(postmaster(), 'SIGKILL');
    server.kill('SIGKILL');
    await server.ended;
    server = await startAgain('both');
    expect(postmasters()).toEqual([postmaster()]);
  }
  server.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  expect(postmasters()).toEqual([]);
  process.stdout.write(
    `R1: ${3 * TIMES} of ${3 * TIMES} back; slowest in seconds: ${JSON.stringify(slowest)}\n`,
  );
  expect(Math.max(...Object.values(slowest))).toBeLessThanOrEqual(READY_SECONDS_MAX);
});
