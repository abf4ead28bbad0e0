import { whyNot } from '#core/dunning/run-states.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { computeRunJob } from './jobs.ts';
import { lockRun, markRun } from './queries.ts';

/** Computes a planned run again from the facts as they are now. Edits survive, or the summary tells which did not. */
export function recomputeRun(tools: CompanyTools, { run: runId }: { run: string }): Promise<void> {
  const { companyId, actor, queue } = tools;
  return inCompany(tools, async (trx) => {
    const run = (await lockRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
    const closed = whyNot('recompute', run.state);
    if (closed) refuse(closed, { run: String(run.number) });
    const company = await findCompany(trx, companyId);
    if (!company.defaultPolicyId) refuse('policy_missing', { company: company.name });
    await markRun(trx, { companyId, id: runId, from: ['planned'] }, { state: 'planning', progress: null });
    await queue.add(trx, computeRunJob, { companyId, actor, runId });
  });
}
