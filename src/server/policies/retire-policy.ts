import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { tellSettings } from '#server/companies/tell-settings.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findPolicy, lockPolicy, markDefaultPolicy, markPolicy, removePolicyRow } from './queries.ts';

/** Makes a policy the one that debtors follow where neither they nor their group have another. */
export function setDefaultPolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockPolicy(trx, tools.companyId, policy);
    if (!found) return refuse('policy_unknown', { policy });
    if (found.archivedAt) return refuse('policy_archived', { name: found.name });
    const { defaultPolicyId } = await findCompany(trx, tools.companyId);
    const before = defaultPolicyId && (await findPolicy(trx, tools.companyId, defaultPolicyId));
    await markDefaultPolicy(trx, tools.companyId, policy);
    await tellSettings(trx, tools, [
      { setting: 'defaultPolicy', before: before ? before.name : '', after: found.name },
    ]);
  });
}

/** Takes a policy that nobody follows out of the lists. Notices made under it keep it. Archiving twice is no error. */
export function archivePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockUnfollowed(trx, tools.companyId, policy);
    if (found.archivedAt) return;
    await markPolicy(trx, tools.companyId, policy, { archivedAt: tools.clock.now() });
    await tell(trx, tools, 'policy_archived', found.name);
  });
}

/** Brings an archived policy back. */
export function restorePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = (await lockPolicy(trx, tools.companyId, policy)) ?? refuse('policy_unknown', { policy });
    if (found.archivedAt === null) return;
    await markPolicy(trx, tools.companyId, policy, { archivedAt: null });
    await tell(trx, tools, 'policy_restored', found.name);
  });
}

/** Deletes a policy that nobody follows and nothing was made under. */
export function removePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockUnfollowed(trx, tools.companyId, policy);
    if (found.notices > 0 || found.proposals > 0) refuseUsed(found);
    await removePolicyRow(trx, tools.companyId, policy);
    await tell(trx, tools, 'policy_removed', found.name);
  });
}

async function tell(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  kind: 'policy_archived' | 'policy_restored' | 'policy_removed',
  policy: string,
): Promise<void> {
  await addTimelineEntries(trx, companyId, [{ kind, facts: { policy }, at: clock.now(), actor }]);
}

async function lockUnfollowed(trx: Trx, companyId: string, policy: string) {
  await lockPolicy(trx, companyId, policy);
  const found = (await findPolicy(trx, companyId, policy)) ?? refuse('policy_unknown', { policy });
  if (found.isDefault) refuse('policy_is_default', { name: found.name });
  if (found.groups.length > 0 || found.debtors > 0 || found.documents > 0) refuseUsed(found);
  return found;
}

function refuseUsed(policy: {
  name: string;
  groups: readonly unknown[];
  debtors: number;
  documents: number;
  notices: number;
  proposals: number;
}): never {
  refuse('policy_in_use', {
    name: policy.name,
    groups: String(policy.groups.length),
    debtors: String(policy.debtors),
    documents: String(policy.documents),
    notices: String(policy.notices + policy.proposals),
  });
}
