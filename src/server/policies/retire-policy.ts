import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findPolicy, lockPolicy, markDefaultPolicy, markPolicy, removePolicyRow } from './queries.ts';

/** Makes a policy the one that debtors follow where neither they nor their group have another. */
export function setDefaultPolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockPolicy(trx, tools.companyId, policy);
    if (!found) return refuse('policy_unknown', { policy });
    if (found.archivedAt) return refuse('policy_archived', { name: found.name });
    return markDefaultPolicy(trx, tools.companyId, policy);
  });
}

/** Takes a policy that nobody follows out of the lists. Notices made under it keep it. Archiving twice is no error. */
export function archivePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockUnfollowed(trx, tools.companyId, policy);
    if (found.archivedAt) return;
    await markPolicy(trx, tools.companyId, policy, { archivedAt: tools.clock.now() });
  });
}

/** Brings an archived policy back. */
export function restorePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    if (!(await lockPolicy(trx, tools.companyId, policy))) refuse('policy_unknown', { policy });
    await markPolicy(trx, tools.companyId, policy, { archivedAt: null });
  });
}

/** Deletes a policy that nobody follows and nothing was made under. */
export function removePolicy(tools: CompanyTools, { policy }: { policy: string }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const found = await lockUnfollowed(trx, tools.companyId, policy);
    if (found.notices > 0 || found.proposals > 0) refuseUsed(found);
    await removePolicyRow(trx, tools.companyId, policy);
  });
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
