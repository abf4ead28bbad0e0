import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockRun, markRun } from './queries.ts';

/** Gives a run up before anything has left. Its proposals stay to be read; nothing on any due item changed. */
export function cancelRun(tools: CompanyTools, { run: runId }: { run: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const closed = whyNot('cancel', run.state);
    if (closed) refuse(closed, { run: String(run.number) });
    if (run.state === 'cancelled') return;
    if (await hasIssued(trx, companyId, runId)) refuse('run_partly_sent', { run: String(run.number) });
    const at = clock.now();
    const changes = { state: 'cancelled' as const, endedAt: at, progress: null };
    await markRun(trx, { companyId, id: runId, from: [run.state] }, changes);
    const facts = { run: String(run.number) };
    await addTimelineEntries(trx, companyId, [{ kind: 'run_cancelled', facts, at, actor, runId }]);
  });
}

/** Whether its sending began, and stopped. */
async function hasIssued(trx: Trx, companyId: string, runId: string): Promise<boolean> {
  const issued = trx.selectFrom('notice').select('id').where('companyId', '=', companyId);
  return Boolean(await issued.where('runId', '=', runId).limit(1).executeTakeFirst());
}
