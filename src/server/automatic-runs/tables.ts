import type { AutomaticRunState } from '#core/schedule/automatic-run-states.ts';

/** When a company's reminders go out by themselves. */
export type RunScheduleTable = {
  companyId: string;
  isActive: boolean;
  weekdays: number[];
  localTime: string;
  skipsHolidays: boolean;
  forewarnHours: number;
  onSinceAt: Temporal.Instant;
  changedBy: string | null;
  changedAt: Temporal.Instant;
  lookedAt: Temporal.Instant | null;
};

/** One row a day on which reminders were to go out, and what became of it. */
export type AutomaticRunTable = {
  companyId: string;
  runOn: Temporal.PlainDate;
  dueAt: Temporal.Instant;
  state: AutomaticRunState;
  missedSinceOn: Temporal.PlainDate | null;
  expected: ExpectedRun | null;
  announcedAt: Temporal.Instant;
  askedAt: Temporal.Instant | null;
  forewarnedAt: Temporal.Instant | null;
  vetoedAt: Temporal.Instant | null;
  vetoedBy: string | null;
  beganAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
  runId: string | null;
  reviewRunId: string | null;
  answer: string | null;
};

/** How many notices a day was thought to send by itself, and to leave for a person. */
export type ExpectedRun = { readonly automatic: number; readonly toConfirm: number };
