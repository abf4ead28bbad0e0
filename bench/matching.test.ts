import { expect, test } from 'vitest';
import { keysToFetch } from '#core/matching/keys-to-fetch.ts';
import { matchLines } from '#core/matching/match-lines.ts';
import { nameKeysOf } from '#core/matching/names.ts';
import { numberKeyOf } from '#core/matching/number-patterns.ts';
import { factsOf, judge, lineOf, withTerms } from './matching.ts';
import { makePayments } from './payments-generator.ts';
import { makeLedger, STYLES } from './payments-ledger.ts';
import { chanceFrom } from './payments-words.ts';

/** Two thousand payments of four companies, whose truth the generator knows. The whole measure is `node bench/matching.ts`. */
test('what is certain is right, and most of what can be known is certain', () => {
  const wrong: string[] = [];
  const tally = judge(4_711, 2_000, 20_000, (told) => wrong.push(told));
  expect(wrong.filter((told) => told.includes('"certainty":"certain"'))).toEqual([]);
  expect(tally.certain).toBeGreaterThan(1_000);
  expect(tally.certainRight / tally.certain).toBeGreaterThanOrEqual(0.9995);
  expect(tally.decidableCertain / tally.decidable).toBeGreaterThanOrEqual(0.9);
  // A proposal that is called probable is worth a person's look.
  expect(tally.probableRight / tally.probable).toBeGreaterThan(0.7);
});

test('the payments of a seed are always the same', () => {
  const first = judge(1, 200, 4_000, () => undefined);
  expect(judge(1, 200, 4_000, () => undefined)).toEqual(first);
});

test.each(STYLES)('what the keys fetch is all that matching needs: %s', (style) => {
  const chance = chanceFrom(12);
  const ledger = makeLedger(chance, style, 4_000);
  const lines = makePayments(chance, ledger, 300).map(lineOf);
  const facts = withTerms(factsOf(ledger));
  const whole = matchLines(lines, facts);
  const fetched = fetch(facts, lines);
  expect(fetched.items.length).toBeLessThan(facts.items.length);
  const narrowed = matchLines(lines, fetched);
  const best = ({ matches: [first] }: (typeof whole)[number]) => [
    first?.certainty,
    first?.parts.map(({ dueItemId, amountMinor, kind }) => `${dueItemId} ${amountMinor} ${kind}`),
  ];
  expect(narrowed.map(best)).toEqual(whole.map(best));
});

/** What SQL would: named items, and all that is open of the debtors whom anything points at. */
function fetch(facts: ReturnType<typeof withTerms>, lines: ReturnType<typeof lineOf>[]) {
  const keys = keysToFetch(lines, facts.terms);
  const [references, numbers, ibans, names] = [
    new Set(keys.references),
    new Set(keys.numberKeys),
    new Set(keys.ibans),
    new Set(keys.nameKeys),
  ];
  const amounts = new Set(keys.amounts.map(({ minor }) => minor));
  const named = facts.items.filter(
    (item) =>
      references.has(item.structuredReference ?? '') ||
      numbers.has(numberKeyOf(item.number)) ||
      (item.openMinor !== 0n && amounts.has(item.openMinor)),
  );
  const reached = new Set(named.map(({ debtorId }) => debtorId));
  for (const { id, number, name, ibans: own } of facts.debtors)
    if (
      own.some((iban) => ibans.has(iban)) ||
      numbers.has(numberKeyOf(number)) ||
      nameKeysOf(name).some((key) => names.has(key))
    )
      reached.add(id);
  const back = facts.paid.filter(({ amountMinor }) => amounts.has(-amountMinor));
  const settled = new Set([
    ...named.map(({ id }) => id),
    ...back.flatMap((one) => one.settled.map((part) => part.dueItemId)),
  ]);
  const items = facts.items.filter(
    ({ id, debtorId, openMinor }) => settled.has(id) || (openMinor !== 0n && reached.has(debtorId)),
  );
  return { ...facts, items, paid: back };
}
