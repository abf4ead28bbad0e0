import { workForAll } from '#server/platform/queue.ts';
import { lookForTracesJob } from './jobs.ts';
import { lookForTraces } from './look-for-traces.ts';

export const noticeWorkers = [workForAll(lookForTracesJob, lookForTraces, { retries: 0, single: true })];
