import { z } from 'zod';
import { job } from '#server/platform/job.ts';

const OfImport = z.object({ companyId: z.uuid(), actor: z.string().nullable(), importId: z.uuid() });

/** Computes what an import in state `checking` would change. */
export const checkImportJob = job('imports.check', OfImport);
/** Applies an import in state `applying`: again after a crash, since nothing of it was kept. */
export const applyImportJob = job('imports.apply', OfImport);
