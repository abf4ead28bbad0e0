import { implement } from '@orpc/server';
import { overview } from '#contract/overview.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeBounds } from './change-bounds.ts';
import { showAgeing, showOverview } from './show-overview.ts';

const on = implement(overview).$context<RequestTools>().use(enterCompany);

export const overviewRoutes = on.router({
  show: on.show.handler(({ context }) => showOverview(context)),
  changeBounds: on.changeBounds.handler(async ({ context, input }) => {
    await changeBounds(context, input);
    return showAgeing(context);
  }),
});
