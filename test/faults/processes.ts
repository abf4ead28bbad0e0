/**
 * Real processes of Rappel, to be killed, paused and started again.
 *
 *   const worker = await startProcess({ DATABASE_URL: url }, ['start', '--role', 'worker']);
 *   worker.kill('SIGKILL'); await worker.ended;                   // or SIGSTOP, SIGCONT, SIGTERM
 *   await startProcess({ …, RAPPEL_FAULTS: 'mail-claimed#3' });   // killed where the third mail was claimed
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { endBeforeDrop } from '#test/support/fresh-db.ts';

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type RappelProcess = {
  readonly pid: number;
  /** Null for a process without a web server. */
  readonly address: string | null;
  /** How long it took to be ready. */
  readonly readyMs: number;
  readonly ended: Promise<Ended>;
  isAlive(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** What it said so far, its log among it. */
  said(): string;
};

const MAIN = path.join(import.meta.dirname, '../../src/cli/main.ts');
const READY_SECONDS_MAX = 300;
const living = new Set<ChildProcess>();
const folders = mkdtempSync(path.join(tmpdir(), 'rappel-processes-'));
const endAll = () => {
  for (const child of living) child.kill('SIGKILL');
};
/** A test that failed in the middle leaves nobody at work, on a database that is gone. */
endBeforeDrop(endAll);
afterAll(() => {
  endAll();
  rmSync(folders, { recursive: true, force: true });
});

/**
 * What a process of a test has for its environment: nothing of the test runner's own. Each database has a data folder of
 * its own, unless a test names one: of a folder that saw another database, Rappel holds back whatever would leave.
 */
export function environmentOf(given: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const database = given.DATABASE_URL ? new URL(given.DATABASE_URL).pathname.slice(1) : 'embedded';
  // Compiled once for all the processes of a run: they start in half the time.
  const NODE_COMPILE_CACHE = path.join(tmpdir(), 'rappel-compiled');
  return {
    PATH,
    HOME,
    ...(TMPDIR ? { TMPDIR } : {}),
    NODE_COMPILE_CACHE,
    RAPPEL_LOG_LEVEL: 'warn',
    RAPPEL_DATA_DIR: path.join(folders, database),
    ...given,
  };
}

/** Begins a process and does not wait for it: to kill it while it starts, or to run a command to its end. */
export function beginProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): { child: ChildProcess; ended: Promise<Ended>; said(): string; printed(): string } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: environmentOf(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const printed: string[] = [];
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  child.stdout.on('data', (text: Buffer) => {
    said.push(text.toString());
    printed.push(text.toString());
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  return { child, ended, said: () => said.join(''), printed: () => printed.join('') };
}

/** Starts `rappel start` and waits until it says that it is ready. @throws Error with all it said, where it ends first */
export async function startProcess(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = ['start'],
): Promise<RappelProcess> {
  const started = performance.now();
  const { child, ended, said, printed } = beginProcess(env, [...args, '--json']);
  const ready = new Promise<{ address: string | null }>((resolve) => {
    child.stdout?.on('data', () => {
      const line = printed()
        .split('\n')
        .slice(0, -1)
        .find((one) => one.startsWith('{"address"'));
      if (line) resolve(JSON.parse(line));
    });
  });
  const tooLate = setTimeout(() => child.kill('SIGKILL'), READY_SECONDS_MAX * 1000);
  const fallen = ended.then(({ code, signal }) => {
    throw new Error(`rappel ${args.join(' ')} ended with ${signal ?? code} before it was ready:\n${said()}`);
  });
  fallen.catch(() => {});
  const { address } = await Promise.race([ready, fallen]).finally(() => clearTimeout(tooLate));
  return {
    pid: child.pid ?? 0,
    address,
    readyMs: performance.now() - started,
    ended,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: (signal) => void child.kill(signal),
    said,
  };
}

/** The environment of a process whose clock is wrong by so many seconds. */
export function skewedBy(seconds: number): Record<string, string> {
  const preload = pathToFileURL(path.join(import.meta.dirname, 'skew-clock.ts')).href;
  return { NODE_OPTIONS: `--import=${preload}`, CLOCK_SKEW_SECONDS: String(seconds) };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
