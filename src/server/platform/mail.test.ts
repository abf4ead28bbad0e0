import { once } from 'node:events';
import net from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { openMailConnection } from './mail.ts';
import { whyNoLogin } from './mail-login.ts';

/** A mail server that takes each mail, and then cuts the connection that rests. */
const sockets: net.Socket[] = [];
const server = net.createServer((socket) => {
  sockets.push(socket);
  let inBody = false;
  socket.on('error', () => {});
  socket.write('220 here\r\n');
  socket.on('data', (data) => {
    const text = data.toString();
    if (inBody && !text.endsWith('\r\n.\r\n')) return;
    socket.write(inBody ? '250 taken\r\n' : text.startsWith('DATA') ? '354 go on\r\n' : '250 yes\r\n');
    inBody = !inBody && text.startsWith('DATA');
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
afterAll(() => server.close());

const envelope = { from: 'a@lambert.example', to: ['cafe@example.org'] };
const bytes = Buffer.from('Subject: one\r\n\r\nwords\r\n');

test('a connection that is cut while it rests harms nothing, and the next mail goes over another', async () => {
  const connection = openMailConnection({ url: `smtp://127.0.0.1:${port}`, secondsMax: 2 });
  const offer = () => connection.offer(envelope, bytes, async () => {});
  expect(await offer()).toMatchObject({ outcome: 'sent' });
  const [first] = sockets;
  first?.resetAndDestroy();
  if (first && !first.closed) await once(first, 'close');
  expect(await offer()).toMatchObject({ outcome: 'sent' });
  expect(sockets.length).toBe(2);
  connection.close();
});

test('a user that cannot be decoded is an answer, not the end of the program', async () => {
  const url = `smtp://odile%zz:word@127.0.0.1:${port}`;
  const connection = openMailConnection({ url, secondsMax: 2 });
  expect(await connection.offer(envelope, bytes, async () => {})).toMatchObject({ outcome: 'later' });
  connection.close();
  await expect(whyNoLogin(url)).rejects.toThrow(URIError);
});
