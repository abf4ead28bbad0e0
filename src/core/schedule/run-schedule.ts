import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';

/** On which days, and at what hour, reminders go out by themselves. */
export type RunSchedule = {
  /** ISO weekdays, 1 = Monday. */
  readonly weekdays: readonly number[];
  /** '09:00', by the clock on the company's wall. */
  readonly localTime: string;
  readonly skipsHolidays: boolean;
  /** How long before people are told; 0: they are not. */
  readonly forewarnHours: number;
};

/** Where the company is: whose clock, and whose holidays. */
export type Place = { readonly timeZone: string; readonly country: string };

/** What happened to earlier days. */
export type Past = {
  /** When the schedule was switched on: what would have been before is nobody's to make good. */
  readonly onSince: Temporal.Instant;
  /** The last day that sent, or that somebody vetoed. */
  readonly handledOn: Temporal.PlainDate | null;
  /** Days whose turn is over, whatever became of them. */
  readonly closedOn: readonly Temporal.PlainDate[];
};

/** A day on which reminders go out, from its hour on. */
export type NextRun = {
  readonly runOn: Temporal.PlainDate;
  readonly dueAt: Temporal.Instant;
  /** Where it makes good what was missed: the first day of it. */
  readonly missedSince: Temporal.PlainDate | null;
};

/** Whoever waits longer than this for a scheduled day has none: a schedule of holidays alone. */
const DAYS_AHEAD_MAX = 60;
/** Days missed longer ago change nothing any more: one day makes good all of them. */
const DAYS_BACK_MAX = 60;
/** Nobody gets a reminder in the evening because a server was repaired in the afternoon. */
const LATEST = new Temporal.PlainTime(20);
/** However late people were told, they have this long to say no. */
const NOTICE_HOURS_MIN = 1;

/** The hour of a day as a moment. Where the clock is put forward over it, the first moment after. */
export function dueAtOn(
  day: Temporal.PlainDate,
  { localTime }: RunSchedule,
  { timeZone }: Place,
): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(localTime);
  return day
    .toPlainDateTime(plainTime)
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .toInstant();
}

/** Whether reminders go out on a day by the schedule alone. */
export function isScheduled(
  day: Temporal.PlainDate,
  { weekdays, skipsHolidays }: RunSchedule,
  place: Place,
): boolean {
  return weekdays.includes(day.dayOfWeek) && !(skipsHolidays && isHoliday(day, place));
}

/** The next scheduled days from a moment on, that of today included while its hour has not struck. */
export function nextScheduled(
  schedule: RunSchedule,
  place: Place,
  { now, today, count }: { now: Temporal.Instant; today: Temporal.PlainDate; count: number },
): { runOn: Temporal.PlainDate; dueAt: Temporal.Instant }[] {
  const found: { runOn: Temporal.PlainDate; dueAt: Temporal.Instant }[] = [];
  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX && found.length < count; ahead += 1) {
    const runOn = today.add({ days: ahead });
    const dueAt = dueAtOn(runOn, schedule, place);
    if (isScheduled(runOn, schedule, place) && isAfter(dueAt, now)) found.push({ runOn, dueAt });
  }
  return found;
}

/**
 * The day whose turn is next, today's while it may still begin. A scheduled day that nothing came of is made good on the
 * next working day, all missed ones by one: steps are states, so whatever was due is due still.
 */
export function nextRun(
  schedule: RunSchedule,
  place: Place,
  { now, today, past }: { now: Temporal.Instant; today: Temporal.PlainDate; past: Past },
): NextRun | null {
  for (let ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead += 1) {
    const runOn = today.add({ days: ahead });
    if (past.closedOn.some((day) => day.equals(runOn))) continue;
    if (past.handledOn && Temporal.PlainDate.compare(runOn, past.handledOn) <= 0) continue;
    const dueAt = dueAtOn(runOn, schedule, place);
    if (isAfter(now, latestOn(runOn, schedule, place))) continue;
    const missedSince = firstMissed(runOn, schedule, place, past);
    const isOwn = isScheduled(runOn, schedule, place) && !isAfter(past.onSince, dueAt);
    if (isOwn || (missedSince && isWorked(runOn, schedule, place))) return { runOn, dueAt, missedSince };
  }
  return null;
}

