import { workForAll } from '#server/platform/queue.ts';
import { removeOldSecurityEvents } from '#server/security-log/queries.ts';
import { sweepSignIns } from './jobs.ts';
import { removeExpiredSignIns } from './queries.ts';
import { slowDownEarlierCodes } from './recovery-codes.ts';

export const userWorkers = [
  workForAll(sweepSignIns, async ({ db, clock }) => {
    await removeExpiredSignIns(db, clock.now());
    await removeOldSecurityEvents(db, clock.now());
    await slowDownEarlierCodes(db);
  }),
];
