import { findNumbers } from './find-numbers.ts';
import { referencesOf } from './line-evidence.ts';
import type { LineDetail, LineFacts, MatchKeys, MatchTerms } from './match-facts.ts';
import { plainIban } from './match-index.ts';
import { nameKeysOf } from './names.ts';
import { ruleFor } from './own-rules.ts';

/**
 * What to ask the database for before a batch is matched: sets, for the whole batch. The short form of a number is not among
 * them: it means something only together with its debtor or amount, by which its item is fetched anyway.
 */
export function keysToFetch(
  lines: readonly LineFacts[],
  terms: Pick<MatchTerms, 'patterns' | 'rules'>,
): MatchKeys {
  const keys = {
    references: new Set<string>(),
    numberKeys: new Set<string>(),
    ibans: new Set<string>(),
    nameKeys: new Set<string>(),
    debtorIds: new Set<string>(),
  };
  const amounts = new Map<string, { currency: string; minor: bigint }>();
  for (const line of lines)
    for (const one of [line, ...line.details]) {
      addKeys(keys, one, terms);
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

type KeySets = Readonly<
  Record<'references' | 'numberKeys' | 'ibans' | 'nameKeys' | 'debtorIds', Set<string>>
>;

function addKeys(keys: KeySets, line: LineDetail, terms: Pick<MatchTerms, 'patterns' | 'rules'>): void {
  const text = [line.text, line.endToEndId].filter(Boolean).join(' ¦ ');
  for (const reference of referencesOf(line, text)) keys.references.add(reference);
  for (const { key, form } of findNumbers(text, terms.patterns))
    if (form !== 'short') keys.numberKeys.add(key);
  if (line.iban) keys.ibans.add(plainIban(line.iban));
  for (const name of [line.counterparty, line.ultimateParty])
    if (name) for (const key of nameKeysOf(name)) keys.nameKeys.add(key);
  const rule = ruleFor(line, terms.rules);
  if (rule?.means.kind === 'debtor') keys.debtorIds.add(rule.means.debtorId);
}
