import { work } from '#server/platform/queue.ts';
import { matchConcernedJob, matchLinesJob } from './jobs.ts';
import { matchConcerned } from './match-concerned.ts';
import { matchLines } from './match-lines.ts';

export const settlementWorkers = [
  work(matchLinesJob, matchLines, { retries: 3 }),
  work(matchConcernedJob, matchConcerned, { retries: 3 }),
];
