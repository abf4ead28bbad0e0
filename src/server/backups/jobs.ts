import { z } from 'zod';
import { job } from '#server/platform/job.ts';

export const backUpByNightJob = job('backups.back-up-by-night', z.object({}));
export const backUpNowJob = job('backups.back-up-now', z.object({}));
