import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { computeRun } from './compute-run.ts';
import { computeRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';

/**
 * Computes a planned run again from the facts as they are now, by the queue. Edits survive, or the summary tells which
 * did not; what differs from the time before is told line by line.
 */
export function recomputeRun(tools: CompanyTools, { run: runId }: { run: string }): Promise<void> {
  const { companyId, actor, queue } = tools;
  return inCompany(tools, async (trx) => {
    await beginAgain(trx, companyId, runId);
    await queue.add(trx, computeRunJob, { companyId, actor, runId });
  });
}

/** The same for whoever waits for the result: computed here and now, without the queue. */
export async function recomputeRunNow(tools: CompanyTools, { run }: { run: string }): Promise<void> {
  await inCompany(tools, (trx) => beginAgain(trx, tools.companyId, run));
  await computeRun(tools, { runId: run });
}

async function beginAgain(trx: Trx, companyId: string, runId: string): Promise<void> {
  const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
  const closed = whyNot('recompute', run.state);
  if (closed) refuse(closed, { run: String(run.number) });
  const company = await findCompany(trx, companyId);
  if (!company.defaultPolicyId) refuse('policy_missing', { company: company.name });
  await markRun(trx, { companyId, id: runId, from: ['planned'] }, { state: 'planning', progress: null });
}
