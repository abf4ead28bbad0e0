import { refuse } from '#core/refusal.ts';
import { latestOn, nextRun } from '#core/schedule/run-schedule.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { companyNow } from './company-clock.ts';
import {
  addAutomaticRun,
  findAutomaticRun,
  findPast,
  lockAutomaticRun,
  lockSchedule,
  markAutomaticRun,
  mayVeto,
} from './queries.ts';
import { readVetoToken } from './veto-token.ts';

type Day = { readonly runOn: Temporal.PlainDate };

/**
 * Stops what was to go out by itself on a day; a person may still plan a run. Vetoing twice changes nothing.
 * @throws Refusal automatic_run_unknown, automatic_run_begun
 */
export function vetoRun(tools: CompanyTools, { runOn }: Day): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    await announceIfNext(trx, tools, runOn);
    const day = await lockAutomaticRun(trx, companyId, runOn);
    if (day?.state === 'vetoed') return;
    refuseUnlessAnnounced(day?.state, runOn);
    const at = clock.now();
    const vetoed = { state: 'vetoed' as const, vetoedAt: at, vetoedBy: actor, endedAt: at, answer: null };
    await markAutomaticRun(trx, { companyId, runOn, from: ['announced'] }, vetoed);
    const facts = { on: runOn.toString() };
    await addTimelineEntries(trx, companyId, [{ kind: 'automatic_run_vetoed', facts, at, actor }]);
  });
}

/** Lets a vetoed day go out after all, while it may still begin. */
export function withdrawVeto(tools: CompanyTools, { runOn }: Day): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const schedule = await lockSchedule(trx, companyId);
    const company = await findCompany(trx, companyId);
    const day = await lockAutomaticRun(trx, companyId, runOn);
    if (day?.state === 'announced') return;
    const { now } = companyNow(clock, company.timeZone);
    const passed = schedule && Temporal.Instant.compare(now, latestOn(runOn, schedule, company)) > 0;
    if (!schedule?.isActive || passed || day?.state !== 'vetoed' || day.runId !== null) {
      refuse('automatic_run_unknown', { on: runOn.toString() });
    }
    const again = { state: 'announced' as const, vetoedAt: null, vetoedBy: null, endedAt: null };
    await markAutomaticRun(trx, { companyId, runOn, from: ['vetoed'] }, again);
    const facts = { on: runOn.toString() };
    await addTimelineEntries(trx, companyId, [
      { kind: 'automatic_run_allowed', facts, at: clock.now(), actor },
    ]);
  });
}

/** What a link from a forewarning is about: enough to decide by, and nothing of any debtor. */
export async function showVetoLink(tools: Tools, token: string) {
  const { inside, runOn } = await openLink(tools, token);
  return inCompany(inside, async (trx) => {
    const { name, timeZone } = await findCompany(trx, inside.companyId);
    const day = (await findAutomaticRun(trx, inside.companyId, runOn)) ?? refuse('veto_link_unusable', {});
    return {
      company: name,
      on: runOn.toString(),
      dueAt: day.dueAt.toString(),
      timeZone,
      state: day.state,
      expected: day.expected,
    };
  });
}

/** Stops the day the link is about, on behalf of whom it was sent to. */
export async function vetoByLink(tools: Tools, token: string) {
  const { inside, runOn } = await openLink(tools, token);
  await vetoRun(inside, { runOn });
  return showVetoLink(tools, token);
}

/** A link is worth what its reader is: who left the company, or may only read, stops nothing. */
async function openLink(tools: Tools, token: string): Promise<{ inside: CompanyTools } & Day> {
  const { companyId, runOn, userId, expiresAt } = readVetoToken(tools, token);
  if (!(await mayVeto(tools.db, companyId, userId))) refuse('veto_link_unusable', {});
  const inside = { ...tools, companyId, actor: userId };
  const { timeZone } = await inCompany(inside, (trx) => findCompany(trx, companyId));
  const { now } = companyNow(tools.clock, timeZone);
  if (Temporal.Instant.compare(now, expiresAt) >= 0) refuse('veto_link_unusable', {});
  return { inside, runOn };
}

/** The next day can be stopped before anybody was told of it. */
async function announceIfNext(trx: Trx, { companyId, clock }: CompanyTools, runOn: Temporal.PlainDate) {
  const schedule = await lockSchedule(trx, companyId);
  if (!schedule?.isActive || (await findAutomaticRun(trx, companyId, runOn))) return;
  const company = await findCompany(trx, companyId);
  const wall = companyNow(clock, company.timeZone);
  const past = await findPast(trx, schedule, wall.today);
  const next = nextRun(schedule, company, { ...wall, past });
  if (!next?.runOn.equals(runOn)) return;
  const { dueAt, missedSince } = next;
  await addAutomaticRun(trx, {
    companyId,
    runOn,
    dueAt,
    missedSinceOn: missedSince,
    announcedAt: clock.now(),
  });
}

function refuseUnlessAnnounced(state: string | undefined, runOn: Temporal.PlainDate): void {
  const on = runOn.toString();
  if (state === 'running' || state === 'done') refuse('automatic_run_begun', { on });
  if (state !== 'announced') refuse('automatic_run_unknown', { on });
}
