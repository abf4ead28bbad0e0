import { comparePolicies } from '#core/dunning/compare-policies.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findPolicy, listVersions } from './queries.ts';

/** What changed from one version of a policy to another; the first version is compared with itself. */
export function compareVersions(
  tools: CompanyTools,
  { policy: id, from: given, to }: { policy: string; from?: number | undefined; to: number },
) {
  return inCompany(tools, async (trx) => {
    const policy = (await findPolicy(trx, tools.companyId, id)) ?? refuse('policy_unknown', { policy: id });
    const versions = await listVersions(trx, tools.companyId, id);
    const from = given ?? Math.max(1, to - 1);
    const bodyOf = (version: number) =>
      versions.find((one) => one.version === version)?.body ??
      refuse('policy_version_unknown', { policy: policy.name, version: String(version) });
    return { from, to, changes: comparePolicies(bodyOf(from), bodyOf(to)) };
  });
}
