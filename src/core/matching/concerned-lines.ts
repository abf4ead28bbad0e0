import { allOf } from './grouped.ts';
import { addKeys, emptyKeys, type KeySets } from './keys-to-fetch.ts';
import type { DebtorFacts, ItemFacts, LineFacts, MatchTerms } from './match-facts.ts';
import { buildMatchIndex, debtorsNamed, type MatchIndex } from './match-lookup.ts';
import type { NumberPattern } from './number-patterns.ts';
import { type LineReading, readLine } from './read-line.ts';

/** What has changed since lines were matched last: items that came, went or owe another amount, and their debtors. */
export type Changed = {
  readonly items: readonly ItemFacts[];
  /** Of those items, whoever pays for them, and those whose names or accounts changed. */
  readonly debtors: readonly DebtorFacts[];
};

/**
 * The lines for which what has changed may make a difference: they name a changed item or its amount, or may come from its
 * debtor. All others would be matched as they were, so of fifty thousand that wait a daily list concerns few.
 */
export function concernedLines(
  lines: readonly LineFacts[],
  { items, debtors }: Changed,
  terms: MatchTerms,
): readonly string[] {
  const readings = lines.map((line) => [line, ...line.details].map((one) => readLine(one, terms)));
  const keys = emptyKeys();
  for (const reading of readings.flat()) addKeys(keys, reading, true);
  const index = buildMatchIndex({ items, debtors, paid: [], terms }, { keys, amounts: new Set() });
  const amounts = new Set(items.flatMap(({ openMinor, amountMinor }) => [openMinor, amountMinor]));
  const known = new Set(debtors.map(({ id }) => id));
  return lines.flatMap((line, nth) => {
    const isMeant =
      [line, ...line.details].some(({ amountMinor }) => amounts.has(amountMinor)) ||
      (readings[nth] ?? []).some((reading) => reaches(reading, index, known));
    return isMeant ? [line.id] : [];
  });
}

function reaches(reading: LineReading, index: MatchIndex, debtors: ReadonlySet<string>): boolean {
  const { references, rule, iban, names } = reading;
  const own: KeySets = emptyKeys();
  addKeys(own, reading, true);
  if (references.some((reference) => allOf(index.byReference, reference).length > 0)) return true;
  for (const key of own.numberKeys)
    if (allOf(index.byNumber, key).length > 0 || allOf(index.debtorsByNumber, key).length > 0) return true;
  if (iban !== '' && allOf(index.debtorsByIban, iban).length > 0) return true;
  if (rule?.means.kind === 'debtor' && debtors.has(rule.means.debtorId)) return true;
  const { same, alike } = debtorsNamed(names, index);
  return same.length > 0 || alike.length > 0;
}

/** Whether documents are numbered as before: if not, every line may name another document than it did. */
export function readsAlike(before: readonly NumberPattern[], after: readonly NumberPattern[]): boolean {
  const written = (patterns: readonly NumberPattern[]) =>
    patterns
      .map(({ prefix, yearDigits, years, width }) => [prefix, yearDigits, years.join(), width].join('|'))
      .sort()
      .join('\n');
  return written(before) === written(after);
}
