import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Matches lines anew, or all that wait. */
export const matchLinesJob = job(
  'settlements.match-lines',
  z.object({ companyId: z.uuid(), lineIds: z.array(z.uuid()).nullable() }),
);

/**
 * Matches the lines that wait and that these items or debtors concern, now that they came in, went or owe another amount;
 * and the lines named.
 */
export const matchConcernedJob = job(
  'settlements.match-concerned',
  z.object({
    companyId: z.uuid(),
    itemIds: z.array(z.uuid()),
    debtorIds: z.array(z.uuid()),
    lineIds: z.array(z.uuid()),
  }),
);
