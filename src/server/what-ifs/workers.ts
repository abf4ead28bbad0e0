import { work } from '#server/platform/queue.ts';
import { computeWhatIf } from './compute-what-if.ts';
import { computeWhatIfJob } from './jobs.ts';

export const whatIfWorkers = [work(computeWhatIfJob, computeWhatIf)];
