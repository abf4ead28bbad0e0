import { type EpochDay, endOfMonth, epochDayOf, plainDate } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import { addWorkingDays, isWorkingDay, type WorkCalendar } from '#core/calendar/working-days.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';

/** The invoice a calendar is drawn for. Nobody pays it, and a run takes place every day. */
export type ExampleInvoice = { readonly issuedOn: Temporal.PlainDate; readonly dueOn: Temporal.PlainDate };

/** One step of the calendar: from when it goes out, and until when it gives time to pay. */
export type CalendarEntry = {
  /** Its position from 0 in the policy's steps. */
  readonly step: number;
  readonly kind: Step['kind'];
  readonly level: number | null;
  /** 1, or more where the last step repeats. */
  readonly times: number;
  /** What its days are counted from. */
  readonly countsFrom: Temporal.PlainDate;
  readonly opensOn: Temporal.PlainDate;
  /** On notices: the deadline printed in it. */
  readonly deadlineOn: Temporal.PlainDate | null;
  /** Negative before the due date. */
  readonly daysAfterDue: number;
};

/** A longer tail says nothing more in words or picture. */
const REPEATS_SHOWN = 3;

type Track = { deadline: EpochDay | null; contacted: EpochDay | null; calendar: WorkCalendar };

/** What a policy comes to for one invoice that stays unpaid: each step on the first day it may go out. */
export function policyCalendar(policy: Policy, { issuedOn, dueOn }: ExampleInvoice): CalendarEntry[] {
  const [issued, due] = [epochDayOf(issuedOn), epochDayOf(dueOn)];
  const track: Track = { deadline: null, contacted: null, calendar: workCalendar(policy, dueOn.year) };
  return policy.steps.flatMap((step, index) => {
    const from = basisOf(step, { issued, due, deadline: track.deadline });
    const opens = firstDay(policy, step, addDays(from, step, track.calendar), due, track);
    const first = entryOf(step, index, 1, { from, opens, due });
    remember(track, step, opens);
    return [first, ...repeated(policy, step, index, opens, due, track)];
  });
}

function repeated(
  policy: Policy,
  step: Step,
  index: number,
  first: EpochDay,
  due: EpochDay,
  track: Track,
): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  const count = step.repeat ? Math.min(step.repeat.timesMax, REPEATS_SHOWN) : 0;
  let from = first;
  for (let nth = 0; nth < count; nth += 1) {
    const opens = firstDay(policy, step, from + (step.repeat?.everyDays ?? 0), due, track);
    entries.push(entryOf(step, index, nth + 2, { from, opens, due }));
    remember(track, step, opens);
    from = opens;
  }
  return entries;
}

/**
 * A notice reminds of what is late: after the due date, or after the deadline given before. Whoever was contacted is
 * left alone for the interval, and nothing goes out on a quiet day.
 */
function firstDay(policy: Policy, step: Step, counted: EpochDay, due: EpochDay, track: Track): EpochDay {
  let day = counted;
  if (step.kind === 'notice') day = Math.max(day, (track.deadline ?? due) + 1);
  if (isContact(step) && track.contacted !== null) {
    day = Math.max(day, track.contacted + policy.contactIntervalDays);
  }
  if (new Set(policy.calendar.quietWeekdays).size >= 7) return day;
  while (!isWorkingDay(day, track.calendar)) day += 1;
  return day;
}

function remember(track: Track, step: Step, opens: EpochDay): void {
  if (step.kind === 'notice') track.deadline = opens + step.deadlineDays;
  if (isContact(step)) track.contacted = opens;
}

function isContact({ kind }: Step): boolean {
  return kind === 'notice' || kind === 'courtesy';
}

function basisOf(step: Step, days: { issued: EpochDay; due: EpochDay; deadline: EpochDay | null }): EpochDay {
  switch (step.when.basis) {
    case 'due_date':
      return days.due;
    case 'previous_deadline':
      return days.deadline ?? days.due;
    case 'issue_date':
      return days.issued;
    case 'end_of_month':
      return endOfMonth(days.due);
  }
}

function addDays(from: EpochDay, { when }: Step, calendar: WorkCalendar): EpochDay {
  return when.count === 'working' ? addWorkingDays(from, when.days, calendar) : from + when.days;
}

function entryOf(
  step: Step,
  index: number,
  times: number,
  { from, opens, due }: { from: EpochDay; opens: EpochDay; due: EpochDay },
): CalendarEntry {
  return {
    step: index,
    kind: step.kind,
    level: step.level,
    times,
    countsFrom: plainDate(from),
    opensOn: plainDate(opens),
    deadlineOn: step.kind === 'notice' ? plainDate(opens + step.deadlineDays) : null,
    daysAfterDue: opens - due,
  };
}

function workCalendar(policy: Policy, year: number): WorkCalendar {
  return {
    holidays: publicHolidays(policy.calendar.holidays, year - 1, year + 5),
    quietWeekdays: policy.calendar.quietWeekdays,
  };
}
