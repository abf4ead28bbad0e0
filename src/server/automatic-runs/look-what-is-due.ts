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
    // A copy, or data of yesterday, begin nothing by themselves.
    if ((await findSendStops(trx, companyId)).length > 0) return {};
    const running = await findRunning(trx, companyId);
    const schedule = await lockScheduleToLook(trx, companyId);
    if (!schedule) return { running };
    await markSchedule(trx, companyId, { lookedAt: tools.clock.now() });
    const company = await findCompany(trx, companyId);
    const wall = companyNow(tools.clock, company.timeZone);
    await closePassed(trx, tools, { schedule, place: company, wall });
    if (running) return { running };
    const past = await findPast(trx, schedule, wall.today);
    const next = nextRun(schedule, company, { ...wall, past });
    return { begins: next && (await announce(trx, tools, { schedule, next, wall })) };
  });
  if (found.begins) await begin(tools, found.begins);
  if (found.running) await advanceRun(tools, found.running);
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
  const { runOn, dueAt } = next;
  if (isAfter(forewarnAt(next, schedule), wall.now)) return null;
  const row = { companyId, runOn, dueAt, missedSinceOn: next.missedSince, announcedAt: clock.now() };
  await addAutomaticRun(trx, row);
  const announced = await findAutomaticRun(trx, companyId, runOn);
  if (announced?.state !== 'announced') return null;
  if (schedule.forewarnHours > 0 && mustAsk(announced, clock.now())) {
    await markAutomaticRun(trx, { companyId, runOn, from: ['announced'] }, { askedAt: clock.now() });
    await queue.add(trx, forewarnJob, { companyId, actor: null, runOn: runOn.toString() });
  }
  const beginsAt = mayBeginAt(announced, schedule);
  return beginsAt && !isAfter(beginsAt, wall.now) ? runOn : null;
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