/** The last moment at which a day may begin: eight in the evening, or midnight where its hour is later than six. */
export function latestOn(
  day: Temporal.PlainDate,
  schedule: RunSchedule,
  { timeZone }: Place,
): Temporal.Instant {
  const isLate =
    Temporal.PlainTime.compare(Temporal.PlainTime.from(schedule.localTime), LATEST.subtract({ hours: 2 })) >
    0;
  const end = isLate
    ? day.add({ days: 1 }).toZonedDateTime({ timeZone }).subtract({ seconds: 1 })
    : day.toZonedDateTime({ timeZone, plainTime: LATEST });
  return end.toInstant();
}

/** From when on people are to be told of a day. */
export function forewarnAt(
  { dueAt }: Pick<NextRun, 'dueAt'>,
  { forewarnHours }: RunSchedule,
): Temporal.Instant {
  return dueAt.subtract({ hours: forewarnHours });
}

/** The first moment it may begin: its hour, and an hour after people were told; null while they were not. */
export function mayBeginAt(
  { dueAt, forewarnedAt }: { dueAt: Temporal.Instant; forewarnedAt: Temporal.Instant | null },
  { forewarnHours }: Pick<RunSchedule, 'forewarnHours'>,
): Temporal.Instant | null {
  if (forewarnHours === 0) return dueAt;
  if (forewarnedAt === null) return null;
  const told = forewarnedAt.add({ hours: NOTICE_HOURS_MIN });
  return isAfter(told, dueAt) ? told : dueAt;
}

/** The first scheduled day before this one that is neither handled nor from before the schedule. */
function firstMissed(
  before: Temporal.PlainDate,
  schedule: RunSchedule,
  place: Place,
  { onSince, handledOn }: Past,
): Temporal.PlainDate | null {
  const earliest = before.subtract({ days: DAYS_BACK_MAX });
  let day = onSince.toZonedDateTimeISO(place.timeZone).toPlainDate();
  if (handledOn && Temporal.PlainDate.compare(handledOn, day) >= 0) day = handledOn.add({ days: 1 });
  if (Temporal.PlainDate.compare(day, earliest) < 0) day = earliest;
  for (; Temporal.PlainDate.compare(day, before) < 0; day = day.add({ days: 1 })) {
    if (isScheduled(day, schedule, place) && !isAfter(onSince, dueAtOn(day, schedule, place))) return day;
  }
  return null;
}

function isWorked(day: Temporal.PlainDate, schedule: RunSchedule, place: Place): boolean {
  return isScheduled(day, schedule, place) || (day.dayOfWeek <= 5 && !isHoliday(day, place));
}

function isHoliday(day: Temporal.PlainDate, { country }: Place): boolean {
  return publicHolidays(country, day.year, day.year).has(epochDayOf(day));
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

/** Scheduled days, the latest first, whose time is over and of which nothing is known: nobody looked. */
export function silentDays(
  schedule: RunSchedule,
  place: Place,
  given: {
    readonly now: Temporal.Instant;
    readonly today: Temporal.PlainDate;
    readonly onSince: Temporal.Instant;
    readonly known: readonly Temporal.PlainDate[];
  },
): { runOn: Temporal.PlainDate; dueAt: Temporal.Instant }[] {
  const found: { runOn: Temporal.PlainDate; dueAt: Temporal.Instant }[] = [];
  for (let back = 0; back <= DAYS_BACK_MAX; back += 1) {
    const runOn = given.today.subtract({ days: back });
    const dueAt = dueAtOn(runOn, schedule, place);
    if (isAfter(given.onSince, dueAt)) break;
    const isKnown = given.known.some((day) => day.equals(runOn));
    const isOver = isAfter(given.now, latestOn(runOn, schedule, place));
    if (!isKnown && isOver && isScheduled(runOn, schedule, place)) found.push({ runOn, dueAt });
  }
  return found;
}
