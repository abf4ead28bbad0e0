import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { environmentOf } from './processes.ts';

/** An address of a documentation's network (RFC 5737): nobody is there. The watching must see that it is called. */
const OUTSIDE = '192.0.2.1';
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-alone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mayWatch =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--net', 'sh', '-c', 'ip link set lo up && strace -V']).status === 0;

test.skipIf(!mayWatch)(
  'G6: the main job runs where there is no network, and no process of it calls anybody outside the machine',
  () => {
    const calls = path.join(folder, 'calls');
    const watched = `strace -f -e trace=connect,sendto,sendmsg,sendmmsg -o ${calls}`;
    const job = path.join(import.meta.dirname, 'main-job.ts');
    const script = `ip link set lo up && exec ${watched} ${process.execPath} ${job} ${OUTSIDE}`;
    const { status, stdout, stderr } = spawnSync('unshare', ['--net', 'sh', '-c', script], {
      env: environmentOf({}),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    expect(status, stderr.slice(-4000)).toBe(0);
    const { read, notices, sent } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
    expect(new Set(read)).toEqual(new Set([200]));
    expect(sent).toBeGreaterThan(5);
    expect(sent).toBeLessThanOrEqual(notices);
    const reached = addressesIn(readFileSync(calls, 'utf8'));
    process.stdout.write(`${reached.length} calls by address, ${sent} of ${notices} notices sent\n`);
    expect(reached.filter((address) => !isOfThisMachine(address))).toEqual([OUTSIDE]);
  },
);

/** Every address of the internet families that a process named to the system. */
function addressesIn(trace: string): string[] {
  const found = trace.matchAll(/inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/g);
  return [...found].map(([, four, six]) => four ?? six ?? '');
}

function isOfThisMachine(address: string): boolean {
  return /^127\.|^(::ffff:127\.)|^::1$/.test(address);
}
