import { hostname } from 'node:os';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** What waits while the other machine is away; beyond it the oldest lines go, and how many is told. */
const WAITING_MAX = 10_000;
const AGAIN_MS = { first: 1000, most: 60_000 } as const;

export type Forwarder = { write(line: string): void; close(): void };

/**
 * Sends each line of the log on to another machine as it is written: syslog over TLS (RFC 5425), each line its JSON. The
 * certificate is checked; nothing is sent in the clear, nor to whoever else answers. The program never waits for it.
 * @param address syslog+tls://host:6514
 */
export function forwardLines(address: string, options: ConnectionOptions = {}): Forwarder {
  const { hostname: host, port } = new URL(address);
  const waiting: string[] = [];
  let lost = 0;
  let socket: TLSSocket | null = null;
  let pause: number = AGAIN_MS.first;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function open(): void {
    const servername = host.replace(/^\[|\]$/g, '');
    const opening = connect(
      { host: servername, port: Number(port || 6514), minVersion: 'TLSv1.2', ...options },
      () => {
        socket = opening;
        pause = AGAIN_MS.first;
        drain();
      },
    );
    opening.unref();
    opening.on('error', () => opening.destroy());
    opening.on('close', () => {
      socket = null;
      if (isClosed) return;
      timer = setTimeout(open, pause);
      timer.unref();
      pause = Math.min(pause * 2, AGAIN_MS.most);
    });
  }

  function drain(): void {
    if (lost > 0) {
      waiting.unshift(JSON.stringify({ level: 40, time: new Date().toISOString(), msg: 'lines lost', lost }));
      lost = 0;
    }
    while (socket?.writable && waiting.length > 0) socket.write(framed(waiting.shift() ?? ''));
  }

  open();
  return {
    write(line) {
      waiting.push(line.trimEnd());
      if (waiting.length > WAITING_MAX) {
        waiting.shift();
        lost += 1;
      }
      drain();
    },
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      socket?.end();
    },
  };
}

/** Security lines are of the facility for authentication (10), the others a user program's (1). */
function framed(line: string): Buffer {
  const level = Number(/"level":(\d+)/.exec(line)?.[1] ?? 30);
  const time = /"time":"([^"]+)"/.exec(line)?.[1] ?? '-';
  const severity = level >= 50 ? 3 : level >= 40 ? 4 : level >= 30 ? 6 : 7;
  const facility = line.includes('"security":') ? 10 : 1;
  const message = `<${facility * 8 + severity}>1 ${time} ${hostname() || '-'} rappel ${process.pid} - - ${line}`;
  return Buffer.from(`${Buffer.byteLength(message)} ${message}`);
}
