import { implement } from '@orpc/server';
import { notices } from '#contract/notices.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { lookForTrace } from './look-for-traces.ts';
import { previewLetter, previewNotice } from './preview-notice.ts';
import { printBatch } from './print-batch.ts';
import { settleDispatch } from './settle-dispatch.ts';
import { showDoubtful } from './show-doubtful.ts';
import {
  openLetter,
  openMailSource,
  showDispatches,
  showMail,
  showNotice,
  showNotices,
} from './show-notices.ts';
import { undoNotice, undoNoticeAndCorrect } from './undo-notices.ts';

const on = implement(notices).$context<RequestTools>().use(enterCompany);

export const noticeRoutes = on.router({
  list: on.list.handler(({ context, input }) => showNotices(context, input)),
  show: on.show.handler(({ context, input }) => showNotice(context, input.notice)),
  letter: on.letter.handler(({ context, input }) => openLetter(context, input)),
  mailSource: on.mailSource.handler(({ context, input }) => openMailSource(context, input)),
  mail: on.mail.handler(({ context, input }) => showMail(context, input)),
  undo: on.undo.handler(async ({ context, input }) => {
    await (input.correct ? undoNoticeAndCorrect : undoNotice)(context, input);
    return showNotice(context, input.notice);
  }),
  printBatch: on.printBatch.handler(({ context, input }) => printBatch(context, input)),
  dispatches: on.dispatches.handler(({ context, input }) => showDispatches(context, input.run)),
  preview: on.preview.handler(({ context, input }) => previewNotice(context, input)),
  previewLetter: on.previewLetter.handler(({ context, input }) => previewLetter(context, input)),
  doubtful: on.doubtful.handler(({ context, input }) => showDoubtful(context, input)),
  look: on.look.handler(async ({ context, input: { dispatch } }) => {
    await lookForTrace(context, { dispatch });
    const { rows } = await showDoubtful(context, { dispatch });
    return { doubt: rows[0] ?? null };
  }),
  settleDispatch: on.settleDispatch.handler(async ({ context, input }) => {
    const noticeId = await settleDispatch(context, input);
    const { dispatches } = await showNotice(context, noticeId);
    const settled = dispatches.find(({ id }) => id === input.dispatch);
    if (!settled) throw new Error('the settled dispatch is gone');
    return settled;
  }),
});
