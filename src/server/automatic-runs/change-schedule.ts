import { scheduleFrom } from '#core/schedule/check-schedule.ts';
import type { RunSchedule } from '#core/schedule/run-schedule.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { companyNow } from './company-clock.ts';
import { type FoundSchedule, keepSchedule, lockSchedule, markSchedule, removeAnnounced } from './queries.ts';

/**
 * Switches the automatic mode on, or changes when reminders go out. What was announced by the former schedule is announced
 * anew; the same schedule again changes nothing.
 */
export function setSchedule(tools: CompanyTools, given: RunSchedule): Promise<void> {
  const { companyId, actor, clock } = tools;
  const schedule = scheduleFrom(given);
  return inCompany(tools, async (trx) => {
    const before = await lockSchedule(trx, companyId);
    if (before?.isActive && isSame(before, schedule)) return;
    const { timeZone } = await findCompany(trx, companyId);
    await removeAnnounced(trx, companyId);
    await keepSchedule(trx, {
      ...schedule,
      weekdays: [...schedule.weekdays],
      companyId,
      isActive: true,
      onSinceAt: before?.isActive ? before.onSinceAt : companyNow(clock, timeZone).now,
      changedBy: actor,
      changedAt: clock.now(),
      lookedAt: null,
    });
    await tell(trx, tools, 'on');
  });
}

/** Switches it off: what was announced does not happen, what has begun goes on. */
export function switchOff(tools: CompanyTools): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const before = await lockSchedule(trx, companyId);
    if (!before?.isActive) return;
    await removeAnnounced(trx, companyId);
    await markSchedule(trx, companyId, { isActive: false, changedBy: actor, changedAt: clock.now() });
    await tell(trx, tools, 'off');
  });
}

function tell(trx: Trx, { companyId, actor, clock }: CompanyTools, mode: 'on' | 'off') {
  const entry = { kind: 'run_schedule_changed' as const, facts: { mode }, at: clock.now(), actor };
  return addTimelineEntries(trx, companyId, [entry]);
}

function isSame(before: FoundSchedule, schedule: RunSchedule): boolean {
  return (
    before.weekdays.join() === schedule.weekdays.join() &&
    before.localTime === schedule.localTime &&
    before.skipsHolidays === schedule.skipsHolidays &&
    before.forewarnHours === schedule.forewarnHours
  );
}
