import { work } from '#server/platform/queue.ts';
import { computeRun, giveUpComputing } from './compute-run.ts';
import { computeRunJob, sendRunJob } from './jobs.ts';
import { sendRun, stopSending } from './send-run.ts';

export const dunningRunWorkers = [
  work(computeRunJob, computeRun, { givenUp: giveUpComputing }),
  work(sendRunJob, sendRun, { retries: 20, givenUp: stopSending }),
];
