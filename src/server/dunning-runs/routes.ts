import { implement } from '@orpc/server';
import { dunningRuns } from '#contract/dunning-runs.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import { printRunReport } from '#server/dossier/print-run-report.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { approveRun } from './approve-run.ts';
import { cancelRun } from './cancel-run.ts';
import { editProposal, editProposals, undoEdit } from './edit-proposals.ts';
import { startRun } from './plan-run.ts';
import { recomputeRun } from './recompute-run.ts';
import { startSending } from './send-run.ts';
import { showApproval } from './show-approval.ts';
import { showLeftOut, showProposal, showProposals } from './show-proposals.ts';
import { showRun, showRunChanges, showRuns } from './show-run.ts';
import { undoRun, undoRunAndCorrect } from './undo-run.ts';

const on = implement(dunningRuns).$context<RequestTools>().use(enterCompany);

export const dunningRunRoutes = on.router({
  plan: on.plan.handler(async ({ context, input: { plannedFor, options } }) => {
    const run = await startRun(context, { plannedFor: Temporal.PlainDate.from(plannedFor), options });
    return showRun(context, { run });
  }),
  list: on.list.handler(({ context, input }) => showRuns(context, input)),
  show: on.show.handler(({ context, input }) => showRun(context, input)),
  report: on.report.handler(({ context, input }) => printRunReport(context, input)),
  proposals: on.proposals.handler(({ context, input }) => showProposals(context, input)),
  proposal: on.proposal.handler(({ context, input }) => showProposal(context, input)),
  leftOut: on.leftOut.handler(({ context, input }) => showLeftOut(context, input)),
  edit: on.edit.handler(async ({ context, input }) => {
    await editProposal(context, input);
    return showProposal(context, input);
  }),
  editMany: on.editMany.handler(async ({ context, input }) => {
    const counts = await editProposals(context, input);
    return { ...counts, run: await showRun(context, input) };
  }),
  undoEdit: on.undoEdit.handler(async ({ context, input }) => {
    const proposals = await undoEdit(context, input);
    return { proposals, run: await showRun(context, input) };
  }),
  recompute: on.recompute.handler(async ({ context, input }) => {
    await recomputeRun(context, input);
    return showRun(context, input);
  }),
  changes: on.changes.handler(({ context, input }) => showRunChanges(context, input)),
  showApproval: on.showApproval.handler(({ context, input }) => showApproval(context, input)),
  approve: on.approve.handler(async ({ context, input }) => {
    await approveRun(context, input);
    return showRun(context, input);
  }),
  send: on.send.handler(async ({ context, input }) => {
    await startSending(context, input);
    return showRun(context, input);
  }),
  cancel: on.cancel.handler(async ({ context, input }) => {
    await cancelRun(context, input);
    return showRun(context, input);
  }),
  undo: on.undo.handler(async ({ context, input }) => {
    await (input.correct ? undoRunAndCorrect : undoRun)(context, input.run);
    return showRun(context, input);
  }),
});
