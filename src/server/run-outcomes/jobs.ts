import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Compares the counters of runs with what they count. */
export const checkCountersJob = job('run-outcomes.check', z.object({}));
