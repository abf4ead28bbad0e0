import { workForAll } from '#server/platform/queue.ts';
import { watchMailJob } from './jobs.ts';
import { watchMailEverywhere } from './watch-mail.ts';

export const silenceWorkers = [workForAll(watchMailJob, watchMailEverywhere, { retries: 0, single: true })];
