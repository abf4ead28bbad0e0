import { implement } from '@orpc/server';
import { outbox } from '#contract/outbox.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { openAttachment, openSource, showCaughtMail, showOutbox } from './show-outbox.ts';

const on = implement(outbox).$context<RequestTools>().use(enterCompany);

export const outboxRoutes = on.router({
  list: on.list.handler(({ context, input }) => showOutbox(context, input)),
  show: on.show.handler(({ context, input }) => showCaughtMail(context, input)),
  attachment: on.attachment.handler(({ context, input }) => openAttachment(context, input)),
  source: on.source.handler(({ context, input }) => openSource(context, input)),
});
