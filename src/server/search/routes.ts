import { implement } from '@orpc/server';
import { search } from '#contract/search.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { findHits } from './find-hits.ts';

const on = implement(search).$context<RequestTools>().use(enterCompany);

export const searchRoutes = on.router({
  find: on.find.handler(({ context, input }) => findHits(context, input)),
});
