import { implement } from '@orpc/server';
import { whatIfs } from '#contract/what-ifs.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { showWhatIf, showWhatIfs } from './show-what-if.ts';
import { cancelWhatIf, startWhatIf } from './start-what-if.ts';

const on = implement(whatIfs).$context<RequestTools>().use(enterCompany);

export const whatIfRoutes = on.router({
  start: on.start.handler(async ({ context, input }) =>
    showWhatIf(context, { whatIf: await startWhatIf(context, input) }),
  ),
  list: on.list.handler(({ context, input }) => showWhatIfs(context, input)),
  show: on.show.handler(({ context, input }) => showWhatIf(context, input)),
  cancel: on.cancel.handler(async ({ context, input }) => {
    await cancelWhatIf(context, input);
    return showWhatIf(context, input);
  }),
});
