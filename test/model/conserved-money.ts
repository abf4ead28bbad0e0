import fc from 'fast-check';
import type { ItemFacts } from '#core/dunning/facts.ts';
import { setCreditsAgainstClaims, sumOf, takeCredits } from '#core/dunning/netting.ts';
import type { PartKind } from '#core/matching/match-facts.ts';
import { CURRENCIES } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { type SettleItem, type SettleLine, settle, whyNotSettle } from '#core/receivables/settle.ts';
import { instalmentsOf } from '#formats/ubl/read-terms.ts';
import type { Element } from '#formats/ubl/read-xml.ts';
import { itemFacts } from '#test/support/dunning-facts.ts';

/** What each splitting of money must keep: the parts are the whole. Each is tried `runs` times. */
export const CONSERVED: Readonly<Record<string, (runs: number, seed: number) => void>> = {
  'credits that are taken, and what is left of them, are the credits': (numRuns, seed) =>
    fc.assert(
      fc.property(fc.array(AMOUNT, { maxLength: 8 }), AMOUNT, (amounts, wanted) => {
        const credits = amounts.map((amount, at) => ({ item: itemOf(at, -amount), amount }));
        const { used, left } = takeCredits(credits, wanted);
        const whole = sumOf(credits);
        return sumOf(used) + sumOf(left) === whole && sumOf(used) === (wanted < whole ? wanted : whole);
      }),
      { numRuns, seed },
    ),
  'claims less credits are what is open, whatever is set against what': (numRuns, seed) =>
    fc.assert(
      fc.property(fc.array(fc.tuple(SIGNED, fc.nat(4), fc.nat(4)), { maxLength: 10 }), (given) => {
        const items = given.map(([open, own, linked], at) =>
          itemOf(at, open, { documentNumber: `F${own}`, linkedNumber: linked === 0 ? null : `F${linked}` }),
        );
        const { claims, credits } = setCreditsAgainstClaims(items);
        const isSigned = claims.every(({ open }) => open >= 0n) && credits.every(({ amount }) => amount > 0n);
        const net = claims.reduce((sum, { open }) => sum + open, 0n) - sumOf(credits);
        return isSigned && net === items.reduce((sum, { open }) => sum + open, 0n);
      }),
      { numRuns, seed },
    ),
  'a bank line is its parts and what remains, and each item what was open less its parts': (numRuns, seed) =>
    fc.assert(fc.property(fc.array(PART, { minLength: 1, maxLength: 6 }), SIGNED, SIGNED, settlesWhole), {
      numRuns,
      seed,
    }),
  'the instalments of an invoice are what is payable': (numRuns, seed) =>
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { maxLength: 6 }), SIGNED, (shares, payable) => {
        const day = Temporal.PlainDate.from('2026-01-01');
        const parts = instalmentsOf(termsOf(shares), payable, 'EUR', day);
        return parts.reduce((sum, { amount }) => sum + amount, 0n) === payable;
      }),
      { numRuns, seed },
    ),
  'an amount written and read again is the same in every currency': (numRuns, seed) =>
    fc.assert(
      fc.property(SIGNED, fc.constantFrom(...CURRENCIES), (minor, currency) => {
        return parseMoney(toDecimal(money(minor, currency)), currency).minor === minor;
      }),
      { numRuns, seed },
    ),
};

const AMOUNT = fc.bigInt({ min: 1n, max: 10n ** 12n });
const SIGNED = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).filter((amount) => amount !== 0n);

function itemOf(at: number, open: bigint, more: Partial<ItemFacts> = {}): ItemFacts {
  return itemFacts(`i${at}`, { open, ...more });
}

const KINDS: readonly PartKind[] = [
  'payment',
  'part_payment',
  'discount',
  'bank_costs',
  'small_difference',
  'on_account',
];
const PART = fc.record({
  item: fc.nat(3),
  kind: fc.constantFrom(...KINDS),
  // Mostly small beside what is open, so that many of them fit.
  share: fc.bigInt({ min: 1n, max: 40n }),
});

/** Parts as anybody might choose them: either they are refused, or nothing is lost or made. */
function settlesWhole(
  chosen: readonly { item: number; kind: PartKind; share: bigint }[],
  lineMinor: bigint,
  openMinor: bigint,
): boolean {
  const line: SettleLine = {
    ...{ id: 'l', currency: 'EUR', amountMinor: lineMinor, remainingMinor: lineMinor, state: 'open' },
  };
  const items: SettleItem[] = [1n, 2n, 3n].map((factor, at) => ({
    ...{ id: `i${at}`, number: `F${at}`, currency: 'EUR' as const },
    amountMinor: openMinor * factor,
    openMinor: openMinor * factor,
  }));
  const parts = chosen.map(({ item, kind, share }) => ({
    dueItemId: item === 3 || kind === 'on_account' ? null : `i${item}`,
    kind,
    amountMinor: (openMinor * share) / 100n,
  }));
  const limits = { smallDifferenceMax: 10n ** 13n, debtorId: 'd' };
  if (whyNotSettle(line, items, parts, limits)) return true;
  const made = settle(line, items, parts, limits);
  const ofItems = made.allocations.reduce((sum, one) => sum + one.lineMinor, 0n);
  const lowered = made.allocations.reduce((sum, one) => sum + one.amountMinor, 0n);
  const before = items.reduce((sum, item) => sum + item.openMinor, 0n);
  const after = [...made.openAfter.values()].reduce((sum, open) => sum + open, 0n);
  settled.count += 1;
  return (
    ofItems + made.onAccountMinor + made.besideMinor + made.remainderMinor === made.lineBefore &&
    before - lowered === after
  );
}

/** How many of the chosen parts could be settled: a property that refuses all proves nothing. */
export const settled = { count: 0 };

/** The terms of an invoice in shares of a ten-thousandth of a percent. */
function termsOf(shares: readonly number[]): Element {
  const terms = shares.map((share, at) => {
    const percent = `${Math.floor(share / 10_000)}.${String(share % 10_000).padStart(4, '0')}`;
    const dueOn = Temporal.PlainDate.from('2026-02-01').add({ days: at }).toString();
    return element('PaymentTerms', [
      element('PaymentPercent', [], percent),
      element('PaymentDueDate', [], dueOn),
    ]);
  });
  return element('Invoice', terms);
}

function element(name: string, children: Element[], text = ''): Element {
  return { name, namespace: '', attributes: {}, children, text, line: 1 };
}
