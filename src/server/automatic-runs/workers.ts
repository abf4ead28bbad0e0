import { work, workForAll } from '#server/platform/queue.ts';
import { forewarn, forewarningGivenUp } from './forewarn.ts';
import { forewarnJob, lookWhatIsDueJob } from './jobs.ts';
import { lookWhatIsDue } from './look-what-is-due.ts';

export const automaticRunWorkers = [
  workForAll(lookWhatIsDueJob, lookWhatIsDue, { retries: 0, single: true }),
  work(forewarnJob, forewarn, { retries: 3, givenUp: forewarningGivenUp }),
];
