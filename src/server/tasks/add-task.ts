import { dayFrom } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';
import { findDebtor } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addTasks } from './queries.ts';

/** Writes down something to do on a day. A call that is already to be made is not asked for twice. */
export function addTask(
  tools: CompanyTools,
  input: { kind: 'call' | 'other'; debtor: string | null; dueOn: string; text: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const dueOn = dayFrom(input.dueOn);
  return inCompany(tools, async (trx) => {
    const { kind, debtor: debtorId, text } = input;
    if (debtorId !== null && !(await findDebtor(trx, companyId, debtorId))) {
      refuse('debtor_unknown', { debtor: debtorId });
    }
    const at = clock.now();
    await addTasks(trx, companyId, [{ kind, debtorId, dueOn, facts: { text }, createdAt: at }]);
    if (debtorId === null) return;
    await addTimelineEntries(trx, companyId, [
      { kind: 'task_added', facts: { task: kind, dueOn: dueOn.toString() }, at, actor, debtorId },
    ]);
  });
}
