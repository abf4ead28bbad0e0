import { type DestinationStream, type Logger, pino } from 'pino';

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

/** PostgreSQL names the row in `detail`: it may be a person's. */
function withoutRows(error: Error): object {
  const { detail, where, ...rest } = pino.stdSerializers.err(error);
  return rest;
}
