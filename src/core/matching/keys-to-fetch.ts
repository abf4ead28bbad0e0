import type { LineFacts, MatchKeys } from './match-facts.ts';
import { keysOfName } from './names.ts';
import { type LineReading, type ReadingTerms, readLine } from './read-line.ts';

/**
 * What to ask the database for before a batch is matched: sets, for the whole batch. The short form of a number is not among
 * them: it means something only together with its debtor or amount, by which its item is fetched anyway.
 */
export function keysToFetch(lines: readonly LineFacts[], terms: ReadingTerms): MatchKeys {
  const keys = emptyKeys();
  const amounts = new Map<string, { currency: string; minor: bigint }>();
  for (const line of lines)
    for (const one of [line, ...line.details]) {
      addKeys(keys, readLine(one, terms), false);
      amounts.set(`${line.currency}${one.amountMinor}`, { currency: line.currency, minor: one.amountMinor });
    }
  return {
    references: [...keys.references],
    numberKeys: [...keys.numberKeys],
    amounts: [...amounts.values()],
    ibans: [...keys.ibans],
    nameKeys: [...keys.nameKeys],
    debtorIds: [...keys.debtorIds],
  };
}

/** What lines are looked up by, as sets. */
export type KeySets = Readonly<
  Record<'references' | 'numberKeys' | 'ibans' | 'nameKeys' | 'debtorIds', Set<string>>
>;

export function emptyKeys(): KeySets {
  return {
    references: new Set(),
    numberKeys: new Set(),
    ibans: new Set(),
    nameKeys: new Set(),
    debtorIds: new Set(),
  };
}

export function addKeys(keys: KeySets, line: LineReading, withShort: boolean): void {
  for (const reference of line.references) keys.references.add(reference);
  for (const { key, form } of line.numbers) if (withShort || form !== 'short') keys.numberKeys.add(key);
  for (const word of line.words) keys.numberKeys.add(word);
  if (line.iban) keys.ibans.add(line.iban);
  for (const name of line.names) for (const key of keysOfName(name)) keys.nameKeys.add(key);
  if (line.rule?.means.kind === 'debtor') keys.debtorIds.add(line.rule.means.debtorId);
}
