import { workForAll } from '#server/platform/queue.ts';
import { removeOldSecurityEvents } from '#server/security-log/queries.ts';
import { sweepSignIns } from './jobs.ts';
import { removeExpiredSignIns } from './queries.ts';
import { slowDownEarlierCodes } from './recovery-codes.ts';

export const userWorkers = [
  workForAll(sweepSignIns, async ({ db, clock }) => {
    // First what protects, whatever becomes of the sweeping.
    await slowDownEarlierCodes(db);
    await removeExpiredSignIns(db, clock.now());
    await removeOldSecurityEvents(db, clock.now());
  }),
];
