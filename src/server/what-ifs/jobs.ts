import { z } from 'zod';
import { job } from '#server/platform/job.ts';

const OfWhatIf = z.object({ companyId: z.uuid(), actor: z.string().nullable(), whatIfId: z.uuid() });

/** Replays a policy over the months that have passed: again after a crash, since nothing of it was kept. */
export const computeWhatIfJob = job('what-ifs.compute', OfWhatIf);
