/**
 * The demo's main job from the start to the last mail, with the address on the command line called at the end: a program of
 * its own, so that a test can run it where there is no network and watch every call of all its processes.
 *
 *   unshare --net sh -c 'ip link set lo up && exec strace -f -e trace=connect -o calls node test/faults/main-job.ts 192.0.2.1'
 */
import { connect } from 'node:net';
import { startRappel } from '#test/support/rappel.ts';
import { until } from './approved-run.ts';

type Sent = {
  readonly run: string;
  readonly notices: number;
  readonly sent: number;
  readonly waiting: number;
};

const rappel = await startRappel('demo');
const token = new URL(rappel.link).pathname.split('/').at(-1);
let cookie = '';
const entered = await ask('POST', '/api/session/link', { token });
cookie = entered.headers
  .getSetCookie()
  .map((one) => one.split(';')[0])
  .join('; ');

const pages = ['/', '/api/session', '/api/companies/lambert', '/api/companies/lambert/worklist'];
const read: number[] = [];
for (const page of pages) read.push((await ask('GET', page)).status);
const planned = await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
const { run } = JSON.parse(planned) as Sent;
// The shell lives today, months after the demo's last statement.
await rappel.command('run', 'approve', run, '--bank-data-reason', 'A demo', '--json');
await rappel.command('run', 'send', run, '--json');
const { notices, sent } = await until(
  async () => JSON.parse(await rappel.command('run', 'send', run, '--dry-run', '--json')) as Sent,
  ({ waiting }) => waiting === 0,
  { secondsMax: 300, everyMs: 2000 },
);
await rappel.stop();
const [outside] = process.argv.slice(2);
if (outside)
  await new Promise((resolve) =>
    connect({ host: outside, port: 9 }).once('error', resolve).once('connect', resolve),
  );
process.stdout.write(`${JSON.stringify({ read, notices, sent })}\n`);

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { origin: rappel.address, 'content-type': 'application/json', cookie };
  return fetch(new URL(path, rappel.address), {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}
