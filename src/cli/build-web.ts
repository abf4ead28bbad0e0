import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { WEB_FOLDER } from '#server/start-server.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** What the pages are made of. */
const SOURCES = ['src/web', 'src/core', 'src/contract', 'i18n', 'vite.config.ts', 'package-lock.json'];

/** Whether the pages are missing, or older than what they are made of. */
export function needsBuild(): boolean {
  const built = path.join(WEB_FOLDER, 'index.html');
  if (!existsSync(built)) return true;
  const builtAt = statSync(built).mtimeMs;
  return SOURCES.some((source) => newestIn(path.join(ROOT, source)) > builtAt);
}

/** Builds the pages in a process of its own, whose memory is gone afterwards. */
export function buildWeb(say: (text: string) => void): Promise<void> {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
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
