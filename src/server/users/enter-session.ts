import { os } from '@orpc/server';
import type { RouteMeta } from '#contract/route.ts';
import { refuse } from '#core/refusal.ts';
import type { RequestTools } from '#server/platform/tools.ts';

/** The door of routes outside of any company: open where the contract says public, else for anybody signed in. */
export const enterSession = os
  .$meta<RouteMeta>({ access: 'signed_in' })
  .$context<RequestTools>()
  .middleware(({ context, procedure, next }) => {
    if (procedure['~orpc'].meta.access !== 'public' && !context.user) refuse('not_signed_in', {});
    return next();
  });
