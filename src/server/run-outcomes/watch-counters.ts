import { listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { checkCounters } from './check-counters.ts';
import { listBreaches } from './queries.ts';

/** Looks, every minute and company by company, whether the counters of the runs that move say what really became of them. */
export async function watchCounters(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await watchCompany({ ...tools, companyId: id, actor: null });
    } catch (error) {
      tools.log.error({ err: error, companyId: id }, 'the counters of the runs could not be checked');
    }
  }
}

/** A difference that comes up, or is mended, is audited at once: what a failed audit holds back does not wait for the night. */
export async function watchCompany(tools: CompanyTools): Promise<void> {
  const before = await inCompany(tools, (trx) => listBreaches(trx, tools.companyId));
  const broken = await checkCounters(tools);
  const known = new Set(before.map(({ runId }) => runId));
  const isNews = broken.length !== known.size || broken.some(({ runId }) => !known.has(runId));
  if (isNews) await auditCompany(tools, { because: 'nightly' });
}
