import { implement } from '@orpc/server';
import { security } from '#contract/security.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { showSecurityLog } from '#server/security-log/show-security-log.ts';
import { changeSecurity, showSecurity } from './change-security.ts';
import { showRelease } from './check-release.ts';

const on = implement(security).$context<RequestTools>().use(enterCompany);

export const securityRoutes = on.router({
  show: on.show.handler(({ context }) => showSecurity(context)),
  change: on.change.handler(({ context, input: { company: _, ...given } }) => changeSecurity(context, given)),
  listEvents: on.listEvents.handler(({ context, input }) => showSecurityLog(context, input)),
  showRelease: on.showRelease.handler(({ context, input }) => showRelease(context, input.run)),
});
