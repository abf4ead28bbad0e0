import { sql } from 'kysely';
import type { ApprovalView } from '#contract/dunning-run-views.ts';
import { type AskingNotices, findStaleBank, type StaleBank } from '#core/dunning/stale-bank.ts';
import { refuse } from '#core/refusal.ts';
import { findBankData } from '#server/bank-statements/bank-freshness.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findRun } from './queries.ts';

/** What a screen says before the run is approved. */
export function showApproval(tools: CompanyTools, { run: id }: { run: string }): Promise<ApprovalView> {
  return inCompany(tools, async (trx) => {
    const run = (await findRun(trx, tools.companyId, id)) ?? refuse('run_unknown', { run: id });
    return { staleBank: run.state === 'planned' ? await findStaleBankOf(trx, tools, id) : null };
  });
}

/** Bank data that are older today than the policies of a planned run's notices allow, as they were computed. */
export async function findStaleBankOf(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  runId: string,
): Promise<StaleBank | null> {
  const { timeZone } = await findCompany(trx, companyId);
  const bankData = await findBankData(trx, companyId, clock.today(timeZone));
  return bankData && findStaleBank(await listAsking(trx, companyId, runId), bankData);
}

async function listAsking(trx: Trx, companyId: string, runId: string): Promise<AskingNotices[]> {
  const { rows } = await sql<AskingNotices>`
    select p.step_kind as kind, v.body -> 'bankData' as rule, count(*)::int as notices
    from proposal p
    join dunning_policy_version v
      on v.company_id = p.company_id and v.policy_id = p.policy_id and v.version = p.policy_version
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.state = 'proposed'
    group by 1, 2`.execute(trx);
  return rows;
}
