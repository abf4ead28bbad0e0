import { dayFrom } from '#core/calendar/days.ts';
import { type CallResult, isContact } from '#core/receivables/tasks.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { markContacted } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockTask, markTaskDone, markTaskPostponed } from './queries.ts';

/**
 * Ticks a task off, with what came of it. Done is done: the second answer changes nothing. A call that reached the
 * debtor is a contact: it is left alone for its policy's interval.
 */
export function completeTask(
  tools: CompanyTools,
  input: { task: string; outcome: string; result?: CallResult | undefined },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const task = (await lockTask(trx, input.task)) ?? refuse('task_unknown', { task: input.task });
    const result = task.kind === 'call' ? (input.result ?? null) : null;
    const at = clock.now();
    const done = await markTaskDone(trx, task.id, { at, by: actor, outcome: input.outcome, result });
    if (!done) return;
    const { debtorId, noticeId } = task;
    if (debtorId !== null && result && isContact(result)) {
      const { timeZone } = await findCompany(trx, companyId);
      await markContacted(trx, companyId, debtorId, clock.today(timeZone));
    }
    const about = { at, actor, debtorId, noticeId };
    await addTimelineEntries(trx, companyId, [
      result
        ? { ...about, kind: 'call_made', facts: { result, outcome: input.outcome } }
        : { ...about, kind: 'task_done', facts: { task: task.kind, outcome: input.outcome } },
    ]);
  });
}

/** Puts a task off to another day. One that is done stays done. */
export function postponeTask(tools: CompanyTools, input: { task: string; dueOn: string }): Promise<void> {
  const dueOn = dayFrom(input.dueOn);
  return inCompany(tools, async (trx) => {
    const task = (await lockTask(trx, input.task)) ?? refuse('task_unknown', { task: input.task });
    if (task.doneAt !== null || task.dueOn.equals(dueOn)) return;
    await markTaskPostponed(trx, task.id, dueOn);
    const { debtorId, noticeId } = task;
    const facts = { task: task.kind, dueOn: dueOn.toString() };
    await addTimelineEntries(trx, tools.companyId, [
      { kind: 'task_postponed', facts, at: tools.clock.now(), actor: tools.actor, debtorId, noticeId },
    ]);
  });
}
