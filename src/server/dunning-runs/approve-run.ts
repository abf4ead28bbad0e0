import { sql } from 'kysely';
import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { fault } from '#server/platform/fault.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseRelease } from '#server/security/check-release.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { sendRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';

/**
 * Approves a planned run and, with `send`, queues its sending in the same transaction. Approving twice, or by a hundred
 * people at once, changes nothing after the first.
 */
export function approveRun(
  tools: CompanyTools,
  { run: runId, send = true }: { run: string; send?: boolean },
): Promise<void> {
  const { companyId, actor, clock, queue } = tools;
  return inCompany(tools, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const closed = whyNot('approve', run.state);
    if (closed) refuse(closed, { run: String(run.number) });
    if (run.state !== 'planned') return;
    const notices = await countKept(trx, companyId, runId);
    if (notices === 0) refuse('run_empty', { run: String(run.number) });
    await refuseRelease(trx, tools, run);
    const at = clock.now();
    const approved = { state: 'approved' as const, approvedBy: actor, approvedAt: at };
    await markRun(trx, { companyId, id: runId, from: ['planned'] }, approved);
    const facts = { run: String(run.number), notices: String(notices) };
    await addTimelineEntries(trx, companyId, [{ kind: 'run_approved', facts, at, actor, runId }]);
    if (send) await queue.add(trx, sendRunJob, { companyId, actor, runId });
    fault('run-approved');
  });
}

async function countKept(
  trx: Parameters<typeof lockRun>[0],
  companyId: string,
  runId: string,
): Promise<number> {
  const { kept } = await trx
    .selectFrom('proposal')
    .where('companyId', '=', companyId)
    .where('runId', '=', runId)
    .where('state', '=', 'proposed')
    .select(sql<number>`count(*)::int`.as('kept'))
    .executeTakeFirstOrThrow();
  return kept;
}
