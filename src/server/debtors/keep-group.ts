import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import {
  addGroupRow,
  findGroup,
  findGroupByName,
  findUsablePolicy,
  markGroup,
  removeGroupRow,
} from './group-queries.ts';

type GroupDetails = { readonly name: string; readonly policyId: string | null };

/** Makes a group, by which several debtors are given one policy. @returns its id */
export function addGroup(tools: CompanyTools, given: GroupDetails): Promise<string> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    await refuseUnusable(trx, companyId, given, null);
    const id = newId();
    await addGroupRow(trx, { companyId, id, name: given.name, policyId: given.policyId });
    return id;
  });
}

export function changeGroup(tools: CompanyTools, input: { group: string } & GroupDetails): Promise<void> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const group =
      (await findGroup(trx, companyId, input.group)) ?? refuse('group_unknown', { group: input.group });
    await refuseUnusable(trx, companyId, input, group.id);
    await markGroup(trx, { companyId, id: group.id, name: input.name, policyId: input.policyId });
  });
}

/** Removes an empty group. Where it is gone already, there is nothing to do. */
export function removeGroup(tools: CompanyTools, input: { group: string }): Promise<void> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const group = await findGroup(trx, companyId, input.group);
    if (!group) return;
    if (group.debtors > 0n) refuse('group_in_use', { name: group.name, debtors: group.debtors.toString() });
    await removeGroupRow(trx, companyId, group.id);
  });
}

async function refuseUnusable(
  trx: Trx,
  companyId: string,
  given: GroupDetails,
  self: string | null,
): Promise<void> {
  const namesake = await findGroupByName(trx, companyId, given.name);
  if (namesake && namesake.id !== self) refuse('group_name_taken', { name: given.name });
  if (given.policyId && !(await findUsablePolicy(trx, companyId, given.policyId))) {
    refuse('policy_not_available', { policy: given.policyId });
  }
}
