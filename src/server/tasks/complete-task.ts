import { dayFrom } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockTask, markTaskDone, markTaskPostponed } from './queries.ts';

/** Ticks a task off, with what came of it. Done is done: the second answer changes nothing. */
export function completeTask(tools: CompanyTools, input: { task: string; outcome: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const task = (await lockTask(trx, input.task)) ?? refuse('task_unknown', { task: input.task });
    const done = await markTaskDone(trx, task.id, { at: clock.now(), by: actor, outcome: input.outcome });
    if (!done || task.debtorId === null) return;
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'task_done',
        facts: { task: task.kind, outcome: input.outcome },
        at: clock.now(),
        actor,
        debtorId: task.debtorId,
        noticeId: task.noticeId,
      },
    ]);
  });
}

/** Puts a task off to another day. One that is done stays done. */
export function postponeTask(tools: CompanyTools, input: { task: string; dueOn: string }): Promise<void> {
  const dueOn = dayFrom(input.dueOn);
  return inCompany(tools, async (trx) => {
    const task = (await lockTask(trx, input.task)) ?? refuse('task_unknown', { task: input.task });
    await markTaskPostponed(trx, task.id, dueOn);
  });
}
