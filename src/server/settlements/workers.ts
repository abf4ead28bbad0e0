import { work } from '#server/platform/queue.ts';
import { matchLinesJob } from './jobs.ts';
import { matchLines } from './match-lines.ts';

export const settlementWorkers = [work(matchLinesJob, matchLines, { retries: 3 })];
