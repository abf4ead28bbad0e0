import { implement } from '@orpc/server';
import { explanations } from '#contract/explanations.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { explainDebtor, explainItem } from './explain-items.ts';
import { showOutlook } from './show-outlook.ts';

const on = implement(explanations).$context<RequestTools>().use(enterCompany);

export const explanationRoutes = on.router({
  explainItem: on.explainItem.handler(({ context, input }) => explainItem(context, input)),
  explainDebtor: on.explainDebtor.handler(({ context, input }) => explainDebtor(context, input)),
  outlook: on.outlook.handler(({ context, input }) => showOutlook(context, input)),
});
