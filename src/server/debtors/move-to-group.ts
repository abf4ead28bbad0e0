import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { type DebtorQuestion, listMatchingDebtors } from '#server/analytics/debtor-balances.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listGroups, lockDebtorGroups, markGroupsOf } from './group-queries.ts';

/** More would not fit into one answer, which must name them all so that the move can be undone. */
const MOVED_AT_ONCE_MAX = 10_000;

type Matching = Pick<DebtorQuestion, 'search' | 'view' | 'level' | 'group'>;
type GroupBefore = { group: string | null; debtors: string[] };

export type MoveInput = {
  readonly debtors: readonly string[] | null;
  /** All that match, instead of ids. */
  readonly matching: Matching | null;
  /** How many matched when a person looked; null: however many there are. */
  readonly counted: number | null;
  readonly group: string | null;
};

/**
 * Moves debtors to a group, or out of theirs: all of them, or none. Who is there already stays untold.
 * @returns where those that moved were before
 */
export function moveToGroup(tools: CompanyTools, input: MoveInput): Promise<GroupBefore[]> {
  return inCompany(tools, async (trx) => {
    const ids = input.debtors ?? (await matchingNow(trx, tools, input));
    return moveDebtors(trx, tools, new Map(ids.map((id) => [id, input.group])));
  });
}

/** Puts debtors back into the groups they were in. Where they are back already, there is nothing to do. */
export function undoGroupMove(tools: CompanyTools, input: { before: readonly GroupBefore[] }): Promise<void> {
  return inCompany(tools, async (trx) => {
    const back = input.before.flatMap(({ debtors, group }) => debtors.map((id) => [id, group] as const));
    await moveDebtors(trx, tools, new Map(back));
  });
}

async function matchingNow(trx: Trx, tools: CompanyTools, { matching, counted }: MoveInput) {
  if (!matching) return [];
  const day = await findCompanyDay(trx, tools);
  const ids = await listMatchingDebtors(trx, day, matching, MOVED_AT_ONCE_MAX + 1);
  if (ids.length > MOVED_AT_ONCE_MAX) refuse('selection_too_large', { limit: String(MOVED_AT_ONCE_MAX) });
  if (counted !== null && counted !== ids.length) {
    refuse('selection_changed', { counted: String(counted), now: String(ids.length) });
  }
  return ids;
}

/** @param wanted by debtor, the group it is to be in */
async function moveDebtors(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  wanted: ReadonlyMap<string, string | null>,
): Promise<GroupBefore[]> {
  const names = new Map((await listGroups(trx, companyId)).map(({ id, name }) => [id, name]));
  for (const group of new Set(wanted.values())) {
    if (group !== null && !names.has(group)) refuse('group_unknown', { group });
  }
  const found = await lockDebtorGroups(trx, companyId, [...wanted.keys()]);
  const known = new Set(found.map(({ id }) => id));
  for (const debtor of wanted.keys()) if (!known.has(debtor)) refuse('debtor_unknown', { debtor });

  const moves = found
    .map(({ id, groupId: before }) => ({ id, before, groupId: wanted.get(id) ?? null }))
    .filter(({ before, groupId }) => before !== groupId);
  await markGroupsOf(trx, companyId, moves);
  const nameOf = (id: string | null) => (id === null ? '' : (names.get(id) ?? ''));
  const entries = moves.map(({ id, before, groupId }) => ({
    kind: 'debtor_changed' as const,
    facts: { field: 'groupId', before: nameOf(before), after: nameOf(groupId) },
    at: clock.now(),
    actor,
    debtorId: id,
  }));
  await addTimelineEntries(trx, companyId, entries);
  const byGroup = Map.groupBy(moves, ({ before }) => before);
  return [...byGroup].map(([group, debtors]) => ({ group, debtors: debtors.map(({ id }) => id) }));
}
