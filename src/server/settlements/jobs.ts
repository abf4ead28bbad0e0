import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Matches lines anew, or all that wait. */
export const matchLinesJob = job(
  'settlements.match-lines',
  z.object({ companyId: z.uuid(), lineIds: z.array(z.uuid()).nullable() }),
);
