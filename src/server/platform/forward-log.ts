import { hostname } from 'node:os';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** What waits while the other machine is away or does not read; beyond it the oldest lines go, and how many is told. */
const WAITING_MAX = 10_000;
const AGAIN_MS = { first: 1000, most: 60_000 } as const;
/** A machine that went away without a word is noticed after so long without an answer. */
const ALIVE_MS = 30_000;
/** How long the end of the program waits for the last lines to leave. */
const CLOSE_MS = 3000;

/** `close` lets what waits leave, for three seconds at most. */
export type Forwarder = { write(line: string): void; close(): Promise<void> };

/**
 * Sends each line of the log on to another machine as it is written: syslog over TLS (RFC 5425), each line its JSON. The
 * certificate is checked; nothing is sent in the clear, nor to whoever else answers. The program never waits for it. A
 * line is kept until the system has taken it: what was on its way when the connection broke is sent again, so that a line
 * may come twice.
 * @param address syslog+tls://host:6514
 */
export function forwardLines(address: string, options: ConnectionOptions = {}): Forwarder {
  const { hostname: host, port } = new URL(address);
  const lines = linesToSend();
  let socket: TLSSocket | null = null;
  let pause: number = AGAIN_MS.first;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let whenEmpty = () => {};

  function open(): void {
    const servername = host.replace(/^\[|\]$/g, '');
    const opening = connect(
      { host: servername, port: Number(port || 6514), minVersion: 'TLSv1.2', ...options },
      () => {
        if (isClosed) return opening.destroy();
        socket = opening;
        pause = AGAIN_MS.first;
        send();
      },
    );
    opening.unref();
    opening.setKeepAlive(true, ALIVE_MS);
    opening.on('drain', send);
    opening.on('error', () => opening.destroy());
    opening.on('close', () => {
      socket = null;
      lines.takeBack();
      if (isClosed) return;
      timer = setTimeout(open, pause);
      timer.unref();
      pause = Math.min(pause * 2, AGAIN_MS.most);
    });
  }

  /** As much as is taken without being kept in memory a second time. */
  function send(): void {
    while (socket?.writable && !socket.writableNeedDrain) {
      const line = lines.next();
      if (line === null) return;
      socket.write(framed(line), (error) => {
        if (error) return;
        lines.markLeft();
        if (lines.count() === 0) whenEmpty();
      });
    }
  }

  open();
  return {
    write(line) {
      lines.add(line.trimEnd());
      send();
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      const last = socket;
      if (last === null) return;
      last.ref();
      await new Promise<void>((resolve) => {
        const cut = setTimeout(() => last.destroy(), CLOSE_MS);
        last.once('close', () => {
          clearTimeout(cut);
          resolve();
        });
        whenEmpty = () => last.end(() => last.destroy());
        if (lines.count() === 0) whenEmpty();
      });
    },
  };
}

/** The lines that wait, and those on their way; the oldest go where there are too many. */
function linesToSend() {
  const waiting: string[] = [];
  let onTheWay: string[] = [];
  let lost = 0;
  const drop = () => {
    while (waiting.length + onTheWay.length > WAITING_MAX && waiting.length > 0) {
      waiting.shift();
      lost += 1;
    }
  };
  return {
    add(line: string): void {
      waiting.push(line);
      drop();
    },
    /** The next to send, how many were lost before all others; null: none waits. */
    next(): string | null {
      const line = lost > 0 ? lostLine(lost) : waiting.shift();
      if (line === undefined) return null;
      lost = 0;
      onTheWay.push(line);
      return line;
    },
    /** The first of those on their way was taken by the system. */
    markLeft(): void {
      onTheWay.shift();
    },
    /** The connection broke: what was on its way waits again, before the others. */
    takeBack(): void {
      waiting.unshift(...onTheWay);
      onTheWay = [];
      drop();
    },
    count: () => waiting.length + onTheWay.length + lost,
  };
}

function lostLine(lost: number): string {
  return JSON.stringify({ level: 40, time: new Date().toISOString(), msg: 'lines lost', lost });
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
