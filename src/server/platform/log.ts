import { type DestinationStream, type Logger, pino } from 'pino';
import { forwardLines } from './forward-log.ts';
import type { Settings } from './settings.ts';

/** `close`, at the end of the program, lets the last lines leave for the other machine. */
export type ServerLog = { readonly log: Logger; close(): Promise<void> };

/** The log of a server: on stderr, and on another machine where one is named. */
export function openServerLog({ logLevel, logTo }: Pick<Settings, 'logLevel' | 'logTo'>): ServerLog {
  if (logTo === null) return { log: openLog(logLevel), close: async () => {} };
  const here = pino.destination({ fd: 2, sync: true });
  const there = forwardLines(logTo);
  const write = (line: string) => {
    here.write(line);
    there.write(line);
  };
  return { log: openLog(logLevel, { write }), close: there.close };
}

/** JSON lines on stderr. At info and above: ids, codes and counts, never a name, an address or an amount. */
export function openLog(
  level: string,
  to: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      // In case an error carries what a person typed.
      redact: ['password', '*.password', 'headers.cookie', 'headers.authorization', 'err.parameters'],
      serializers: { err: withoutRows },
    },
    to,
  );
}

/**
 * What an error says of itself and of the place; nothing else it carries, for it may be a person's: PostgreSQL names the
 * row in `detail`, and an answer that could not be validated hangs on its error whole.
 */
function withoutRows(error: Error): object {
  const told: Readonly<Record<string, unknown>> = { ...pino.stdSerializers.err(error) };
  const kept = KEPT.filter((name) => told[name] !== undefined).map((name) => [name, told[name]] as const);
  // A value that is no number, no day, no id stands in the sentence itself.
  const isOfAValue = /^22\w{3}$/.test(String(told.code));
  return Object.fromEntries(kept.map(([name, what]) => [name, isOfAValue ? withoutValues(what) : what]));
}
const KEPT = [
  'type',
  'message',
  'stack',
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'command',
  'responseCode',
  'issues',
] as const;

function withoutValues(what: unknown): unknown {
  return typeof what === 'string' ? what.replaceAll(/"[^"\n]*"/g, '"…"') : what;
}
