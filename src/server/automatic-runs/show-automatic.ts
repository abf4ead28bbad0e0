import type { AutomaticRunView, AutomaticView } from '#contract/automatic-runs.ts';
import { readAnswer } from '#core/dunning/run-answer.ts';
import {
  latestOn,
  type NextRun,
  nextRun,
  nextScheduled,
  type Place,
  silentDays,
} from '#core/schedule/run-schedule.ts';
import { findCompany } from '#server/companies/queries.ts';
import { findRun, listUserNames } from '#server/dunning-runs/queries.ts';
import { countOutcome } from '#server/notices/outcome-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listPoliciesInForce } from '#server/policies/policies-in-force.ts';
import { findSilences } from '#server/silence/find-silences.ts';
import { type CompanyNow, companyNow } from './company-clock.ts';
import {
  type FoundAutomaticRun,
  type FoundSchedule,
  findAutomaticRun,
  findLastEnded,
  findPast,
  findSchedule,
  findVetoedFrom,
  listAutomaticRuns,
  listDaysSince,
} from './queries.ts';

/** So long after its hour a day that has not begun is held up, whatever the reason. */
const LATE_MINUTES_MAX = 90;
const SHOWN_AHEAD = 3;

/** The automatic mode at a glance. */
export async function showAutomatic(tools: CompanyTools): Promise<AutomaticView> {
  const view = await inCompany(tools, (trx) => readAutomatic(trx, tools));
  return withNames(tools, view);
}

/** The days it was on, the newest first. */
export async function showAutomaticRuns(tools: CompanyTools, page: { page: number; perPage: number }) {
  const { rows, total } = await inCompany(tools, async (trx) => {
    const found = await listAutomaticRuns(trx, tools.companyId, page);
    const views: AutomaticRunView[] = [];
    for (const day of found.rows) views.push(await viewOf(trx, day));
    const silent = page.page === 1 ? await viewSilentDays(trx, tools) : [];
    const all = [...views, ...silent].sort((one, other) => other.on.localeCompare(one.on));
    return { rows: all.slice(0, page.perPage), total: found.total + silent.length };
  });
  const names = await listUserNames(
    tools.db,
    rows.map(({ vetoedBy }) => vetoedBy),
  );
  return { rows: rows.map((row) => named(row, names)), total };
}

/** Days on which nobody looked have no row of their own: they are told by the schedule. */
async function viewSilentDays(trx: Trx, { companyId, clock }: CompanyTools): Promise<AutomaticRunView[]> {
  const schedule = await findSchedule(trx, companyId);
  if (!schedule?.isActive) return [];
  const company = await findCompany(trx, companyId);
  const wall = companyNow(clock, company.timeZone);
  const known = await listDaysSince(trx, companyId, wall.today.subtract({ days: 70 }));
  const silent = silentDays(schedule, company, { ...wall, onSince: schedule.onSinceAt, known });
  return silent.map(({ runOn, dueAt }) => ({
    ...{ on: runOn.toString(), dueAt: dueAt.toString(), state: 'missed' as const },
    ...{ missedSince: null, expected: null, forewarnedAt: null, vetoedAt: null, vetoedBy: null },
    ...{ beganAt: null, endedAt: null, run: null, reviewRun: null },
    ...{ sent: 0, waiting: 0, skipped: 0, failed: 0 },
    answer: { kind: 'refusal' as const, code: 'automatic_nobody_looked', facts: { on: runOn.toString() } },
  }));
}

async function readAutomatic(trx: Trx, { companyId, clock }: CompanyTools): Promise<AutomaticView> {
  const company = await findCompany(trx, companyId);
  const { timeZone, country } = company;
  const schedule = await findSchedule(trx, companyId);
  const wall = companyNow(clock, timeZone);
  const last = await findLastEnded(trx, companyId, wall.today);
  const past = schedule?.isActive ? await findPast(trx, schedule, wall.today) : null;
  const next = schedule && past ? nextRun(schedule, company, { ...wall, past }) : null;
  const announced = next ? await findAutomaticRun(trx, companyId, next.runOn) : undefined;
  const vetoed = await findVetoedFrom(trx, companyId, wall.today);
  const mayReturn =
    vetoed && schedule?.isActive && !isAfter(wall.now, latestOn(vetoed.runOn, schedule, company));
  return {
    schedule: schedule ? scheduleView(schedule) : null,
    timeZone,
    country,
    next: schedule?.isActive ? comingDays(schedule, company, wall) : [],
    coming: next && comingView(next, announced ? await viewOf(trx, announced) : null),
    vetoed: mayReturn ? await viewOf(trx, vetoed) : null,
    last: last ? await viewOf(trx, last) : null,
    alarm: await findAlarm(trx, company, { schedule, next, announced, wall, at: clock.now() }),
    automaticSteps: await countAutomaticSteps(trx, companyId),
  };
}

