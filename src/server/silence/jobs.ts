import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Knocks at the mail servers through which reminders are to leave. */
export const watchMailJob = job('silence.watch-mail', z.object({}));
