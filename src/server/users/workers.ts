import { workForAll } from '#server/platform/queue.ts';
import { sweepSignIns } from './jobs.ts';
import { removeExpiredSignIns } from './queries.ts';

export const userWorkers = [
  workForAll(sweepSignIns, ({ db, clock }) => removeExpiredSignIns(db, clock.now())),
];
