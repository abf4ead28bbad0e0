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
  readonly minimumItem: bigint;
  readonly minimumTotal: bigint;
  readonly calendar: WorkCalendar;
};
export type NoticeStep = Step & { readonly level: number };

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
