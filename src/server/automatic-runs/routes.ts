import { implement } from '@orpc/server';
import { automaticRuns, vetoLinks } from '#contract/automatic-runs.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { setSchedule, switchOff } from './change-schedule.ts';
import { showAutomatic, showAutomaticRuns } from './show-automatic.ts';
import { showVetoLink, vetoByLink, vetoRun, withdrawVeto } from './veto-run.ts';

const on = implement(automaticRuns).$context<RequestTools>().use(enterCompany);
const byLink = implement(vetoLinks).$context<RequestTools>();

export const automaticRunRoutes = on.router({
  show: on.show.handler(({ context }) => showAutomatic(context)),
  set: on.set.handler(async ({ context, input: { company: _, ...schedule } }) => {
    await setSchedule(context, schedule);
    return showAutomatic(context);
  }),
  switchOff: on.switchOff.handler(async ({ context }) => {
    await switchOff(context);
    return showAutomatic(context);
  }),
  list: on.list.handler(({ context, input }) => showAutomaticRuns(context, input)),
  veto: on.veto.handler(async ({ context, input }) => {
    await vetoRun(context, { runOn: Temporal.PlainDate.from(input.on) });
    return showAutomatic(context);
  }),
  withdrawVeto: on.withdrawVeto.handler(async ({ context, input }) => {
    await withdrawVeto(context, { runOn: Temporal.PlainDate.from(input.on) });
    return showAutomatic(context);
  }),
});

export const vetoLinkRoutes = byLink.router({
  show: byLink.show.handler(({ context, input }) => showVetoLink(context, input.token)),
  use: byLink.use.handler(({ context, input }) => vetoByLink(context, input.token)),
});
