import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { findNumbers, type WrittenForm, type WrittenNumber } from './find-numbers.ts';
import { findReferences } from './find-references.ts';
import { allOf } from './grouped.ts';
import type { DebtorFacts, ItemFacts, LineDetail } from './match-facts.ts';
import { debtorsNamed, type MatchIndex, plainIban } from './match-index.ts';
import { type ComparedName, comparedName, compareNames, type NameLikeness } from './names.ts';
import { numberKeyOf } from './number-patterns.ts';
import { ruleFor } from './own-rules.ts';
import { plainText } from './plain-text.ts';

/** A document that the line names, by its reference or by its number. */
export type NamedDocument = {
  readonly items: readonly ItemFacts[];
  readonly by: 'reference' | WrittenForm;
  readonly written: string;
  /** A document was meant by it, and not any figure. */
  readonly meant: boolean;
};

/** What stands on a line, looked up: which documents it names, who seems to have paid, what it names that nobody knows. */
export type Evidence = {
  readonly text: string;
  readonly payer: string;
  readonly iban: string;
  readonly documents: readonly NamedDocument[];
  /** Numbers built as the company's, and references, that no document bears. */
  readonly unknown: readonly WrittenNumber[];
  readonly byAccount: readonly DebtorFacts[];
  /** The payer's names, ready to be compared with one debtor's. */
  readonly names: readonly ComparedName[];
  /** Who bears them, of all debtors: looked for only where nothing better is known. */
  readonly named: () => { readonly same: readonly DebtorFacts[]; readonly alike: readonly DebtorFacts[] };
  /** Debtors whose own number stands in the text. */
  readonly byNumber: readonly DebtorFacts[];
  readonly byRule: { readonly debtor: DebtorFacts; readonly rule: string; readonly contains: string } | null;
};

/** What a line or a part of a batch says of itself. */
export type Statement = Omit<LineDetail, 'amountMinor'>;

export function gatherEvidence(line: Statement, index: MatchIndex): Evidence {
  const text = [line.text, line.endToEndId].filter(Boolean).join(' ¦ ');
  const names = [line.counterparty, line.ultimateParty].filter((name) => name !== null && name.trim() !== '');
  const compared = names.map((name) => comparedName(name ?? ''));
  const iban = line.iban ? plainIban(line.iban) : '';
  const written = findNumbers(text, index.terms.patterns);
  const references = referencesOf(line, text);
  return {
    text: plainText(line.text),
    payer: names[0]?.trim() ?? '',
    iban,
    documents: [...documentsByReference(references, index), ...documentsByNumber(written, index)],
    unknown: [...unknownReferences(line, index), ...unknownNumbers(written, index)],
    byAccount: allOf(index.debtorsByIban, iban),
    names: compared,
    named: lookedUpOnce(compared, index),
    byNumber: debtorsByNumber(text, index),
    byRule: debtorByRule(line, index),
  };
}

function lookedUpOnce(names: readonly ComparedName[], index: MatchIndex): Evidence['named'] {
  let known: ReturnType<Evidence['named']> | null = null;
  return () => {
    known ??= debtorsNamed(names, index);
    return known;
  };
}

export function referencesOf(line: Statement, text: string): readonly string[] {
  const structured = line.structuredReference && structuredReferenceFrom(line.structuredReference);
  return [...new Set([...(structured ? [structured] : []), ...findReferences(text)])];
}

function documentsByReference(references: readonly string[], index: MatchIndex): readonly NamedDocument[] {
  return references.flatMap((reference) => {
    const items = allOf(index.byReference, reference);
    return items.length > 0 ? [{ items, by: 'reference' as const, written: reference, meant: true }] : [];
  });
}

/** Each document once, by the strongest form of its number. */
function documentsByNumber(written: readonly WrittenNumber[], index: MatchIndex): readonly NamedDocument[] {
  return written.flatMap((one) => {
    const items = allOf(index.byNumber, one.key);
    return items.length > 0
      ? [{ items, by: one.form, written: one.written, meant: one.meant || one.form !== 'short' }]
      : [];
  });
}

function unknownNumbers(written: readonly WrittenNumber[], index: MatchIndex): readonly WrittenNumber[] {
  const isKnown = ({ key }: WrittenNumber) => index.byNumber.firsts.has(key);
  const known = written.filter(isKnown);
  return written.filter(
    (one) => one.meant && !isKnown(one) && !known.some((other) => other.written.includes(one.written)),
  );
}

/** The bank passed a reference on as one, and no document bears it. */
function unknownReferences(line: Statement, index: MatchIndex): readonly WrittenNumber[] {
  const reference = line.structuredReference && structuredReferenceFrom(line.structuredReference);
  return reference && !index.byReference.firsts.has(reference)
    ? [{ key: numberKeyOf(reference), written: reference, form: 'full', meant: true }]
    : [];
}

/** A debtor's number of fewer signs may be anything. */
const DEBTOR_NUMBER_LEAST = 4;

function debtorsByNumber(text: string, { debtorsByNumber }: MatchIndex): readonly DebtorFacts[] {
  const words = plainText(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= DEBTOR_NUMBER_LEAST && /\d/.test(word));
  return [...new Set(words.flatMap((word) => allOf(debtorsByNumber, word)))];
}

function debtorByRule(line: Statement, { terms, debtors }: MatchIndex): Evidence['byRule'] {
  const rule = ruleFor(line, terms.rules);
  if (rule?.means.kind !== 'debtor') return null;
  const debtor = debtors.get(rule.means.debtorId);
  return debtor ? { debtor, rule: rule.id, contains: rule.contains } : null;
}

/**
 * How well the payer goes with a debtor. `account`: its account, or a rule says so. `same`, `alike`: its name. `named`: the text
 * names the debtor. `silent`: the line does not say who paid. `stranger`: somebody we do not know; `another`: another debtor.
 */
export type PayerLikeness = 'account' | 'same' | 'alike' | 'named' | 'silent' | 'stranger' | 'another';

export function payerLikeness(evidence: Evidence, debtor: DebtorFacts, payer?: DebtorFacts): PayerLikeness {
  const isDebtor = (one: DebtorFacts) => one.id === debtor.id || one.id === debtor.payerId;
  if (evidence.byAccount.some(isDebtor) || (evidence.byRule && isDebtor(evidence.byRule.debtor)))
    return 'account';
  const name = likenessOfNames(evidence.names, payer ? [debtor, payer] : [debtor]);
  if (name !== 'other') return name;
  if (evidence.byNumber.some(isDebtor) || isNamedIn(evidence.text, debtor)) return 'named';
  if (evidence.byAccount.length > 0) return 'another';
  return evidence.payer === '' ? 'silent' : 'stranger';
}

function likenessOfNames(names: readonly ComparedName[], debtors: readonly DebtorFacts[]): NameLikeness {
  let best: NameLikeness = 'other';
  for (const { name, otherNames } of debtors)
    for (const written of [name, ...otherNames])
      for (const one of names) {
        const likeness = compareNames(one, comparedName(written));
        if (likeness === 'same') return 'same';
        if (likeness === 'alike') best = 'alike';
      }
  return best;
}

/** A name in the text has to be this long to be meant. */
const NAMED_LEAST = 7;

function isNamedIn(text: string, { name }: DebtorFacts): boolean {
  const wanted = plainText(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return wanted.length >= NAMED_LEAST && ` ${text.replace(/[^a-z0-9]+/g, ' ')} `.includes(` ${wanted} `);
}
