import { implement } from '@orpc/server';
import { timeline } from '#contract/timeline.ts';
import { readHead } from '#core/timeline/head.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changeHeadMail } from './change-head-mail.ts';
import { compareHead } from './compare-head.ts';
import { showHead } from './show-head.ts';
import { showTimeline } from './show-timeline.ts';

const on = implement(timeline).$context<RequestTools>().use(enterCompany);

export const timelineRoutes = on.router({
  head: on.head.handler(({ context }) => showHead(context)),
  compareHead: on.compareHead.handler(async ({ context, input }) => ({
    answer: await compareHead(context, readHead(input.head)),
  })),
  changeHeadMail: on.changeHeadMail.handler(async ({ context, input }) => {
    await changeHeadMail(context, input);
    return showHead(context);
  }),
  list: on.list.handler(({ context, input }) => showTimeline(context, input)),
});
