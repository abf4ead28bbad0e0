import { RunOptions } from '#contract/dunning-run-views.ts';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import { Refusal } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { computeRunJob } from '#server/dunning-runs/jobs.ts';
import { openRun } from '#server/dunning-runs/plan-run.ts';
import { type FoundRun, findRun } from '#server/dunning-runs/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { countLeftForPerson, type FoundAutomaticRun, lockAutomaticRun, markAutomaticRun } from './queries.ts';

/**
 * Takes a day that has begun one step further, by the state of its run: computed → approved and sent → the rest planned
 * for a person → done. What was done already is not done again, so that any process may go on where another was killed.
 */
export async function advanceRun(tools: CompanyTools, day: FoundAutomaticRun): Promise<void> {
  const { runId } = day;
  const run = runId ? await inCompany(tools, (trx) => findRun(trx, tools.companyId, runId)) : null;
  if (!run) return endDay(tools, day, 'done');
  switch (run.state) {
    case 'planned':
      return approve(tools, day, run);
    case 'approved':
      // Stopped with a reason: a person sends the rest of it, from the worklist.
      return run.answer === null ? undefined : endDay(tools, day, 'failed', run.answer);
    case 'failed':
      return endDay(tools, day, 'failed', run.answer);
    case 'cancelled':
      return endDay(tools, day, (run.summary?.notices ?? 0) === 0 ? 'done' : 'vetoed');
    case 'sent':
    case 'undone':
      return endDay(tools, day, 'done');
    case 'planning':
    case 'sending':
      return;
  }
}

/** An earlier day's run that waits for a person gives way: what is on it is on the next one too. */
export async function giveUpReview(tools: CompanyTools, run: string): Promise<void> {
  await cancelRun(tools, { run });
}

async function approve(tools: CompanyTools, day: FoundAutomaticRun, run: FoundRun): Promise<void> {
  try {
    await approveRun(tools, { run: run.id });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What a person must decide, a second one at that, waits for one; the screens say so.
    if (error.code !== 'run_empty') return endDay(tools, day, 'failed', writeAnswer(error));
    // Paid or held since it was counted.
    await cancelRun(tools, { run: run.id });
  }
}

async function endDay(
  tools: CompanyTools,
  { runOn }: FoundAutomaticRun,
  state: 'done' | 'failed' | 'vetoed',
  answer: string | null = null,
): Promise<void> {
  const { companyId, clock } = tools;
  await inCompany(tools, async (trx) => {
    const day = await lockAutomaticRun(trx, companyId, runOn);
    if (day?.state !== 'running') return;
    const reviewRunId = state === 'done' ? await planRest(trx, tools, day) : null;
    const ended = { state, answer, reviewRunId, endedAt: clock.now() };
    await markAutomaticRun(trx, { companyId, runOn, from: ['running'] }, ended);
  });
}

/** What waits for a person is planned once the automatic part has left. @returns its run, or null where nothing waits */
async function planRest(trx: Trx, tools: CompanyTools, day: FoundAutomaticRun): Promise<string | null> {
  const { companyId, actor, queue, clock } = tools;
  const { runId, expected } = day;
  const waiting = runId ? await countLeftForPerson(trx, companyId, runId) : (expected?.toConfirm ?? 0);
  if (waiting === 0) return null;
  try {
    const { timeZone } = await findCompany(trx, companyId);
    const plan = { plannedFor: clock.today(timeZone), options: RunOptions.parse({}) };
    const reviewRunId = await openRun(trx, tools, plan);
    await queue.add(trx, computeRunJob, { companyId, actor, runId: reviewRunId });
    return reviewRunId;
  } catch (error) {
    // Somebody has planned a run meanwhile: what waits is on that one.
    if (error instanceof Refusal && error.code === 'run_in_progress') return null;
    throw error;
  }
}
