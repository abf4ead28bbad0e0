import type { Updateable } from 'kysely';
import { emailAddressFrom } from '#core/receivables/email-address.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findGroup, findUsablePolicy, listNamesOf } from './group-queries.ts';
import { lockDebtors, markDebtor, paysForOthers } from './queries.ts';
import type { DebtorTable } from './tables.ts';

/** The fields a person may change; the rest belongs to imports and runs. */
export type DebtorChange = Pick<
  Updateable<DebtorTable>,
  | 'name'
  | 'kind'
  | 'language'
  | 'country'
  | 'street'
  | 'postalCode'
  | 'city'
  | 'email'
  | 'phone'
  | 'fax'
  | 'vatNumber'
  | 'enterpriseNumber'
  | 'termsDays'
  | 'preferredChannel'
  | 'groupId'
  | 'policyId'
  | 'payerId'
>;

/** Changes what is known of a debtor; each field that really changed stands in the timeline, before and after. */
export function changeDebtor(
  tools: CompanyTools,
  input: { debtor: string; changes: DebtorChange },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const wanted = cleaned(input.changes);
    // With its payer: two people who name payers at one moment take turns, and the second sees what the first did.
    const locked = await lockDebtors(trx, companyId, [input.debtor, wanted.payerId ?? input.debtor]);
    const before = locked.get(input.debtor) ?? refuse('debtor_unknown', { debtor: input.debtor });
    const changed = Object.entries(wanted).filter(
      ([field, value]) => (before[field as keyof DebtorChange] ?? null) !== (value ?? null),
    );
    if (changed.length === 0) return;
    if (before.erasedAt !== null) refuse('debtor_erased', { debtor: before.number });

    await refuseUnknown(trx, companyId, wanted);
    if (wanted.payerId) await refuseAsPayer(trx, companyId, before, wanted.payerId, locked);
    await markDebtor(trx, companyId, before.id, Object.fromEntries(changed));
    const names = await listNamesOf(trx, companyId, [
      before.groupId,
      before.policyId,
      before.payerId,
      ...Object.values(wanted),
    ]);
    const told = changed.map(([field, value]) => ({
      kind: 'debtor_changed' as const,
      facts: {
        field,
        before: worded(names, before[field as keyof DebtorChange]),
        after: worded(names, value),
      },
      at: clock.now(),
      actor,
      debtorId: before.id,
    }));
    await addTimelineEntries(trx, companyId, told);
  });
}

/** What was left out stays; an empty text is none; an address must be one. */
function cleaned(changes: DebtorChange): DebtorChange {
  const given = Object.entries(changes)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, value === '' ? null : value]);
  const wanted: DebtorChange = Object.fromEntries(given);
  return typeof wanted.email === 'string' ? { ...wanted, email: emailAddressFrom(wanted.email) } : wanted;
}

async function refuseUnknown(
  trx: Trx,
  companyId: string,
  { groupId, policyId }: DebtorChange,
): Promise<void> {
  if (groupId && !(await findGroup(trx, companyId, groupId))) refuse('group_unknown', { group: groupId });
  if (policyId && !(await findUsablePolicy(trx, companyId, policyId))) {
    refuse('policy_not_available', { policy: policyId });
  }
}

/** One pays for many, and nobody pays for the one: a notice to a payer knows whom it is for. Both are locked. */
async function refuseAsPayer(
  trx: Trx,
  companyId: string,
  debtor: { id: string; name: string },
  payerId: string,
  locked: Awaited<ReturnType<typeof lockDebtors>>,
): Promise<void> {
  if (payerId === debtor.id) refuse('debtor_payer_itself', { debtor: debtor.name });
  const payer = locked.get(payerId) ?? refuse('debtor_unknown', { debtor: payerId });
  const isPaidFor = payer.payerId !== null;
  if (isPaidFor || (await paysForOthers(trx, companyId, debtor.id))) {
    refuse('debtor_payer_chain', { payer: payer.name, debtor: debtor.name });
  }
}

/** A group, a policy and a payer are told by their names: the timeline outlives their ids. */
function worded(names: ReadonlyMap<string, string>, value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  return names.get(text) ?? text;
}
