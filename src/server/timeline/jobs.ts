import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Mails the heads of the timelines whose hour has come. */
export const mailHeadsJob = job('timeline.mail-heads', z.object({}));
