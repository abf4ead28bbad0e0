import { workForAll } from '#server/platform/queue.ts';
import { mailHeadsJob } from './jobs.ts';
import { mailHeadsEverywhere } from './mail-head.ts';

export const timelineWorkers = [workForAll(mailHeadsJob, mailHeadsEverywhere, { retries: 0, single: true })];
