import { implement } from '@orpc/server';
import { sendingLimits } from '#contract/sending-limits.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeLimits, showLimits } from './change-limits.ts';

const on = implement(sendingLimits).$context<RequestTools>().use(enterCompany);

export const sendingLimitRoutes = on.router({
  show: on.show.handler(({ context }) => showLimits(context)),
  set: on.set.handler(({ context, input: { company: _, ...limits } }) => changeLimits(context, limits)),
});