function comingDays(schedule: FoundSchedule, place: Place, wall: CompanyNow): AutomaticView['next'] {
  return nextScheduled(schedule, place, { ...wall, count: SHOWN_AHEAD }).map(({ runOn, dueAt }) => ({
    on: runOn.toString(),
    at: dueAt.toString(),
  }));
}

function comingView(next: NextRun, announced: AutomaticRunView | null): AutomaticView['coming'] {
  const { runOn, dueAt, missedSince } = next;
  return {
    on: runOn.toString(),
    dueAt: dueAt.toString(),
    missedSince: missedSince?.toString() ?? null,
    announced,
  };
}

type Facts = {
  readonly schedule: FoundSchedule | undefined;
  readonly next: NextRun | null;
  readonly announced: FoundAutomaticRun | undefined;
  readonly wall: CompanyNow;
  readonly at: Temporal.Instant;
};

/** Read from states, never written: a program that has died can tell nobody that it has. */
async function findAlarm(
  trx: Trx,
  { id, timeZone }: { readonly id: string; readonly timeZone: string },
  facts: Facts,
): Promise<AutomaticView['alarm']> {
  const silences = await findSilences(trx, id, facts.at);
  const [first] = silences;
  if (first?.code === 'clock_stopped') {
    const since = facts.next?.missedSince?.toString() ?? null;
    return { code: 'clock_stopped', since, answer: null };
  }
  if (first) {
    const since = first.since.toZonedDateTimeISO(timeZone).toPlainDate().toString();
    return { code: first.code, since, answer: { kind: 'words', words: first.answer ?? '' } };
  }
  return facts.schedule?.isActive ? lateAlarm(facts) : null;
}

function lateAlarm({ next, announced, wall }: Facts): AutomaticView['alarm'] {
  const answer = announced?.answer ? readAnswer(announced.answer) : null;
  if (next?.missedSince) return { code: 'missed', since: next.missedSince.toString(), answer };
  const isLate = next !== null && isAfter(wall.now, next.dueAt.add({ minutes: LATE_MINUTES_MAX }));
  if (answer || isLate) return { code: 'held_up', since: next?.runOn.toString() ?? null, answer };
  return null;
}

function scheduleView(schedule: FoundSchedule): NonNullable<AutomaticView['schedule']> {
  const { isActive, weekdays, localTime, skipsHolidays, forewarnHours, changedBy, changedAt } = schedule;
  const shown = { isActive, weekdays, localTime, skipsHolidays, forewarnHours };
  return { ...shown, changedBy, changedAt: changedAt.toString() };
}

async function viewOf(trx: Trx, day: FoundAutomaticRun): Promise<AutomaticRunView> {
  const { companyId, runId } = day;
  const outcome = runId ? await countOutcome(trx, companyId, runId) : null;
  return {
    on: day.runOn.toString(),
    dueAt: day.dueAt.toString(),
    state: day.state,
    missedSince: day.missedSinceOn?.toString() ?? null,
    expected: day.expected,
    forewarnedAt: day.forewarnedAt?.toString() ?? null,
    vetoedAt: day.vetoedAt?.toString() ?? null,
    vetoedBy: day.vetoedBy,
    beganAt: day.beganAt?.toString() ?? null,
    endedAt: day.endedAt?.toString() ?? null,
    run: await runName(trx, companyId, runId),
    reviewRun: await runName(trx, companyId, day.reviewRunId),
    sent: outcome?.sent ?? 0,
    waiting: outcome?.waiting ?? 0,
    skipped: outcome?.withdrawn ?? 0,
    failed: (outcome?.refused ?? 0) + (outcome?.unknown ?? 0),
    answer: day.answer ? readAnswer(day.answer) : null,
  };
}

async function runName(trx: Trx, companyId: string, id: string | null): Promise<AutomaticRunView['run']> {
  const run = id ? await findRun(trx, companyId, id) : undefined;
  return run ? { id: run.id, number: run.number } : null;
}

async function countAutomaticSteps(trx: Trx, companyId: string): Promise<number> {
  const policies = await listPoliciesInForce(trx, companyId);
  return [...policies.values()].flatMap(({ body }) => body.steps.filter(({ mode }) => mode === 'automatic'))
    .length;
}

async function withNames({ db }: CompanyTools, view: AutomaticView): Promise<AutomaticView> {
  const days = [view.coming?.announced, view.vetoed, view.last];
  const ids = [view.schedule?.changedBy ?? null, ...days.map((day) => day?.vetoedBy ?? null)];
  const names = await listUserNames(db, ids);
  return {
    ...view,
    schedule: view.schedule && {
      ...view.schedule,
      changedBy: nameOf(view.schedule.changedBy, names),
    },
    vetoed: view.vetoed && named(view.vetoed, names),
    last: view.last && named(view.last, names),
  };
}

function named(view: AutomaticRunView, names: ReadonlyMap<string, string>): AutomaticRunView {
  return { ...view, vetoedBy: nameOf(view.vetoedBy, names) };
}

function nameOf(id: string | null, names: ReadonlyMap<string, string>): string | null {
  return id === null ? null : (names.get(id) ?? id);
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
