import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Looks for the mails by which folders of sent mail are tried. */
export const lookAtProbesJob = job('mail-transports.probe', z.object({}));
