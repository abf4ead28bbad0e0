import { workForAll } from '#server/platform/queue.ts';
import { checkCountersJob } from './jobs.ts';
import { watchCounters } from './watch-counters.ts';

export const runOutcomeWorkers = [workForAll(checkCountersJob, watchCounters, { retries: 0, single: true })];
