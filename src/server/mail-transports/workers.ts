import { workForAll } from '#server/platform/queue.ts';
import { lookAtProbesJob } from './jobs.ts';
import { lookAtProbes } from './probe-sent-folder.ts';

export const mailTransportWorkers = [workForAll(lookAtProbesJob, lookAtProbes, { retries: 0 })];
