import { connect } from 'node:net';
import path from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Hono } from 'hono';
import { afterAll, expect, test } from 'vitest';
import { closeServer, listenOn } from './listen.ts';

const folder = path.join(import.meta.dirname, '../../../test/support/tls');
const tls = { certFile: path.join(folder, 'certificate.pem'), keyFile: path.join(folder, 'key.pem') };
const heard: string[] = [];
const app = new Hono();
app.all('*', async (c) => {
  heard.push(`${c.req.method} ${c.req.path} ${await c.req.text()}`);
  return c.text('heard');
});
app.onError((_, c) => c.text('broken off', 400));
const plain = await listenOn(app.fetch, { host: '127.0.0.1', port: 0 });
const secured = await listenOn(app.fetch, { host: '127.0.0.1', port: 0, tls });
afterAll(async () => void (await Promise.all([closeServer(plain), closeServer(secured)])));
const portOf = (server: typeof plain) => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** What comes back for these very bytes. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(portOf(plain), '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(1500, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const HIDDEN = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
test.each([
  [
    'a length and pieces at once',
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    'two lengths',
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  ],
  [
    'a length with a sign',
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  ],
  [
    'pieces by another name',
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    'pieces after a space',
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    'a piece whose length is a word',
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n${HIDDEN}`,
  ],
  [
    'a header that goes on in the next line',
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ['no host', 'GET /hidden HTTP/1.1\r\n\r\n'],
  [
    'a bare line end',
    `GET /hidden HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\nContent-Length: 3\n\n0\n\n${HIDDEN}`,
  ],
])('a message whose end can be read in two ways smuggles nothing: %s', async (_, bytes) => {
  heard.length = 0;
  const answer = await send(bytes);
  expect(heard.filter((line) => line.includes('/hidden'))).toEqual([]);
  expect(answer).toMatch(/^(HTTP\/1\.1 400|$)/);
});

/** The protocol and cipher that were agreed on, or why none was. */
function agree(options: ConnectionOptions): Promise<string> {
  return new Promise((resolve) => {
    const port = portOf(secured);
    const given = { host: '127.0.0.1', port, rejectUnauthorized: false, ...options };
    const socket = connectTls(given, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.end();
    });
    socket.on('error', () => resolve('refused'));
  });
}

test.each<[told: string, options: ConnectionOptions, agreed: RegExp]>([
  ['the best there is', {}, /^TLSv1\.3 TLS_AES_256_GCM_SHA384$/],
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }, /^TLSv1\.2 ECDHE-ECDSA-AES256-GCM-SHA384$/],
  [
    'the server’s order counts',
    { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384' },
    /AES256/,
  ],
  ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, /^refused$/],
  ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }, /^refused$/],
  ['a cipher that reads padding', { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA' }, /^refused$/],
  ['no forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES256-GCM-SHA384' }, /^refused$/],
])('of https by Rappel itself: %s', async (_, options, agreed) => {
  expect(await agree(options)).toMatch(agreed);
});

test('where https is spoken, plain http is not heard', async () => {
  heard.length = 0;
  await expect(fetch(`http://127.0.0.1:${portOf(secured)}/hidden`)).rejects.toThrow();
  expect(heard).toEqual([]);
});

test('a certificate that cannot be read is told by its setting', async () => {
  const missing = { host: '127.0.0.1', port: 0, tls: { ...tls, certFile: '/nowhere.pem' } };
  expect(() => listenOn(app.fetch, missing)).toThrow(/RAPPEL_TLS_CERT=\/nowhere\.pem cannot be read/);
});
