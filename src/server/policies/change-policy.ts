import type { Policy } from '#core/dunning/policy.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findPolicyTerms, refuseFaulty } from './add-policy.ts';
import {
  addVersion,
  findPolicyByName,
  isVersionUsed,
  lockPolicy,
  markPolicy,
  markVersionRewritten,
} from './queries.ts';

/**
 * Changes a policy. What notices were made under stays as it was: a used version gets a successor, an unused one is
 * written over. Storing the same again changes nothing.
 */
export function changePolicy(
  tools: CompanyTools,
  input: { policy: string; version: number; name: string; body: Policy },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const { policy: policyId, name, body } = input;
  return inCompany(tools, async (trx) => {
    refuseFaulty(body, await findPolicyTerms(trx, tools));
    const policy =
      (await lockPolicy(trx, companyId, policyId)) ?? refuse('policy_unknown', { policy: policyId });
    if (policy.archivedAt) refuse('policy_archived', { name: policy.name });
    if (policy.version !== input.version) {
      refuse('policy_changed_meanwhile', { name: policy.name, version: String(policy.version) });
    }
    await refuseNameOfAnother(trx, companyId, policyId, name);

    const used = await isVersionUsed(trx, companyId, policyId, policy.version);
    const version = used ? policy.version + 1 : policy.version;
    const stored = { companyId, policyId, version, body, createdBy: actor, createdAt: clock.now() };
    await (used ? addVersion(trx, stored) : markVersionRewritten(trx, stored));
    await markPolicy(trx, companyId, policyId, { name, version });
    const facts = { policy: name, version: String(version) };
    await addTimelineEntries(trx, companyId, [{ kind: 'policy_changed', at: clock.now(), actor, facts }]);
  });
}

async function refuseNameOfAnother(trx: Trx, companyId: string, policyId: string, name: string) {
  const named = await findPolicyByName(trx, companyId, name);
  if (named && named.id !== policyId) refuse('policy_name_taken', { name });
}
