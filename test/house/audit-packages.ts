import { spawnSync } from 'node:child_process';
import { readAudit } from './read-audit.ts';

/**
 * `npm run audit`: whether a package that production installs has a known hole, as the registry knows it today. Where it
 * cannot be asked, nothing is known, and that is said: the exit code is 75, which is neither good nor bad.
 */
const asked = spawnSync(
  'npm',
  ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=15000'],
  {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 64 * 2 ** 20,
  },
);
const { state, lines } = readAudit(asked.stdout ?? '');
for (const line of lines) process.stdout.write(`${line}\n`);
process.exitCode = { good: 0, bad: 1, unknown: 75 }[state];
