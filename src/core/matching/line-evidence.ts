import type { WrittenForm, WrittenNumber } from './find-numbers.ts';
import { allOf } from './grouped.ts';
import type { DebtorFacts, ItemFacts } from './match-facts.ts';
import { debtorsNamed, type MatchIndex } from './match-lookup.ts';
import { type ComparedName, comparedName, compareNames, type NameLikeness } from './names.ts';
import { numberKeyOf } from './number-patterns.ts';
import { plainText } from './plain-text.ts';
import type { LineReading } from './read-line.ts';

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

/** The evidence of a line, or of a part of a batch, as it was read. */
export function gatherEvidence(line: LineReading, index: MatchIndex): Evidence {
  return {
    text: line.text,
    payer: line.payer,
    iban: line.iban,
    documents: [...documentsByReference(line.references, index), ...documentsByNumber(line.numbers, index)],
    unknown: [...unknownReferences(line, index), ...unknownNumbers(line.numbers, index)],
    byAccount: allOf(index.debtorsByIban, line.iban),
    names: line.names,
    named: lookedUpOnce(line.names, index),
    byNumber: [...new Set(line.words.flatMap((word) => allOf(index.debtorsByNumber, word)))],
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
function unknownReferences({ structured }: LineReading, index: MatchIndex): readonly WrittenNumber[] {
  return structured && !index.byReference.firsts.has(structured)
    ? [{ key: numberKeyOf(structured), written: structured, form: 'full', meant: true }]
    : [];
}

function debtorByRule({ rule }: LineReading, { debtors }: MatchIndex): Evidence['byRule'] {
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
