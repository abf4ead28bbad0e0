import { implement } from '@orpc/server';
import { interest } from '#contract/interest.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { enterSession } from '#server/users/enter-session.ts';
import { computeInterest } from './compute-interest.ts';

const on = implement(interest).$context<RequestTools>().use(enterSession);

export const interestRoutes = on.router({
  compute: on.compute.handler(({ context, input }) => computeInterest(context, input)),
});
