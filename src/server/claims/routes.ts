import { implement } from '@orpc/server';
import { claims } from '#contract/claims.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { bookClaims, payClaims, undoClaimActs, waiveClaims } from './act-on-claims.ts';
import { changeClaimPolicy, showClaimPolicy } from './change-claim-policy.ts';
import { setRegime } from './set-regime.ts';
import { showClaims, showDebtorClaims, showItemClaims } from './show-claims.ts';

const on = implement(claims).$context<RequestTools>().use(enterCompany);

export const claimRoutes = on.router({
  list: on.list.handler(({ context, input }) => showClaims(context, input)),
  ofItem: on.ofItem.handler(({ context, input }) => showItemClaims(context, input)),
  ofDebtor: on.ofDebtor.handler(({ context, input }) => showDebtorClaims(context, input)),
  waive: on.waive.handler(async ({ context, input }) => ({ acts: await waiveClaims(context, input) })),
  pay: on.pay.handler(async ({ context, input }) => ({ acts: await payClaims(context, input) })),
  book: on.book.handler(async ({ context, input }) => ({ acts: await bookClaims(context, input) })),
  undo: on.undo.handler(async ({ context, input }) => {
    await undoClaimActs(context, input);
    return { ok: true as const };
  }),
  policy: on.policy.handler(({ context }) => showClaimPolicy(context)),
  changePolicy: on.changePolicy.handler(({ context, input }) => changeClaimPolicy(context, input)),
  setRegime: on.setRegime.handler(({ context, input }) => setRegime(context, input)),
});
