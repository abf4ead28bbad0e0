import { implement } from '@orpc/server';
import { selfAudit } from '#contract/self-audit.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { auditCompany } from './audit-company.ts';
import { overrideAudit } from './override-audit.ts';
import { showAudit } from './show-audit.ts';

const on = implement(selfAudit).$context<RequestTools>().use(enterCompany);

export const selfAuditRoutes = on.router({
  show: on.show.handler(({ context }) => showAudit(context)),
  run: on.run.handler(async ({ context }) => {
    await auditCompany(context, { because: 'person' });
    return showAudit(context);
  }),
  override: on.override.handler(async ({ context, input }) => {
    await overrideAudit(context, input);
    return showAudit(context);
  }),
});
