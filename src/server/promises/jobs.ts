import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Looks in every company which promises a day has broken. */
export const lookAtPromisesJob = job('promises.look', z.object({}));

/** The same in one company. */
export const decidePromisesJob = job('promises.decide', z.object({ companyId: z.uuid() }));
