import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const ASK_AGAIN_MS = 500;

/** Whether the database went away, rather than refused what it was asked. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|53|57P)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^E(CONN|PIPE|TIMEDOUT|NOENT|NOTFOUND|HOSTUNREACH)/.test(code) ||
    /connection (was )?(terminated|closed|ended)|connection error|not queryable/i.test(error.message)
  );
}

/** Does what must not be given up because the database is away for a moment. What is done is safe to be done twice. */
export async function throughOutage<T>(secondsMax: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + secondsMax * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || performance.now() > until) throw error;
      await wait(ASK_AGAIN_MS);
    }
  }
}
