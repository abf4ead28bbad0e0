import { implement } from '@orpc/server';
import { terms } from '#contract/terms.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeTerms, showTerms } from './change-terms.ts';

const on = implement(terms).$context<RequestTools>().use(enterCompany);

export const termsRoutes = on.router({
  show: on.show.handler(({ context }) => showTerms(context)),
  change: on.change.handler(({ context, input }) => changeTerms(context, input)),
});
