import { implement } from '@orpc/server';
import { promises } from '#contract/promises.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { recordPromise } from './record-promise.ts';
import { showPromise, showPromises } from './show-promises.ts';
import { answerBrokenPromise, withdrawPromise } from './withdraw-promise.ts';

const on = implement(promises).$context<RequestTools>().use(enterCompany);

export const promiseRoutes = on.router({
  list: on.list.handler(({ context, input }) => showPromises(context, input)),
  record: on.record.handler(async ({ context, input }) =>
    showPromise(context, { promise: await recordPromise(context, input) }),
  ),
  withdraw: on.withdraw.handler(async ({ context, input }) => {
    await withdrawPromise(context, input);
    return showPromise(context, input);
  }),
  answer: on.answer.handler(async ({ context, input }) => {
    await answerBrokenPromise(context, input);
    return showPromise(context, input);
  }),
});
