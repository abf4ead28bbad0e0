import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Reads a bank file in state `waiting`: again after a crash, since nothing of it was kept. */
export const importBankFileJob = job(
  'bank-statements.import',
  z.object({ companyId: z.uuid(), actor: z.string().nullable(), bankFileId: z.uuid() }),
);

/** Looks into the watched folder of every company. */
export const lookIntoInboxJob = job('bank-statements.look-into-inbox', z.object({}));
