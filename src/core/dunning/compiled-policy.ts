import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { partsOf } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import type { WorkCalendar } from '#core/calendar/working-days.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { minorFrom } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';

/** A policy made ready for planning many debtors on one day. */
export type CompiledPolicy = {
  readonly id: string;
  readonly version: number;
  readonly body: Policy;
  /** The notices in the order of their levels. */
  readonly notices: readonly NoticeStep[];
  readonly courtesy: Step | null;
  /** The steps that raise no level, in their order: calls, tasks, statements, acceptances and hand-overs. */
  readonly sides: readonly SideStep[];
  readonly minimumItem: bigint;
  readonly minimumTotal: bigint;
  readonly calendar: WorkCalendar;
};
export type NoticeStep = Step & { readonly level: number };

/** A step beside the levels: it waits until the notice before it in the policy was issued, and is over with the next one. */
export type SideStep = {
  readonly step: Step;
  /** Where it stands in the policy, from 0. */
  readonly index: number;
  /** The level of the notice before it; 0 before the first. */
  readonly afterLevel: number;
  /** Which of its kind it is after that level: 1 for the first call, 2 for the second. */
  readonly nth: number;
};

export function compilePolicy(
  { id, version, body }: { id: string; version: number; body: Policy },
  on: EpochDay,
  companyCurrency: Currency,
): CompiledPolicy {
  const notices = body.steps.filter(
    (step): step is NoticeStep => step.kind === 'notice' && step.level !== null,
  );
  const { year } = partsOf(on);
  return {
    id,
    version,
    body,
    notices: [...notices].sort((a, b) => a.level - b.level),
    sides: sidesOf(body),
    courtesy: body.steps.find((step) => step.kind === 'courtesy') ?? null,
    minimumItem: minorFrom(body.minimumItem, companyCurrency),
    minimumTotal: minorFrom(body.minimumTotal, companyCurrency),
    calendar: {
      // Old arrears count from years ago.
      holidays: publicHolidays(body.calendar.holidays, year - 11, year + 2),
      quietWeekdays: body.calendar.quietWeekdays,
    },
  };
}

function sidesOf({ steps }: Policy): SideStep[] {
  const sides: SideStep[] = [];
  let afterLevel = 0;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'notice') afterLevel = step.level ?? afterLevel;
    if (step.kind === 'notice' || step.kind === 'courtesy') continue;
    const before = sides.filter((one) => one.afterLevel === afterLevel && one.step.kind === step.kind);
    sides.push({ step, index, afterLevel, nth: before.length + 1 });
  }
  return sides;
}
