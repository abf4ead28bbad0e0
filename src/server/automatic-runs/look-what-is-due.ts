import { writeAnswer } from '#core/dunning/run-answer.ts';
import { Refusal } from '#core/refusal.ts';
import {
  forewarnAt,
  latestOn,
  mayBeginAt,
  type NextRun,
  nextRun,
  type Place,
} from '#core/schedule/run-schedule.ts';
import type { SendStop } from '#core/sending/send-stops.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { advanceRun, giveUpReview } from './advance-run.ts';
import { beginRun } from './begin-run.ts';
import { type CompanyNow, companyNow } from './company-clock.ts';
import { forewarnJob } from './jobs.ts';
import {
  addAutomaticRun,
  type FoundAutomaticRun,
  type FoundSchedule,
  findAutomaticRun,
  findPast,
  findRunning,
  listAnnounced,
  lockScheduleToLook,
  markAutomaticRun,
  markSchedule,
} from './queries.ts';

/**
 * Looks, company by company, whether reminders are due, and takes what has begun a step further. Everything it decides by
 * is a state in the database: it may be killed anywhere, run twice at once, or not run for days.
 */
export async function lookWhatIsDue(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await lookAt({ ...tools, companyId: id, actor: null });
    } catch (error) {
      // One company's trouble is not the others'.
      tools.log.error({ err: error, companyId: id }, 'automatic reminders could not be looked after');
    }
  }
}

/** One look at one company. */
export async function lookAt(tools: CompanyTools): Promise<void> {
  const { companyId } = tools;
  const found = await inCompany(tools, async (trx) => {
    const look = await beginLook(trx, tools);
    const [stop] = await findSendStops(trx, companyId);
    // A copy, or data of yesterday, begin nothing by themselves.
    if (stop) {
      if (look) await holdBack(trx, tools, { ...look, stop });
      return {};
    }
    const running = await findRunning(trx, companyId);
    if (running || !look) return { running };
    const next = await findNext(trx, look);
    return { begins: next && (await announce(trx, tools, { ...look, next })) };
  });
  if (found.begins) await begin(tools, found.begins);
  if (found.running) await advanceRun(tools, found.running);
}

/**
 * Notes that somebody looks, also while nothing may leave: what is held back is no clock that has stopped.
 * @returns null where none go out by themselves, or another process is at it
 */
async function beginLook(trx: Trx, tools: CompanyTools): Promise<Look | null> {
  const { companyId, clock } = tools;
  const schedule = await lockScheduleToLook(trx, companyId);
  if (!schedule) return null;
  await markSchedule(trx, companyId, { lookedAt: clock.now() });
  const place = await findCompany(trx, companyId);
  const look = { schedule, place, wall: companyNow(clock, place.timeZone) };
  await closePassed(trx, tools, look);
  return look;
}

async function findNext(trx: Trx, { schedule, place, wall }: Look): Promise<NextRun | null> {
  return nextRun(schedule, place, { ...wall, past: await findPast(trx, schedule, wall.today) });
}

/** A day whose hour has come says what holds it back. Nobody is written to of it, and it begins once that is released. */
async function holdBack(
  trx: Trx,
  tools: CompanyTools,
  { stop, ...look }: Look & { readonly stop: SendStop },
): Promise<void> {
  const next = await findNext(trx, look);
  if (!next || isAfter(next.dueAt, look.wall.now)) return;
  await noteDay(trx, tools, next);
  const { companyId } = tools;
  const answer = writeAnswer(new Refusal('sending_stopped', { reason: stop.kind }));
  await markAutomaticRun(trx, { companyId, runOn: next.runOn, from: ['announced'] }, { answer });
}

async function begin(tools: CompanyTools, runOn: Temporal.PlainDate): Promise<void> {
  const inTheWay = await beginRun(tools, runOn);
  if (inTheWay) await giveUpReview(tools, inTheWay);
}

type Look = { readonly schedule: FoundSchedule; readonly place: Place; readonly wall: CompanyNow };

/** What could not begin on its day is made good on a later one. */
async function closePassed(trx: Trx, tools: CompanyTools, { schedule, place, wall }: Look): Promise<void> {
  const { companyId, clock } = tools;
  for (const { runOn, answer } of await listAnnounced(trx, companyId)) {
    if (!isAfter(wall.now, latestOn(runOn, schedule, place))) continue;
    const at = clock.now();
    await markAutomaticRun(trx, { companyId, runOn, from: ['announced'] }, { state: 'missed', endedAt: at });
    const facts = { on: runOn.toString(), answer: answer ?? outOfTime(runOn) };
    await addTimelineEntries(trx, companyId, [{ kind: 'automatic_run_missed', facts, at, actor: null }]);
  }
}

function outOfTime(runOn: Temporal.PlainDate): string {
  return writeAnswer(new Refusal('automatic_out_of_time', { on: runOn.toString() }));
}

/** Announces the next day when its time has come. @returns the day, where it may begin now */
async function announce(
  trx: Trx,
  tools: CompanyTools,
  { schedule, next, wall }: { schedule: FoundSchedule; next: NextRun; wall: CompanyNow },
): Promise<Temporal.PlainDate | null> {
  const { companyId, clock, queue } = tools;
  const { runOn } = next;
  if (isAfter(forewarnAt(next, schedule), wall.now)) return null;
  await noteDay(trx, tools, next);
  const announced = await findAutomaticRun(trx, companyId, runOn);
  if (announced?.state !== 'announced') return null;
  if (schedule.forewarnHours > 0 && mustAsk(announced, clock.now())) {
    await markAutomaticRun(trx, { companyId, runOn, from: ['announced'] }, { askedAt: clock.now() });
    await queue.add(trx, forewarnJob, { companyId, actor: null, runOn: runOn.toString() });
  }
  const beginsAt = mayBeginAt(announced, schedule);
  return beginsAt && !isAfter(beginsAt, wall.now) ? runOn : null;
}

/** Its key lets no day be there twice. */
async function noteDay(trx: Trx, { companyId, clock }: CompanyTools, next: NextRun): Promise<void> {
  const { runOn, dueAt, missedSince } = next;
  const row = { companyId, runOn, dueAt, missedSinceOn: missedSince, announcedAt: clock.now() };
  await addAutomaticRun(trx, row);
}

/** People who could not be told are told again later: the mail server may be back, or set up. */
function mustAsk({ askedAt, forewarnedAt }: FoundAutomaticRun, now: Temporal.Instant): boolean {
  if (forewarnedAt !== null) return false;
  return askedAt === null || isAfter(now, askedAt.add({ minutes: ASKED_AGAIN_AFTER_MIN }));
}
const ASKED_AGAIN_AFTER_MIN = 15;

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
