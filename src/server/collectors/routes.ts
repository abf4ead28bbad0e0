import { implement } from '@orpc/server';
import { collectors } from '#contract/collectors.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { assignCollector } from './assign-collector.ts';
import { listHandedOverItems } from './list-handed-over.ts';
import { reportOnItem } from './report-on-item.ts';
import { showHandedOver } from './show-handed-over.ts';

const on = implement(collectors).$context<RequestTools>().use(enterCompany);

export const collectorRoutes = on.router({
  list: on.list.handler(({ context, input }) => listHandedOverItems(context, input)),
  show: on.show.handler(({ context, input }) => showHandedOver(context, input)),
  report: on.report.handler(async ({ context, input }) => {
    await reportOnItem(context, input);
    return showHandedOver(context, input);
  }),
  assign: on.assign.handler(async ({ context, input }) => {
    await assignCollector(context, input);
    return showHandedOver(context, input);
  }),
});
