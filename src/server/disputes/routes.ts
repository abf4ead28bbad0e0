import { implement } from '@orpc/server';
import { disputes } from '#contract/disputes.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { openDispute } from './open-dispute.ts';
import { changeDispute, reopenDispute, resolveDispute } from './resolve-dispute.ts';
import { showDispute, showDisputes } from './show-disputes.ts';

const on = implement(disputes).$context<RequestTools>().use(enterCompany);

export const disputeRoutes = on.router({
  list: on.list.handler(({ context, input }) => showDisputes(context, input)),
  open: on.open.handler(async ({ context, input }) =>
    showDispute(context, { dispute: await openDispute(context, input) }),
  ),
  change: on.change.handler(async ({ context, input }) => {
    await changeDispute(context, input);
    return showDispute(context, input);
  }),
  resolve: on.resolve.handler(async ({ context, input }) => {
    await resolveDispute(context, input);
    return showDispute(context, input);
  }),
  reopen: on.reopen.handler(async ({ context, input }) => {
    await reopenDispute(context, input);
    return showDispute(context, input);
  }),
});
