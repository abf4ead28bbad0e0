import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { type Forwarder, forwardLines } from './forward-log.ts';
import { openLog } from './log.ts';

const folder = path.join(import.meta.dirname, '../../../test/support/tls');
const [cert, key] = ['certificate.pem', 'key.pem'].map((name) => readFileSync(path.join(folder, name)));
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** A machine that keeps what it is sent. @returns what came, once it holds so much */
async function keeper(port = 0) {
  let kept = '';
  let look: () => void = () => undefined;
  const server: Server = createServer({ ...(cert && key ? { cert, key } : {}) }, (socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      kept += chunk;
      look();
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  opened.push(server);
  const address = server.address();
  const until = (words: string) =>
    new Promise<string>((resolve) => {
      look = () => kept.includes(words) && resolve(kept);
      look();
    });
  return { port: typeof address === 'object' && address ? address.port : 0, until, kept: () => kept };
}

function forwarder(port: number, trusts = true): Forwarder {
  const options = { ...(trusts && cert ? { ca: cert } : {}), servername: 'localhost' };
  const made = forwardLines(`syslog+tls://127.0.0.1:${port}`, options);
  opened.push(made);
  return made;
}

test('each line goes to the other machine as it is written, in frames of syslog, security lines marked as such', async () => {
  const there = await keeper();
  const to = forwarder(there.port);
  const log = openLog('info', to);
  log.info({ security: 'sign_in_failed', code: 'sign_in_wrong' }, 'security');
  log.error({ job: 'x' }, 'job failed');
  const kept = await there.until('job failed');
  const [, bytes = '', rest = ''] = /^(\d+) (<86>1 \S+ \S+ rappel \d+ - - [\s\S]*)$/.exec(kept) ?? [];
  const first = Buffer.from(rest).subarray(0, Number(bytes)).toString();
  expect(JSON.parse(first.slice(first.indexOf('{')))).toMatchObject({ security: 'sign_in_failed' });
  expect(Buffer.from(rest).subarray(Number(bytes)).toString()).toMatch(/^\d+ <11>1 /);
});

test('what is written while it is away arrives once it is there', async () => {
  const before = await keeper();
  const { port } = before;
  opened.splice(0)[0]?.close();
  const to = forwarder(port);
  to.write('{"level":30,"msg":"waited"}\n');
  const there = await keeper(port);
  expect(await there.until('waited')).toContain('"msg":"waited"');
});

test('to a machine whose certificate nobody vouches for, nothing is sent', async () => {
  const there = await keeper();
  const stranger = forwarder(there.port, false);
  stranger.write('{"level":30,"msg":"for no stranger"}\n');
  const to = forwarder(there.port);
  to.write('{"level":30,"msg":"for this one"}\n');
  expect(await there.until('for this one')).not.toContain('stranger');
});

/** A machine that takes the connection and reads nothing of it until it is told to. */
async function stalled() {
  const sockets: TLSSocket[] = [];
  const chunks: string[] = [];
  let look: () => void = () => undefined;
  const server = createServer({ ...(cert && key ? { cert, key } : {}) }, (socket) => {
    socket.on('error', () => undefined);
    socket.pause();
    sockets.push(socket);
    look();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push(server);
  const until = (is: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => is() && resolve();
      look();
    });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connected: () => until(() => sockets.length > 0),
    async readUntil(words: string) {
      for (const socket of sockets) {
        socket.on('data', (chunk) => {
          chunks.push(String(chunk));
          look();
        });
        socket.resume();
      }
      await until(() => chunks.slice(-2).join('').includes(words));
      return chunks.join('');
    },
  };
}

test('what is written while the other machine reads nothing is bounded, and what was lost of it is told', async () => {
  const there = await stalled();
  const to = forwarder(there.port);
  await there.connected();
  const padding = 'x'.repeat(1000);
  for (let nth = 0; nth < 30_000; nth += 1)
    to.write(`{"level":30,"msg":"line ${nth}.","padding":"${padding}"}`);
  const read = await there.readUntil('line 29999.');
  const lost = Number(/"lost":(\d+)/.exec(read)?.[1]);
  const came = read.match(/"msg":"line /g)?.length ?? 0;
  expect(lost).toBeGreaterThan(10_000);
  expect(came + lost).toBe(30_000);
});

test('the last lines leave before the end of the program', async () => {
  const there = await keeper();
  const to = forwarder(there.port);
  to.write('{"level":30,"msg":"first"}');
  await there.until('first');
  for (let nth = 0; nth < 2000; nth += 1) to.write(`{"level":30,"msg":"line ${nth}."}`);
  await to.close();
  expect(await there.until('line 1999.')).toContain('line 0.');
});
