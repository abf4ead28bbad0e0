import { z } from 'zod';
import { job } from '#server/platform/job.ts';

const OfRun = z.object({ companyId: z.uuid(), actor: z.string().nullable(), runId: z.uuid() });

/** Computes the proposals of a run that is `planning`. */
export const computeRunJob = job('dunning-runs.compute', OfRun);
/** Issues the notices of an approved run, and goes on where it was left. */
export const sendRunJob = job('dunning-runs.send', OfRun);
