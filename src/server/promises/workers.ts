import { work, workForAll } from '#server/platform/queue.ts';
import { decidePromisesJob, lookAtPromisesJob } from './jobs.ts';
import { decideCompanyPromises, lookAtPromises } from './look-at-promises.ts';

export const promiseWorkers = [
  workForAll(lookAtPromisesJob, lookAtPromises, { retries: 0, single: true }),
  work(decidePromisesJob, decideCompanyPromises),
];
