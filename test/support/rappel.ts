import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type StartedRappel = {
  readonly address: string;
  /** Signs the visitor of the demo in, once; empty without the demo. */
  readonly link: string;
  readonly env: Readonly<Record<string, string>>;
  /** One command of the shell beside the server. @returns what it printed; throws what it said when it failed. */
  command(...args: string[]): Promise<string>;
  /** What the server logged so far. */
  log(): string;
  stop(): Promise<void>;
};

const START_SECONDS = 120;

/**
 * Starts Rappel as a person does, on a free port with a data folder of its own, and gives it back when it is ready.
 * RAPPEL_TEST_DATABASE_URL is for the database tests: a journey begins with an empty folder.
 */
export async function startRappel(
  how: 'demo' | 'start',
  given: Readonly<Record<string, string>> = {},
): Promise<StartedRappel> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-journey-'));
  const port = String(await freePort());
  const env = { ...environment(), RAPPEL_DATA_DIR: folder, PORT: port, RAPPEL_LOG_LEVEL: 'warn', ...given };
  const child = spawn(process.execPath, ['src/cli/main.ts', how, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard: string[] = [];
  child.stderr.on('data', (text: Buffer) => heard.push(text.toString()));
  const ready = await firstJson(child, heard);
  return {
    address: ready.address,
    link: ready.link ?? '',
    env,
    command: (...args) => runCommand(env, args),
    log: () => heard.join(''),
    stop: async () => {
      await stopped(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Ready = { readonly address: string; readonly link?: string };

function firstJson(child: ChildProcess, heard: string[]): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => fail(`was not ready after ${START_SECONDS} s`), START_SECONDS * 1000);
    const fail = (why: string) => {
      clearTimeout(tooLate);
      child.kill('SIGKILL');
      reject(new Error(`Rappel ${why}:\n${heard.join('')}`));
    };
    let out = '';
    child.stdout?.on('data', (text: Buffer) => {
      out += text.toString();
      heard.push(text.toString());
      const line = out
        .split('\n')
        .slice(0, -1)
        .find((one) => one.startsWith('{"address"'));
      if (!line) return;
      clearTimeout(tooLate);
      resolve(JSON.parse(line));
    });
    child.once('exit', (code) => fail(`ended with ${code}`));
  });
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function runCommand(env: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, said]: [string[], string[]] = [[], []];
  child.stdout.on('data', (text: Buffer) => out.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  return new Promise((resolve, reject) => {
    child.once('close', (code) =>
      code === 0
        ? resolve(out.join(''))
        : reject(new Error(`rappel ${args.join(' ')} ended with ${code}:\n${said.join('')}${out.join('')}`)),
    );
  });
}

/** What the tests themselves read from the environment is no setting of Rappel. */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(RAPPEL_|DATABASE_URL$|VITEST|NODE_ENV$|HOST$)/.test(entry[0]),
  );
  return Object.fromEntries(entries);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
