import { addTo, allOf, emptyGroups, type Grouped } from './grouped.ts';
import type { KeySets } from './keys-to-fetch.ts';
import type { DebtorFacts, ItemFacts, MatchTerms, PaidFacts } from './match-facts.ts';
import { type ComparedName, comparedName, compareNames, keysOfName } from './names.ts';
import { numberKeyOf } from './number-patterns.ts';
import { plainIban } from './read-line.ts';

/** The facts of a batch, made ready to be asked by reference, number, amount, account and name. */
export type MatchIndex = {
  readonly terms: MatchTerms;
  readonly byReference: Grouped<string, ItemFacts>;
  readonly byNumber: Grouped<string, ItemFacts>;
  /** By the amount as a number: it is looked up, never counted with. */
  readonly openByAmount: Grouped<number, ItemFacts>;
  readonly openByDebtor: Grouped<string, ItemFacts>;
  /** Those that earlier payments settled. */
  readonly items: ReadonlyMap<string, ItemFacts>;
  readonly debtors: ReadonlyMap<string, DebtorFacts>;
  readonly debtorsByIban: Grouped<string, DebtorFacts>;
  readonly debtorsByNumber: Grouped<string, DebtorFacts>;
  /** Those whom a debtor pays for. */
  readonly paidForBy: Grouped<string, DebtorFacts>;
  readonly namesByKey: Grouped<string, NamedDebtor>;
  readonly paidByAmount: Grouped<number, PaidFacts>;
};

/** What the lines of a batch are looked up by. */
export type Wanted = { readonly keys: KeySets; readonly amounts: ReadonlySet<number> };

export type NamedDebtor = { readonly debtor: DebtorFacts; readonly name: ComparedName };

export type IndexFacts = {
  readonly items: readonly ItemFacts[];
  readonly debtors: readonly DebtorFacts[];
  readonly paid: readonly PaidFacts[];
  readonly terms: MatchTerms;
};

/**
 * Built once for a batch, for what its lines can be looked up by: of a hundred thousand items a thousand lines ask for few,
 * and what nobody asks for costs a look and no entry.
 */
export function buildMatchIndex({ items, debtors, paid, terms }: IndexFacts, wanted: Wanted): MatchIndex {
  const byReference = emptyGroups<string, ItemFacts>();
  const byNumber = emptyGroups<string, ItemFacts>();
  const openByAmount = emptyGroups<number, ItemFacts>();
  const openByDebtor = emptyGroups<string, ItemFacts>();
  const takenBack = paid.filter(({ amountMinor }) => wanted.amounts.has(-Number(amountMinor)));
  const settledBefore = new Set(
    takenBack.flatMap(({ settled }) => settled.map(({ dueItemId }) => dueItemId)),
  );
  const byId = new Map<string, ItemFacts>();
  for (const item of items) {
    if (settledBefore.size > 0 && settledBefore.has(item.id)) byId.set(item.id, item);
    const key = numberKeyOf(item.number);
    if (wanted.keys.numberKeys.has(key)) addTo(byNumber, key, item);
    if (item.structuredReference !== null && wanted.keys.references.has(item.structuredReference))
      addTo(byReference, item.structuredReference, item);
    if (item.openMinor === 0n) continue;
    const open = Number(item.openMinor);
    if (wanted.amounts.has(open)) addTo(openByAmount, open, item);
    addTo(openByDebtor, item.debtorId, item);
  }
  for (const own of openByDebtor.lists.values()) own.sort((one, other) => one.dueOn - other.dueOn);
  const paidByAmount = emptyGroups<number, PaidFacts>();
  for (const one of takenBack) addTo(paidByAmount, Number(one.amountMinor), one);
  return {
    terms,
    byReference,
    byNumber,
    openByAmount,
    openByDebtor,
    items: byId,
    paidByAmount,
    ...indexDebtors(debtors, wanted.keys),
  };
}

type DebtorIndex = Pick<
  MatchIndex,
  'debtors' | 'debtorsByIban' | 'debtorsByNumber' | 'paidForBy' | 'namesByKey'
>;

function indexDebtors(debtors: readonly DebtorFacts[], wanted: KeySets): DebtorIndex {
  const debtorsByIban = emptyGroups<string, DebtorFacts>();
  const debtorsByNumber = emptyGroups<string, DebtorFacts>();
  const paidForBy = emptyGroups<string, DebtorFacts>();
  const namesByKey = emptyGroups<string, NamedDebtor>();
  for (const debtor of debtors) {
    for (const iban of new Set(debtor.ibans.map(plainIban)))
      if (wanted.ibans.has(iban)) addTo(debtorsByIban, iban, debtor);
    const key = numberKeyOf(debtor.number);
    if (wanted.numberKeys.has(key)) addTo(debtorsByNumber, key, debtor);
    if (debtor.payerId !== null) addTo(paidForBy, debtor.payerId, debtor);
    for (const written of [debtor.name, ...debtor.otherNames]) {
      const named = { debtor, name: comparedName(written) };
      for (const part of keysOfName(named.name))
        if (wanted.nameKeys.has(part)) addTo(namesByKey, part, named);
    }
  }
  return {
    debtors: new Map(debtors.map((debtor) => [debtor.id, debtor])),
    debtorsByIban,
    debtorsByNumber,
    paidForBy,
    namesByKey,
  };
}

/** A key that more debtors share tells nothing, unless it is the rarest there is. */
const COMPARED_MAX = 100;
const KEYS_MAX = 4;

/** The debtors that bear one of the names, and those that bear one alike. */
export function debtorsNamed(
  names: readonly ComparedName[],
  { namesByKey }: MatchIndex,
): { readonly same: readonly DebtorFacts[]; readonly alike: readonly DebtorFacts[] } {
  const same = new Set<DebtorFacts>();
  const alike = new Set<DebtorFacts>();
  for (const name of names) {
    const lists = keysOfName(name)
      .map((key) => allOf(namesByKey, key))
      .filter((list) => list.length > 0)
      .sort((one, other) => one.length - other.length)
      .slice(0, KEYS_MAX)
      .filter((list, at) => at === 0 || list.length <= COMPARED_MAX);
    for (const { debtor, name: own } of new Set(lists.flat())) {
      const likeness = compareNames(name, own);
      if (likeness === 'same') same.add(debtor);
      else if (likeness === 'alike') alike.add(debtor);
    }
  }
  return { same: [...same], alike: [...alike].filter((debtor) => !same.has(debtor)) };
}
