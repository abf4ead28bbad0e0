import { implement } from '@orpc/server';
import { worklist } from '#contract/worklist.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addTask } from './add-task.ts';
import { completeTask, postponeTask } from './complete-task.ts';
import { showWorklist } from './show-worklist.ts';

const on = implement(worklist).$context<RequestTools>().use(enterCompany);
const ok = { ok: true as const };

export const worklistRoutes = on.router({
  show: on.show.handler(({ context, input }) => showWorklist(context, input)),
  addTask: on.addTask.handler(async ({ context, input }) => {
    await addTask(context, input);
    return ok;
  }),
  completeTask: on.completeTask.handler(async ({ context, input }) => {
    await completeTask(context, input);
    return ok;
  }),
  postponeTask: on.postponeTask.handler(async ({ context, input }) => {
    await postponeTask(context, input);
    return ok;
  }),
});
