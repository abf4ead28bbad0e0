import { workForAll } from '#server/platform/queue.ts';
import { checkCountersEverywhere } from './check-counters.ts';
import { checkCountersJob } from './jobs.ts';

export const runOutcomeWorkers = [workForAll(checkCountersJob, checkCountersEverywhere, { retries: 0 })];
