import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';

/** A gate the planner found closed for an item, as it tells of it. */
export type FoundGate = {
  readonly because: Because;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: EpochDay | null;
};

export type Asked = { readonly debtor: DebtorFacts; readonly terms: RunTerms };

/**
 * The same question with one gate out of the way, so that the planner tells what stands behind it. Only the facts are
 * changed, never a rule. Null: behind this gate there is nothing to ask.
 */
export function openGate(asked: Asked, item: ItemFacts, gate: FoundGate): Asked | null {
  const { debtor, terms } = asked;
  const given = item.gates?.find((one) => one.because === gate.because);
  if (given) {
    return withItem(asked, item, { gates: item.gates?.filter((one) => one !== given) ?? [] });
  }
  switch (gate.because) {
    case 'not_yet_due':
    case 'within_grace':
    case 'waiting_by_law':
      return gate.until === null ? null : withItem(asked, item, earlier(item, gate.until - terms.on));
    case 'collected_by_direct_debit':
      return withItem(asked, item, { directDebit: false });
    case 'on_hold':
      return { debtor: withoutHolds(debtor, item, terms.on), terms };
    case 'in_another_run':
      return { debtor: { ...debtor, waitingRun: null }, terms };
    case 'bank_data_stale':
      return { debtor, terms: { ...terms, bankData: null } };
    case 'contacted_recently':
      return {
        debtor: { ...debtor, contactedOn: null },
        terms: withPolicies(terms, (policy) => ({
          ...policy,
          body: { ...policy.body, contactIntervalDays: 0 },
        })),
      };
    case 'below_minimum':
      return {
        debtor,
        terms: withPolicies({ ...terms, minimumBalance: null }, (policy) =>
          gate.facts.of === 'item' ? { ...policy, minimumItem: 0n } : { ...policy, minimumTotal: 0n },
        ),
      };
    case 'credit_balance':
      return { debtor: withoutFreeCredits(debtor, item), terms };
    case 'no_address':
      return {
        debtor: { ...debtor, addresses: { ...debtor.addresses, mail: true, post: true, fax: true } },
        terms,
      };
    default:
      return null;
  }
}

function withItem({ debtor, terms }: Asked, item: ItemFacts, change: Partial<ItemFacts>): Asked {
  const items = debtor.items.map((one) => (one.id === item.id ? { ...one, ...change } : one));
  return { debtor: { ...debtor, items }, terms };
}

/** As if everything about the item had happened so many days sooner: the step that was too early is not any more. */
function earlier(item: ItemFacts, days: number): Partial<ItemFacts> {
  const shifted = (day: EpochDay | null) => (day === null ? null : day - days);
  return {
    issuedOn: item.issuedOn - days,
    importedOn: item.importedOn - days,
    dueOn: item.dueOn - days,
    courtesyOn: shifted(item.courtesyOn),
    notifiedOn: shifted(item.notifiedOn),
    deadlineOn: shifted(item.deadlineOn),
    ...(item.firstNotice && { firstNotice: { ...item.firstNotice, sentOn: item.firstNotice.sentOn - days } }),
  };
}

/** The hold the planner named: the first that is on the item or on the debtor. */
function withoutHolds(debtor: DebtorFacts, item: ItemFacts, on: EpochDay): DebtorFacts {
  const named = debtor.holds.find(
    ({ dueItemId, untilOn }) =>
      (untilOn === null || on <= untilOn) && (dueItemId === null || dueItemId === item.id),
  );
  return { ...debtor, holds: debtor.holds.filter((hold) => hold !== named) };
}

function withoutFreeCredits(debtor: DebtorFacts, { currency }: ItemFacts): DebtorFacts {
  return { ...debtor, items: debtor.items.filter((one) => one.open > 0n || one.currency !== currency) };
}

function withPolicies(terms: RunTerms, change: (policy: CompiledPolicy) => CompiledPolicy): RunTerms {
  return { ...terms, policies: new Map([...terms.policies].map(([id, policy]) => [id, change(policy)])) };
}
