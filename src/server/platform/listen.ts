import { serve as listen, type ServerType } from '@hono/node-server';
import type { Settings } from './settings.ts';

type Fetch = Parameters<typeof listen>[0]['fetch'];

/** Opens the port. @throws Error in words for people, where it is taken or not ours */
export function listenOn(fetch: Fetch, { host, port }: Pick<Settings, 'host' | 'port'>): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: host, port }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => reject(wordsFor(error, host, port)));
  });
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
