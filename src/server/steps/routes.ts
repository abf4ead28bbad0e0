import { implement } from '@orpc/server';
import { itemSteps } from '#contract/item-steps.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { handOverItem, takeBackItem } from './hand-over.ts';
import { recordAcceptance } from './record-acceptance.ts';
import { showItemSteps } from './show-item-steps.ts';

const on = implement(itemSteps).$context<RequestTools>().use(enterCompany);

export const stepRoutes = on.router({
  show: on.show.handler(({ context, input }) => showItemSteps(context, input)),
  handOver: on.handOver.handler(async ({ context, input }) => {
    await handOverItem(context, input);
    return showItemSteps(context, input);
  }),
  takeBack: on.takeBack.handler(async ({ context, input }) => {
    await takeBackItem(context, input);
    return showItemSteps(context, input);
  }),
  recordAcceptance: on.recordAcceptance.handler(async ({ context, input }) => {
    await recordAcceptance(context, input);
    return showItemSteps(context, input);
  }),
});
