import { z } from 'zod';
import { job } from '#server/platform/job.ts';

/** Every company is audited: each night. */
export const auditNightlyJob = job('self-audit.nightly', z.object({}));
/** Every company is audited: when a server starts, for the last one may have been ended in the middle of something. */
export const auditAtStartJob = job('self-audit.at-start', z.object({}));
