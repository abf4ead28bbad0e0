import { refuse } from '#core/refusal.ts';

/** Requests that one asker may make within a minute; left out: any number, as in tests. */
export type RequestBudget = { spend(asker: string, now: number): void };

const MINUTE_MS = 60_000;

/**
 * Counts requests by asker and minute, in this process: a program gone wild is slowed down before it slows down others.
 * @throws Refusal requests_too_many, with the seconds until the next minute
 */
export function openRequestBudget(perMinute: number): RequestBudget {
  let minute = 0;
  let spent = new Map<string, number>();
  return {
    spend(asker, now) {
      const present = Math.floor(now / MINUTE_MS);
      if (present !== minute) {
        minute = present;
        spent = new Map();
      }
      const count = (spent.get(asker) ?? 0) + 1;
      spent.set(asker, count);
      if (count <= perMinute) return;
      const seconds = Math.max(1, Math.ceil(((present + 1) * MINUTE_MS - now) / 1000));
      refuse('requests_too_many', { seconds: String(seconds), most: String(perMinute) });
    },
  };
}
