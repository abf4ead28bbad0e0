import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { serve as listen, type ServerType } from '@hono/node-server';
import type { Settings } from './settings.ts';

type Fetch = Parameters<typeof listen>[0]['fetch'];

/** Opens the port. @throws Error in words for people, where it is taken or not ours */
export function listenOn(fetch: Fetch, { host, port, tls }: Listening): Promise<ServerType> {
  const secured = tls ? { createServer, serverOptions: tlsOptions(tls) } : {};
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: host, port, ...secured }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => reject(wordsFor(error, host, port)));
  });
}

type Listening = Pick<Settings, 'host' | 'port'> & { readonly tls?: Settings['tls'] };

/**
 * TLS 1.2 and 1.3 alone; of 1.2 only what keeps the past closed when a key is lost (ECDHE) and reads no padding (AEAD), the
 * strongest first (Mozilla's “intermediate”).
 */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
];

function tlsOptions({ certFile, keyFile }: NonNullable<Settings['tls']>) {
  return {
    cert: readPem('RAPPEL_TLS_CERT', certFile),
    key: readPem('RAPPEL_TLS_KEY', keyFile),
    minVersion: 'TLSv1.2' as const,
    ciphers: CIPHERS.join(':'),
    honorCipherOrder: true,
  };
}

function readPem(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new Error(`${variable}=${file} cannot be read. Give a file that this user may read.`);
  }
}

function wordsFor(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Another program already uses port ${port}. Choose another one, for example: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === 'EACCES')
    return new Error(`Port ${port} needs more rights. Choose one above 1023, like PORT=3000.`);
  if (error.code === 'EADDRNOTAVAIL')
    return new Error(`HOST=${host} is no address of this machine. Try HOST=127.0.0.1.`);
  return error;
}

/** Lets requests in progress end; what only waits (events, kept connections) is cut after three seconds. */
export function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3000);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
}
