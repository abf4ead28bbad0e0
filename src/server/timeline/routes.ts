import { implement } from '@orpc/server';
import { timeline } from '#contract/timeline.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { showTimeline } from './show-timeline.ts';

const on = implement(timeline).$context<RequestTools>().use(enterCompany);

export const timelineRoutes = on.router({
  list: on.list.handler(({ context, input }) => showTimeline(context, input)),
});
