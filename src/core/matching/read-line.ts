import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { findNumbers, type WrittenNumber } from './find-numbers.ts';
import { findReferences } from './find-references.ts';
import type { LineDetail, MatchTerms } from './match-facts.ts';
import { type ComparedName, comparedName } from './names.ts';
import { numberKeyOf } from './number-patterns.ts';
import { type MatchRule, ruleFor } from './own-rules.ts';
import { plainText } from './plain-text.ts';

/** What a line or a part of a batch says, before anybody is asked whether it is known. */
export type LineReading = {
  readonly text: string;
  readonly payer: string;
  readonly names: readonly ComparedName[];
  /** Without blanks; '' where there is none. */
  readonly iban: string;
  /** The reference that the bank passed on as one. */
  readonly structured: string | null;
  readonly references: readonly string[];
  readonly numbers: readonly WrittenNumber[];
  /** Words with a figure, which may be a debtor's number. */
  readonly words: readonly string[];
  readonly rule: MatchRule | null;
};

export type ReadingTerms = Pick<MatchTerms, 'patterns' | 'rules'>;

/** A debtor's number of fewer signs may be anything. */
const DEBTOR_NUMBER_LEAST = 4;

/** Everything a line can be looked up by. */
export function readLine(line: Omit<LineDetail, 'amountMinor'>, terms: ReadingTerms): LineReading {
  const text = [line.text, line.endToEndId].filter(Boolean).join(' ¦ ');
  const names = [line.counterparty, line.ultimateParty].flatMap((name) => name?.trim() || []);
  const plain = plainText(text);
  return {
    text: plain,
    payer: names[0] ?? '',
    names: names.map(comparedName),
    iban: line.iban ? plainIban(line.iban) : '',
    structured: line.structuredReference === null ? null : structuredReferenceFrom(line.structuredReference),
    references: referencesOf(line),
    numbers: findNumbers(plain, terms.patterns),
    words: plain
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length >= DEBTOR_NUMBER_LEAST && /\d/.test(word))
      .map(numberKeyOf),
    rule: ruleFor(line, terms.rules),
  };
}

/** The verified references of a line: the one the bank passed on, and those in its text. */
export function referencesOf(
  line: Pick<LineDetail, 'structuredReference' | 'text' | 'endToEndId'>,
): readonly string[] {
  const structured = line.structuredReference && structuredReferenceFrom(line.structuredReference);
  const text = [line.text, line.endToEndId].filter(Boolean).join(' ¦ ');
  return [...new Set([...(structured ? [structured] : []), ...findReferences(text)])];
}

export function plainIban(iban: string): string {
  return iban.replace(/\s/g, '').toUpperCase();
}
