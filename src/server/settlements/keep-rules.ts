import { sql } from 'kysely';
import { plainText } from '#core/matching/plain-text.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { listDebtorNames } from './desk-queries.ts';
import { matchLinesJob } from './jobs.ts';
import { listRules, lockRules, type StoredRule } from './rule-queries.ts';

type RuleInput = {
  readonly contains: string;
  readonly kind: 'debtor' | 'not_customer';
  readonly debtor: string | null;
};

/** The company's rules, in the order in which they are tried. */
export function showRules(tools: CompanyTools) {
  return inCompany(tools, async (trx) => viewRules(trx, tools, await listRules(trx, tools.companyId)));
}

/** Adds a rule at the end; lines that wait are matched anew by it. */
export function addRule(tools: CompanyTools, input: RuleInput) {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const rules = await lockRules(trx, companyId);
    await refuseUnusable(trx, tools, input, rules);
    const position = (rules.at(-1)?.position ?? 0) + 1;
    const { contains, kind, debtor: debtorId } = input;
    const row = {
      companyId,
      id: newId(),
      position,
      contains,
      kind,
      debtorId: kind === 'debtor' ? debtorId : null,
    };
    await trx
      .insertInto('matchingRule')
      .values({ ...row, createdBy: actor, createdAt: clock.now() })
      .execute();
    await recordChange(trx, tools, contains);
    return viewRule(trx, tools, row.id);
  });
}

/** Changes a rule, or turns it on and off. What it settled or set aside before stays so. */
export function changeRule(
  tools: CompanyTools,
  {
    rule: id,
    ...changes
  }: { rule: string; enabled?: boolean | undefined } & {
    readonly [Name in keyof RuleInput]?: RuleInput[Name] | undefined;
  },
) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const rules = await lockRules(trx, companyId);
    const before = rules.find((rule) => rule.id === id) ?? refuse('matching_rule_unknown', { rule: id });
    const kind = changes.kind ?? before.kind;
    const after = {
      contains: changes.contains ?? before.contains,
      kind,
      debtor: kind === 'debtor' ? (changes.debtor ?? before.debtorId) : null,
    };
    await refuseUnusable(
      trx,
      tools,
      after,
      rules.filter((rule) => rule.id !== id),
    );
    const { debtor: debtorId, ...rest } = after;
    await trx
      .updateTable('matchingRule')
      .set({ ...rest, debtorId, enabled: changes.enabled ?? before.enabled })
      .where('companyId', '=', companyId)
      .where('id', '=', id)
      .execute();
    await recordChange(trx, tools, after.contains);
    return viewRule(trx, tools, id);
  });
}

export function removeRule(tools: CompanyTools, { rule: id }: { rule: string }): Promise<void> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const before = (await lockRules(trx, companyId)).find((rule) => rule.id === id);
    if (!before) return refuse('matching_rule_unknown', { rule: id });
    await trx.deleteFrom('matchingRule').where('companyId', '=', companyId).where('id', '=', id).execute();
    await recordChange(trx, tools, before.contains);
  });
}

/** Puts the rules in this order; those not named keep theirs, after them. */
export function orderRules(tools: CompanyTools, { rules: ids }: { rules: readonly string[] }) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const known = await lockRules(trx, companyId);
    const stranger = ids.find((id) => !known.some((rule) => rule.id === id));
    if (stranger !== undefined) refuse('matching_rule_unknown', { rule: stranger });
    const order = [...new Set([...ids, ...known.map(({ id }) => id)])];
    await sql`
      update matching_rule r set position = w.nth
      from unnest(${order}::uuid[]) with ordinality as w (id, nth)
      where r.company_id = ${companyId} and r.id = w.id and r.position <> w.nth`.execute(trx);
    await recordChange(trx, tools, known.find(({ id }) => id === order[0])?.contains ?? '');
    return viewRules(trx, tools, await listRules(trx, companyId));
  });
}

async function refuseUnusable(
  trx: Trx,
  { companyId }: CompanyTools,
  { contains, kind, debtor }: RuleInput,
  others: readonly StoredRule[],
): Promise<void> {
  if (kind === 'debtor' && debtor === null) refuse('matching_rule_without_debtor', { contains });
  const same = others.some((rule) => plainText(rule.contains) === plainText(contains));
  if (same) refuse('matching_rule_taken', { contains });
  if (debtor === null) return;
  const known = await listDebtorNames(trx, companyId, [debtor]);
  if (!known.has(debtor)) refuse('debtor_unknown', { debtor });
}

async function recordChange(trx: Trx, tools: CompanyTools, contains: string): Promise<void> {
  const { companyId, actor, clock, queue } = tools;
  const entry = { kind: 'matching_rule_changed' as const, facts: { contains }, at: clock.now(), actor };
  await addTimelineEntries(trx, companyId, [entry]);
  await queue.add(trx, matchLinesJob, { companyId, lineIds: null });
}

async function viewRule(trx: Trx, tools: CompanyTools, id: string) {
  const rules = await listRules(trx, tools.companyId);
  const [view] = await viewRules(
    trx,
    tools,
    rules.filter((rule) => rule.id === id),
  );
  if (!view) throw new Error('a rule that was just written is not there');
  return view;
}

async function viewRules(trx: Trx, { companyId, db }: CompanyTools, rules: readonly StoredRule[]) {
  const debtors = await listDebtorNames(
    trx,
    companyId,
    rules.map(({ debtorId }) => debtorId),
  );
  const users = await listUserNames(
    db,
    rules.map(({ createdBy }) => createdBy),
  );
  return rules.map(({ id, position, contains, kind, debtorId, enabled, createdBy, createdAt }) => ({
    id,
    position,
    contains,
    kind,
    debtor: debtorId === null ? null : (debtors.get(debtorId) ?? null),
    enabled,
    createdBy: createdBy === null ? null : (users.get(createdBy) ?? createdBy),
    createdAt: createdAt.toString(),
  }));
}
