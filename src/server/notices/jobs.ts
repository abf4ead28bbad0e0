import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Looks for the traces of mails whose answer was lost. */
export const lookForTracesJob = job('notices.look-for-traces', z.object({}));
