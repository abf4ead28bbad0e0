import { workForAll } from '#server/platform/queue.ts';
import { auditEverywhere } from './audit-company.ts';
import { auditAtStartJob, auditNightlyJob } from './jobs.ts';

export const selfAuditWorkers = [
  workForAll(auditNightlyJob, (tools) => auditEverywhere(tools, 'nightly'), { single: true }),
  workForAll(auditAtStartJob, (tools) => auditEverywhere(tools, 'start'), { single: true }),
];
