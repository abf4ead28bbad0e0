import { type EpochDay, endOfMonth, epochDayOf, plainDate } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import { addWorkingDays, isWorkingDay, type WorkCalendar } from '#core/calendar/working-days.ts';
import { isContact, type Policy, type Step } from '#core/dunning/policy.ts';

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

/** Where the invoice stands on its way through the policy. */
type Track = {
  readonly policy: Policy;
  readonly issued: EpochDay;
  readonly due: EpochDay;
  readonly calendar: WorkCalendar;
  deadline: EpochDay | null;
  notified: EpochDay | null;
  contacted: EpochDay | null;
};
type Placed = { readonly step: Step; readonly index: number };
type Opening = Placed & { readonly from: EpochDay; readonly opens: EpochDay };

/**
 * What a policy comes to for one invoice that stays unpaid: each step on the first day it may go out, in the order of
 * those days. A step beside the levels that would open when the next notice goes out never comes, and is not in it.
 */
export function policyCalendar(policy: Policy, { issuedOn, dueOn }: ExampleInvoice): CalendarEntry[] {
  const track: Track = {
    policy,
    issued: epochDayOf(issuedOn),
    due: epochDayOf(dueOn),
    calendar: workCalendar(policy, dueOn.year),
    deadline: null,
    notified: null,
    contacted: null,
  };
  const entries: CalendarEntry[] = [];
  let beside: Placed[] = [];
  for (const [index, step] of policy.steps.entries()) {
    beside.push({ step, index });
    if (step.kind !== 'notice') continue;
    entries.push(...throughStretch(beside, track));
    beside = [];
  }
  return [...entries, ...throughStretch(beside, track)];
}

/** From where the invoice stands to the next notice, or to the end: whatever opens first goes first. */
function throughStretch(steps: readonly Placed[], track: Track): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  let waiting = steps;
  while (waiting.length > 0) {
    const next = firstOf(waiting, track);
    const isNotice = next.step.kind === 'notice';
    const alongside = isNotice ? waiting.filter(({ step }) => !isContact(step.kind)) : [];
    for (const one of alongside) {
      const opening = openingOf(one, track);
      if (opening.opens <= next.opens) entries.push(entryOf(opening, 1, track));
    }
    waiting = isNotice ? [] : waiting.filter(({ index }) => index !== next.index);
    if (next.step.kind === 'acceptance' && track.notified === null && next.opens > track.due) continue;
    entries.push(entryOf(next, 1, track));
    remember(track, next);
    entries.push(...repeated(next, track));
  }
  return entries;
}

/** Of two that open on one day, the notice goes: a debtor is contacted once. */
function firstOf(waiting: readonly Placed[], track: Track): Opening {
  const openings = waiting.map((one) => openingOf(one, track));
  const [first] = openings.sort((a, b) => a.opens - b.opens || rankOf(a) - rankOf(b) || a.index - b.index);
  if (!first) throw new Error('no step is waiting');
  return first;
}

function rankOf({ step }: Placed): number {
  return step.kind === 'notice' ? 0 : 1;
}

function openingOf({ step, index }: Placed, track: Track): Opening {
  const from = basisOf(step, track);
  return { step, index, from, opens: firstDay(step, addDays(from, step, track.calendar), track) };
}

function repeated({ step, index, opens }: Opening, track: Track): CalendarEntry[] {
  const entries: CalendarEntry[] = [];
  const count = step.repeat ? Math.min(step.repeat.timesMax, REPEATS_SHOWN) : 0;
  let from = opens;
  for (let nth = 0; nth < count; nth += 1) {
    const next = firstDay(step, from + (step.repeat?.everyDays ?? 0), track);
    const opening = { step, index, from, opens: next };
    entries.push(entryOf(opening, nth + 2, track));
    remember(track, opening);
    from = next;
  }
  return entries;
}

/**
 * A notice reminds of what is late: after the due date, or after the deadline given before. Whoever was contacted is
 * left alone for the interval, and nothing goes out on a quiet day.
 */
function firstDay(step: Step, counted: EpochDay, track: Track): EpochDay {
  let day = Math.max(counted, earliest(step, track));
  if (isContact(step.kind) && track.contacted !== null) {
    day = Math.max(day, track.contacted + track.policy.contactIntervalDays);
  }
  if (new Set(track.policy.calendar.quietWeekdays).size >= 7) return day;
  while (!isWorkingDay(day, track.calendar)) day += 1;
  return day;
}

function earliest({ kind }: Step, { due, deadline, notified }: Track): EpochDay {
  if (kind === 'notice' || kind === 'hand_over') return (deadline ?? due) + 1;
  return notified === null ? Number.NEGATIVE_INFINITY : notified + 1;
}

function remember(track: Track, { step, opens }: Opening): void {
  if (step.kind === 'notice') {
    track.deadline = opens + step.deadlineDays;
    track.notified = opens;
  }
  if (isContact(step.kind)) track.contacted = opens;
}

function basisOf(step: Step, { issued, due, deadline }: Track): EpochDay {
  switch (step.when.basis) {
    case 'due_date':
      return due;
    case 'previous_deadline':
      return deadline ?? due;
    case 'issue_date':
      return issued;
    case 'end_of_month':
      return endOfMonth(due);
  }
}

function addDays(from: EpochDay, { when }: Step, calendar: WorkCalendar): EpochDay {
  return when.count === 'working' ? addWorkingDays(from, when.days, calendar) : from + when.days;
}

function entryOf({ step, index, from, opens }: Opening, times: number, { due }: Track): CalendarEntry {
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
