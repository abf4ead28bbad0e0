import { z } from 'zod';
import { AUTOMATIC_RUN_STATES } from '#core/schedule/automatic-run-states.ts';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany, PageInput, pageOf, route } from './route.ts';

/** When reminders go out by themselves. */
export const ScheduleInput = z.object({
  /** ISO weekdays, 1 = Monday. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
  /** '09:00', by the clock on the company's wall. */
  localTime: z.string().max(10),
  skipsHolidays: z.boolean(),
  /** How long before owners and clerks are told by mail; 0: they are not. */
  forewarnHours: z.number().int(),
});

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('refusal'), code: z.string(), facts: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('words'), words: z.string() }),
]);
const RunName = z.object({ id: z.uuid(), number: z.number().int() });
const Expected = z.object({ automatic: z.number().int(), toConfirm: z.number().int() });

/** One day on which reminders were to go out, and what became of it. */
export const AutomaticRunView = z.object({
  on: z.iso.date(),
  dueAt: z.string(),
  state: z.enum(AUTOMATIC_RUN_STATES),
  /** The first scheduled day that was missed and that this one makes good. */
  missedSince: z.iso.date().nullable(),
  /** What it was thought to send by itself, and to leave for a person. */
  expected: Expected.nullable(),
  forewarnedAt: z.string().nullable(),
  vetoedAt: z.string().nullable(),
  vetoedBy: z.string().nullable(),
  beganAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  run: RunName.nullable(),
  /** What was left for a person. */
  reviewRun: RunName.nullable(),
  /** Of the notices that went out by themselves. Skipped: withdrawn, because their facts had changed. */
  sent: z.number().int(),
  waiting: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  /** Why it does not begin, or how it failed. */
  answer: Answer.nullable(),
});
export type AutomaticRunView = z.infer<typeof AutomaticRunView>;

/** What everybody must see: reminders should have gone out, and have not. */
export const AutomaticAlarm = z.object({
  /** `clock_stopped`: nobody has looked. `mail_login`: the mail server does not let Rappel in. `held_up`: today's cannot begin. `missed`: since that day nothing went out. */
  code: z.enum(['clock_stopped', 'mail_login', 'held_up', 'missed']),
  since: z.iso.date().nullable(),
  answer: Answer.nullable(),
});

/** The automatic mode at a glance: when it is next, what the last day did, and whether something is wrong. */
export const AutomaticView = z.object({
  schedule: ScheduleInput.extend({
    isActive: z.boolean(),
    changedBy: z.string().nullable(),
    changedAt: z.string(),
  }).nullable(),
  /** Whose clock and whose holidays. */
  timeZone: z.string(),
  country: z.string(),
  /** The next three scheduled days. */
  next: z.array(z.object({ on: z.iso.date(), at: z.string() })),
  /** The day whose turn is next; null while switched off. */
  coming: z
    .object({
      on: z.iso.date(),
      dueAt: z.string(),
      missedSince: z.iso.date().nullable(),
      announced: AutomaticRunView.nullable(),
    })
    .nullable(),
  /** A vetoed day that may still be let go. */
  vetoed: AutomaticRunView.nullable(),
  last: AutomaticRunView.nullable(),
  alarm: AutomaticAlarm.nullable(),
  /** Steps marked automatic in the policies in force: without any, everything waits for a person. */
  automaticSteps: z.number().int(),
});
export type AutomaticView = z.infer<typeof AutomaticView>;

const OneDay = InCompany.extend({ on: z.iso.date() });
const dayRefusals = () => refusals('automatic_run_unknown', 'automatic_run_begun');

export const automaticRuns = {
  show: companyRoute('GET', '/run-schedule', 'reader').input(InCompany).output(AutomaticView),
  /** Switches the automatic mode on, or changes when reminders go out. */
  set: companyRoute('PUT', '/run-schedule', 'owner')
    .input(InCompany.extend(ScheduleInput.shape))
    .output(AutomaticView)
    .errors(refusals('schedule_without_days', 'schedule_time_unreadable', 'schedule_forewarn_out_of_range')),
  switchOff: companyRoute('DELETE', '/run-schedule', 'owner').input(InCompany).output(AutomaticView),
  /** The days it was on, the newest first. */
  list: companyRoute('GET', '/automatic-runs', 'reader')
    .input(InCompany.extend(PageInput.shape))
    .output(pageOf(AutomaticRunView)),
  /** Stops what was to go out by itself on a day. Vetoing twice changes nothing. */
  veto: companyRoute('POST', '/automatic-runs/{on}/veto', 'clerk')
    .input(OneDay)
    .output(AutomaticView)
    .errors(dayRefusals()),
  /** Lets a vetoed day go out after all. */
  withdrawVeto: companyRoute('DELETE', '/automatic-runs/{on}/veto', 'clerk')
    .input(OneDay)
    .output(AutomaticView)
    .errors(dayRefusals()),
};

const OneLink = z.object({ token: z.string().min(1).max(1000) });
const VetoLinkView = z.object({
  company: z.string(),
  on: z.iso.date(),
  dueAt: z.string(),
  timeZone: z.string(),
  state: z.enum(AUTOMATIC_RUN_STATES),
  expected: Expected.nullable(),
});

/** The link in a forewarning: whoever has it needs no account, sees counts, and can stop that one day. */
export const vetoLinks = {
  /** Changes nothing: whatever opens links before a person does may open this one. */
  show: route('GET', '/veto-links/{token}', 'public')
    .input(OneLink)
    .output(VetoLinkView)
    .errors(refusals('veto_link_unusable')),
  use: route('POST', '/veto-links/{token}', 'public')
    .input(OneLink)
    .output(VetoLinkView)
    .errors(refusals('veto_link_unusable', 'automatic_run_unknown', 'automatic_run_begun')),
};
