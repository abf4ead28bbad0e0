import { z } from 'zod';
import { job } from '#server/platform/job.ts';

export const sweepSignIns = job('users.sweep-sign-ins', z.object({}));
