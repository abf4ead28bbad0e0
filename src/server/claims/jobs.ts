import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Every company drops what its own rule lets go of. */
export const dropSmallClaimsJob = job('claims.drop-small', z.object({}));
