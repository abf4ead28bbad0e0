import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { type FoundWhatIf, findWhatIf, listWhatIfs } from './queries.ts';

/** One what-if, with its result once it is done. */
export async function showWhatIf(tools: CompanyTools, { whatIf: id }: { whatIf: string }) {
  const found = await inCompany(tools, async (trx) => {
    return (await findWhatIf(trx, tools.companyId, id)) ?? refuse('what_if_unknown', { whatIf: id });
  });
  const names = await listUserNames(tools.db, [found.createdBy]);
  return { ...rowView(found, names), body: found.body, result: found.result };
}

/** The last what-ifs of a policy. */
export async function showWhatIfs(tools: CompanyTools, { policy }: { policy: string }) {
  const rows = await inCompany(tools, (trx) => listWhatIfs(trx, tools.companyId, policy));
  const names = await listUserNames(
    tools.db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => rowView(row, names));
}

function rowView(found: FoundWhatIf, names: ReadonlyMap<string, string>) {
  const { id, policyId, policyName, policyVersion, scope, state, progress, answer, createdBy } = found;
  return {
    id,
    policy: { id: policyId, name: policyName, version: policyVersion },
    scope,
    from: found.fromOn.toString(),
    until: found.untilOn.toString(),
    state,
    progress: progress && { ...progress },
    answer,
    createdBy: createdBy === null ? null : (names.get(createdBy) ?? null),
    createdAt: found.createdAt.toString(),
  };
}
