import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listGroups } from './group-queries.ts';

/** The debtor groups by name, each with how many debtors it has. */
export function showGroups(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const groups = await listGroups(trx, tools.companyId);
    return groups.map(({ debtors, ...group }) => ({ ...group, debtors: Number(debtors) }));
  });
}

export async function showGroup(tools: CompanyTools, input: { group: string }) {
  const groups = await showGroups(tools);
  return groups.find(({ id }) => id === input.group) ?? refuse('group_unknown', { group: input.group });
}
