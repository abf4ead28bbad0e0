import { refuse } from '#core/refusal.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
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
    await tell(trx, tools, { kind: 'group_added', facts: { group: given.name } });
    return id;
  });
}

export function changeGroup(tools: CompanyTools, input: { group: string } & GroupDetails): Promise<void> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const group =
      (await findGroup(trx, companyId, input.group)) ?? refuse('group_unknown', { group: input.group });
    const policy = await refuseUnusable(trx, companyId, input, group.id);
    if (group.name === input.name && group.policyId === input.policyId) return;
    await markGroup(trx, { companyId, id: group.id, name: input.name, policyId: input.policyId });
    const facts = { before: group.name, group: input.name, policy: policy?.name ?? '' };
    await tell(trx, tools, { kind: 'group_changed', facts });
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
    await tell(trx, tools, { kind: 'group_removed', facts: { group: group.name } });
  });
}

function tell(trx: Trx, { companyId, actor, clock }: CompanyTools, event: TimelineEvent): Promise<void> {
  return addTimelineEntries(trx, companyId, [{ ...event, at: clock.now(), actor }]);
}

/** @returns the policy that was named, where one was */
async function refuseUnusable(trx: Trx, companyId: string, given: GroupDetails, self: string | null) {
  const namesake = await findGroupByName(trx, companyId, given.name);
  if (namesake && namesake.id !== self) refuse('group_name_taken', { name: given.name });
  if (given.policyId === null) return null;
  const policy = await findUsablePolicy(trx, companyId, given.policyId);
  return policy ?? refuse('policy_not_available', { policy: given.policyId });
}
