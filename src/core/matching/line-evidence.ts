import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { findNumbers, type WrittenForm, type WrittenNumber } from './find-numbers.ts';
import { findReferences } from './find-references.ts';
import type { DebtorFacts, ItemFacts, LineDetail } from './match-facts.ts';
import { debtorsNamed, type MatchIndex, plainIban } from './match-index.ts';
import { numberKeyOf } from './number-patterns.ts';
import { ruleFor } from './own-rules.ts';
import { plainText } from './plain-text.ts';

/** A document that the line names, by its reference or by its number. */
export type NamedDocument = {
  readonly items: readonly ItemFacts[];
  readonly by: 'reference' | WrittenForm;
  readonly written: string;
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
  readonly sameName: readonly DebtorFacts[];
  readonly alikeName: readonly DebtorFacts[];
  /** Debtors whose own number stands in the text. */
  readonly byNumber: readonly DebtorFacts[];
  readonly byRule: { readonly debtor: DebtorFacts; readonly rule: string; readonly contains: string } | null;
};

/** What a line or a part of a batch says of itself. */
export type Statement = Omit<LineDetail, 'amountMinor'>;

export function gatherEvidence(line: Statement, index: MatchIndex): Evidence {
  const text = [line.text, line.endToEndId].filter(Boolean).join(' ¦ ');
  const names = [line.counterparty, line.ultimateParty].filter((name) => name !== null && name.trim() !== '');
  const found = names.map((name) => debtorsNamed(name ?? '', index));
  const same = [...new Set(found.flatMap((one) => one.same))];
  const iban = line.iban ? plainIban(line.iban) : '';
  const written = findNumbers(text, index.terms.patterns);
  const references = referencesOf(line, text);
  return {
    text: plainText(line.text),
    payer: names[0]?.trim() ?? '',
    iban,
    documents: [...documentsByReference(references, index), ...documentsByNumber(written, index)],
    unknown: [...unknownReferences(line, index), ...unknownNumbers(written, index)],
    byAccount: index.debtorsByIban.get(iban) ?? [],
    sameName: same,
    alikeName: [...new Set(found.flatMap((one) => one.alike))].filter((debtor) => !same.includes(debtor)),
    byNumber: debtorsByNumber(text, index),
    byRule: debtorByRule(line, index),
  };
}

export function referencesOf(line: Statement, text: string): readonly string[] {
  const structured = line.structuredReference && structuredReferenceFrom(line.structuredReference);
  return [...new Set([...(structured ? [structured] : []), ...findReferences(text)])];
}

function documentsByReference(references: readonly string[], index: MatchIndex): readonly NamedDocument[] {
  return references.flatMap((reference) => {
    const items = index.byReference.get(reference);
    return items ? [{ items, by: 'reference' as const, written: reference }] : [];
  });
}

/** Each document once, by the strongest form of its number. */
function documentsByNumber(written: readonly WrittenNumber[], index: MatchIndex): readonly NamedDocument[] {
  return written.flatMap((one) => {
    const items = index.byNumber.get(one.key);
    return items ? [{ items, by: one.form, written: one.written }] : [];
  });
}

function unknownNumbers(written: readonly WrittenNumber[], index: MatchIndex): readonly WrittenNumber[] {
  const known = new Set(written.filter(({ key }) => index.byNumber.has(key)).map((one) => one.written));
  return written.filter((one) => one.patterned && !index.byNumber.has(one.key) && !known.has(one.written));
}

/** The bank passed a reference on as one, and no document bears it. */
function unknownReferences(line: Statement, index: MatchIndex): readonly WrittenNumber[] {
  const reference = line.structuredReference && structuredReferenceFrom(line.structuredReference);
  return reference && !index.byReference.has(reference)
    ? [{ key: numberKeyOf(reference), written: reference, form: 'full', patterned: true }]
    : [];
}

/** A debtor's number of fewer signs may be anything. */
const DEBTOR_NUMBER_LEAST = 4;

function debtorsByNumber(text: string, { debtorsByNumber }: MatchIndex): readonly DebtorFacts[] {
  const words = plainText(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= DEBTOR_NUMBER_LEAST && /\d/.test(word));
  return [...new Set(words.flatMap((word) => debtorsByNumber.get(word) ?? []))];
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

export function payerLikeness(evidence: Evidence, debtor: DebtorFacts): PayerLikeness {
  const isDebtor = (one: DebtorFacts) => one.id === debtor.id || one.id === debtor.payerId;
  if (evidence.byAccount.some(isDebtor) || (evidence.byRule && isDebtor(evidence.byRule.debtor)))
    return 'account';
  if (evidence.sameName.some(isDebtor)) return 'same';
  if (evidence.alikeName.some(isDebtor)) return 'alike';
  if (evidence.byNumber.some(isDebtor) || isNamedIn(evidence.text, debtor)) return 'named';
  if (evidence.byAccount.length > 0 || evidence.sameName.length > 0) return 'another';
  return evidence.payer === '' ? 'silent' : 'stranger';
}

/** A name in the text has to be this long to be meant. */
const NAMED_LEAST = 7;

function isNamedIn(text: string, { name }: DebtorFacts): boolean {
  const wanted = plainText(name)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
  return wanted.length >= NAMED_LEAST && ` ${text.replace(/[^a-z0-9]+/g, ' ')} `.includes(` ${wanted} `);
}
