import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WEB_FOLDER } from '#server/start-server.ts';
import { lockFile } from './lock-file.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** What the pages are made of. */
const SOURCES = ['src/web', 'src/core', 'src/contract', 'i18n', 'vite.config.ts', 'package-lock.json'];
const LOOK_AGAIN_MS = 300;
/** So long a page that was open before a build may still ask for the parts it was made of. */
const KEPT_HOURS = 24;

/** Whether the pages are missing, or older than what they are made of. */
export function needsBuild(): boolean {
  const built = path.join(WEB_FOLDER, 'index.html');
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return SOURCES.some((source) => newestIn(path.join(ROOT, source)) > builtAt);
}

/**
 * Builds the pages beside those in use and puts them in their place whole, so that a server that is running goes on
 * answering. Of two processes at once one builds, and the other waits for it.
 */
export async function buildWeb(say: (text: string) => void): Promise<void> {
  mkdirSync(path.dirname(WEB_FOLDER), { recursive: true });
  for (;;) {
    const release = lockFile(`${WEB_FOLDER}.lock`);
    if (release) {
      try {
        // Whoever waited finds the pages built.
        if (needsBuild()) await buildBeside(say);
        return;
      } finally {
        release();
      }
    }
    await wait(LOOK_AGAIN_MS);
  }
}

async function buildBeside(say: (text: string) => void): Promise<void> {
  const fresh = `${WEB_FOLDER}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await runVite(fresh, say);
  keepParts(path.join(WEB_FOLDER, 'assets'), path.join(fresh, 'assets'));
  const old = `${WEB_FOLDER}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(WEB_FOLDER)) renameSync(WEB_FOLDER, old);
  renameSync(fresh, WEB_FOLDER);
  rmSync(old, { recursive: true, force: true });
}

/** Parts are named by their content, so those of the last build stand beside the new ones. */
function keepParts(from: string, to: string): void {
  if (!existsSync(from)) return;
  const oldest = Temporal.Now.instant().epochMilliseconds - KEPT_HOURS * 3600_000;
  for (const name of readdirSync(from)) {
    const file = path.join(from, name);
    if (statSync(file).mtimeMs < oldest || existsSync(path.join(to, name))) continue;
    cpSync(file, path.join(to, name), { preserveTimestamps: true });
  }
}

/** In a process of its own, whose memory is gone afterwards. */
function runVite(folder: string, say: (text: string) => void): Promise<void> {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => heard.push(text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      say(heard.join(''));
      reject(new Error('The pages could not be built. Run "npm ci" again, then "npm start".'));
    });
  });
}

function newestIn(place: string): number {
  if (!existsSync(place)) return 0;
  const found = statSync(place);
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(place).reduce((newest, name) => Math.max(newest, newestIn(path.join(place, name))), 0);
}
