import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Looks whether any company's reminders are due. */
export const lookWhatIsDueJob = job('automatic-runs.look', z.object({}));
/** Tells the people of a company what is going to leave by itself, and how to stop it. */
export const forewarnJob = job(
  'automatic-runs.forewarn',
  z.object({ companyId: z.uuid(), actor: z.string().nullable(), runOn: z.iso.date() }),
);
