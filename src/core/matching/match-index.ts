import type { DebtorFacts, ItemFacts, MatchTerms, PaidFacts } from './match-facts.ts';
import { type ComparedName, comparedName, compareNames, keysOfName } from './names.ts';
import { numberKeyOf } from './number-patterns.ts';

/** The facts of a batch, made ready to be asked by reference, number, amount, account and name. */
export type MatchIndex = {
  readonly terms: MatchTerms;
  readonly byReference: ReadonlyMap<string, readonly ItemFacts[]>;
  readonly byNumber: ReadonlyMap<string, readonly ItemFacts[]>;
  readonly openByAmount: ReadonlyMap<bigint, readonly ItemFacts[]>;
  readonly openByDebtor: ReadonlyMap<string, readonly ItemFacts[]>;
  readonly items: ReadonlyMap<string, ItemFacts>;
  readonly debtors: ReadonlyMap<string, DebtorFacts>;
  readonly debtorsByIban: ReadonlyMap<string, readonly DebtorFacts[]>;
  readonly debtorsByNumber: ReadonlyMap<string, readonly DebtorFacts[]>;
  /** Those whom a debtor pays for. */
  readonly paidForBy: ReadonlyMap<string, readonly DebtorFacts[]>;
  readonly namesByKey: ReadonlyMap<string, readonly NamedDebtor[]>;
  readonly paidByAmount: ReadonlyMap<bigint, readonly PaidFacts[]>;
};

export type NamedDebtor = { readonly debtor: DebtorFacts; readonly name: ComparedName };

export type IndexFacts = {
  readonly items: readonly ItemFacts[];
  readonly debtors: readonly DebtorFacts[];
  readonly paid: readonly PaidFacts[];
  readonly terms: MatchTerms;
};

/** Built once for a batch. It may hold more than the batch asks for. */
export function buildMatchIndex({ items, debtors, paid, terms }: IndexFacts): MatchIndex {
  const byReference = new Map<string, ItemFacts[]>();
  const byNumber = new Map<string, ItemFacts[]>();
  const openByAmount = new Map<bigint, ItemFacts[]>();
  const openByDebtor = new Map<string, ItemFacts[]>();
  const byId = new Map<string, ItemFacts>();
  for (const item of items) {
    byId.set(item.id, item);
    push(byNumber, numberKeyOf(item.number), item);
    if (item.structuredReference !== null) push(byReference, item.structuredReference, item);
    if (item.openMinor === 0n) continue;
    push(openByAmount, item.openMinor, item);
    push(openByDebtor, item.debtorId, item);
  }
  for (const own of openByDebtor.values()) own.sort((one, other) => one.dueOn - other.dueOn);
  const paidByAmount = new Map<bigint, PaidFacts[]>();
  for (const one of paid) push(paidByAmount, one.amountMinor, one);
  return {
    terms,
    byReference,
    byNumber,
    openByAmount,
    openByDebtor,
    items: byId,
    paidByAmount,
    ...indexDebtors(debtors),
  };
}

type DebtorIndex = Pick<
  MatchIndex,
  'debtors' | 'debtorsByIban' | 'debtorsByNumber' | 'paidForBy' | 'namesByKey'
>;

function indexDebtors(debtors: readonly DebtorFacts[]): DebtorIndex {
  const debtorsByIban = new Map<string, DebtorFacts[]>();
  const debtorsByNumber = new Map<string, DebtorFacts[]>();
  const paidForBy = new Map<string, DebtorFacts[]>();
  const namesByKey = new Map<string, NamedDebtor[]>();
  for (const debtor of debtors) {
    for (const iban of new Set(debtor.ibans.map(plainIban))) push(debtorsByIban, iban, debtor);
    push(debtorsByNumber, numberKeyOf(debtor.number), debtor);
    if (debtor.payerId !== null) push(paidForBy, debtor.payerId, debtor);
    for (const written of [debtor.name, ...debtor.otherNames]) {
      const named = { debtor, name: comparedName(written) };
      for (const key of keysOfName(named.name)) push(namesByKey, key, named);
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

export function plainIban(iban: string): string {
  return iban.replace(/\s/g, '').toUpperCase();
}

/** Names are compared with so many debtors at most: a key that more share tells nothing. */
const COMPARED_MAX = 400;
const KEYS_MAX = 3;

/** The debtors that bear a name, and those that bear one alike. */
export function debtorsNamed(
  written: string,
  { namesByKey }: MatchIndex,
): { readonly same: readonly DebtorFacts[]; readonly alike: readonly DebtorFacts[] } {
  const name = comparedName(written);
  const lists = keysOfName(name)
    .map((key) => namesByKey.get(key) ?? [])
    .filter((list) => list.length > 0)
    .sort((one, other) => one.length - other.length)
    .slice(0, KEYS_MAX)
    .filter((list, at) => at === 0 || list.length <= COMPARED_MAX);
  const same = new Set<DebtorFacts>();
  const alike = new Set<DebtorFacts>();
  for (const { debtor, name: own } of new Set(lists.flat())) {
    const likeness = compareNames(name, own);
    if (likeness === 'same') same.add(debtor);
    else if (likeness === 'alike') alike.add(debtor);
  }
  return { same: [...same], alike: [...alike].filter((debtor) => !same.has(debtor)) };
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
