import type { Currency } from '#core/money/currencies.ts';
import { decideCertainty } from './decide-certainty.ts';
import type { Asked, Fit } from './fit.ts';
import { allOf } from './grouped.ts';
import { type Evidence, type NamedDocument, payerLikeness } from './line-evidence.ts';
import type { DebtorFacts, ItemFacts, Match, MatchBasis } from './match-facts.ts';
import type { MatchIndex } from './match-lookup.ts';
import type { Doubt, Reason } from './match-reasons.ts';

/** What a batch has taken so far: items that certain matches of earlier lines settle. */
export type Taken = Map<string, bigint>;

/** One line, or one part of a batch, with all that is known for it. */
export type Question = {
  readonly asked: Asked;
  readonly evidence: Evidence;
  readonly index: MatchIndex;
  readonly taken: Taken;
  /** Said against every match of this line: not booked yet. */
  readonly always: readonly Doubt[];
  /** The creditor collected it: that an item is collected is no surprise. */
  readonly collected: boolean;
};

/** The item with what is left of it after the certain matches of earlier lines. */
export function asLeft(item: ItemFacts, taken: Taken): ItemFacts {
  const gone = taken.get(item.id);
  return gone === undefined ? item : { ...item, openMinor: item.openMinor - gone };
}

/** What a debtor, and those it pays for, have open in the line's currency, oldest first. */
export function poolOf(debtor: DebtorFacts, { index, taken, asked }: Question): readonly ItemFacts[] {
  const all = [debtor, ...allOf(index.paidForBy, debtor.id)];
  return all
    .flatMap(({ id }) => allOf(index.openByDebtor, id))
    .filter(({ currency }) => currency === asked.currency)
    .map((item) => asLeft(item, taken))
    .filter(({ openMinor }) => openMinor !== 0n);
}

/** A match of the fit: its certainty by the table, its reasons in the order a person would give them. */
export function draftMatch(
  question: Question,
  fit: Fit,
  basis: MatchBasis,
  debtor: DebtorFacts | null,
  but: readonly Doubt[],
): Match {
  const { evidence, asked, index } = question;
  const payer = debtor ? payerLikeness(evidence, debtor, payerOf(debtor, index)) : 'silent';
  const documents = namingOf(fit.items, evidence.documents);
  const doubts = [...but, ...fit.but, ...collectedOnes(question, fit.items), ...question.always];
  const others = othersOfAmount(asked.amountMinor, fit.items, asked.currency, index);
  const rare = others === 0;
  const weighed = {
    basis,
    closeness: fit.closeness,
    payer,
    named: documents.filter(({ by }) => by !== 'reference').length,
    allNamed: fit.items.every((item) =>
      documents.some(({ items }) => items.some(({ id }) => id === item.id)),
    ),
    rare,
    items: fit.items.length,
    but: doubts,
  };
  const certainty = decideCertainty(weighed);
  const missing = certainty !== 'certain' && basis === 'number' && fit.closeness === 'exact' && !rare;
  return {
    certainty,
    basis,
    debtorId: debtor?.id ?? null,
    because: [...documents.map(namedBecause), ...payerBecause(evidence, debtor, payer), ...fit.because],
    but: missing && doubts.length === 0 ? [slipDoubt(evidence, debtor, others)] : doubts,
    parts: fit.parts,
    remainderMinor: fit.remainderMinor,
    takesBack: null,
  };
}

function payerOf({ payerId }: DebtorFacts, { debtors }: MatchIndex): DebtorFacts | undefined {
  return payerId === null ? undefined : debtors.get(payerId);
}

/** The documents of the fit that the line names, each once, by the strongest that names it. */
function namingOf(
  items: readonly ItemFacts[],
  documents: readonly NamedDocument[],
): readonly NamedDocument[] {
  const chosen = new Map<string, NamedDocument>();
  for (const item of items) {
    const naming = documents
      .filter((one) => one.items.some(({ id }) => id === item.id))
      .toSorted((one, other) => STRENGTH.indexOf(one.by) - STRENGTH.indexOf(other.by))[0];
    if (naming && !chosen.has(item.documentId)) chosen.set(item.documentId, { ...naming, items: [item] });
  }
  return [...chosen.values()];
}

const STRENGTH: readonly NamedDocument['by'][] = ['reference', 'full', 'year', 'short'];

function namedBecause({ by, written, items }: NamedDocument): Reason {
  return by === 'reference'
    ? { code: 'structured_reference', facts: { reference: written } }
    : { code: 'document_number', facts: { number: items[0]?.number ?? '', written } };
}

function payerBecause(
  { byRule, byAccount, iban, payer: name, byNumber }: Evidence,
  debtor: DebtorFacts | null,
  likeness: ReturnType<typeof payerLikeness>,
): readonly Reason[] {
  if (!debtor) return [];
  const owner = { debtor: debtor.name };
  const isDebtor = (one: DebtorFacts) => one.id === debtor.id || one.id === debtor.payerId;
  switch (likeness) {
    case 'account':
      return byRule && isDebtor(byRule.debtor)
        ? [{ code: 'rule', facts: { rule: byRule.rule, contains: byRule.contains } }]
        : [{ code: 'known_iban', facts: { iban, debtor: byAccount.find(isDebtor)?.name ?? debtor.name } }];
    case 'same':
      return [{ code: 'same_name', facts: { name, ...owner } }];
    case 'alike':
      return [{ code: 'name_alike', facts: { name, ...owner } }];
    case 'named':
      return byNumber.some(isDebtor)
        ? [{ code: 'debtor_number', facts: { number: debtor.number, ...owner } }]
        : [{ code: 'pays_for_another', facts: { payer: name, ...owner } }];
    case 'silent':
      return [];
    case 'stranger':
    case 'another':
      return [{ code: 'pays_for_another', facts: { payer: name, ...owner } }];
  }
}

/** A number and the amount agree, and yet it may be a slip: somebody else paid, or nobody says who, and others owe as much. */
function slipDoubt({ payer }: Evidence, debtor: DebtorFacts | null, others: number): Doubt {
  return payer === ''
    ? { code: 'fits_others_too', facts: { count: String(others) } }
    : { code: 'payer_differs', facts: { payer, debtor: debtor?.name ?? '' } };
}

function collectedOnes({ collected }: Question, items: readonly ItemFacts[]): readonly Doubt[] {
  const item = collected ? undefined : items.find(({ directDebit }) => directDebit);
  return item ? [{ code: 'collected_by_direct_debit', facts: { number: item.number } }] : [];
}

/** How many other open items of the company are open for this very amount. */
function othersOfAmount(
  amount: bigint,
  items: readonly ItemFacts[],
  currency: Currency,
  index: MatchIndex,
): number {
  const same = allOf(index.openByAmount, Number(amount));
  if (same.length > COUNTED_MAX) return same.length - 1;
  return same.filter((one) => one.currency === currency && !items.some(({ id }) => id === one.id)).length;
}

const COUNTED_MAX = 50;
