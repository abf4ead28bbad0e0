import type { Recurring } from '#server/platform/queue.ts';
import { sweepSignIns } from '#server/users/jobs.ts';

/** Every recurring job and its hour, in UTC. What is not on this page does not happen by itself. */
export const schedule: readonly Recurring[] = [
  // Expired sessions, links and counted attempts.
  { job: sweepSignIns, cron: '17 3 * * *' },
];
