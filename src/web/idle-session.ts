import { SESSION_IDLE_HOURS } from '#contract/access.ts';

const MINUTE_MS = 60_000;
let answeredAt = Date.now();

/** The server answered: its term of idleness begins anew. */
export function markAnswered(): void {
  answeredAt = Date.now();
}

/** Whether a session ended by itself, as the server counts: so long without a request. */
export function hasEndedIdle(answered: number, now: number): boolean {
  return now - answered >= SESSION_IDLE_HOURS * 60 * MINUTE_MS;
}

/** A page left open shows nothing more once its session has ended, also without a connection. */
export function watchIdleness(onEnded: () => void): void {
  setInterval(() => {
    if (!hasEndedIdle(answeredAt, Date.now())) return;
    markAnswered();
    onEnded();
  }, MINUTE_MS);
}
