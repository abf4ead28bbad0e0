import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lateInterest, minorFrom, stepFee } from './late-interest.ts';

const percent = (yearlyPercent: string) => ({ kind: 'contractual' as const, yearlyPercent });

test.each([
  // open, % a year, days late, interest in cents
  [100_000n, '10.00', 365, 10_000n], // a whole year
  [100_000n, '10.00', 0, 0n], // on the due date itself
  [100_000n, '10.00', 1, 27n], // 27.397… the first day after it
  [100_000n, '10.00', -5, 0n],
  [18_250n, '10', 1, 5n], // exactly 5.0
  [18_249n, '10', 1, 5n], // 4.9997 rounds up
  [1825n, '10', 1, 1n], // 0.5 rounds away from zero
  [1824n, '10', 1, 0n], // 0.4997 does not
  [123_456n, '8.5', 43, 1236n], // 1236.25…
  [-5000n, '10', 100, 0n], // a credit bears none
] as const)('%s cents at %s %% for %i days is %s', (open, rate, daysLate, expected) => {
  expect(lateInterest(percent(rate), { open, currency: 'EUR', daysLate })).toBe(expected);
});

test('no rule, and a rule the legal engine will bring, make no interest', () => {
  const claim = { open: 100_000n, currency: 'EUR' as const, daysLate: 100 };
  expect(lateInterest({ kind: 'none' }, claim)).toBe(0n);
  expect(lateInterest({ kind: 'statutory' }, claim)).toBe(0n);
});

test('more days or more money never make less interest', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const days = fc.integer({ min: 0, max: 4000 });
  fc.assert(
    fc.property(amount, amount, days, days, (open, more, daysLate, longer) => {
      const claim = { open, currency: 'EUR' as const, daysLate };
      const base = lateInterest(percent('9.25'), claim);
      expect(lateInterest(percent('9.25'), { ...claim, open: open + more })).toBeGreaterThanOrEqual(base);
      expect(lateInterest(percent('9.25'), { ...claim, daysLate: daysLate + longer })).toBeGreaterThanOrEqual(
        base,
      );
    }),
  );
});

test.each([
  [{ kind: 'fixed', amount: '15.00' }, 'EUR', 'EUR', 1500n],
  [{ kind: 'fixed', amount: '15' }, 'EUR', 'EUR', 1500n],
  [{ kind: 'fixed', amount: '5000' }, 'XOF', 'XOF', 5000n],
  [{ kind: 'fixed', amount: '15.00' }, 'USD', 'EUR', 0n], // no rate is known
  [{ kind: 'none' }, 'EUR', 'EUR', 0n],
  [{ kind: 'statutory' }, 'EUR', 'EUR', 0n],
] as const)('the fee %o on a notice in %s of a company in %s is %s', (rule, currency, company, expected) => {
  expect(stepFee(rule, currency, company)).toBe(expected);
});

test.each([
  ['25.00', 'EUR', 2500n],
  ['25.5', 'EUR', 2550n],
  ['25', 'XAF', 25n],
  ['25.90', 'XAF', 25n],
  ['1.2345', 'TND', 1234n],
] as const)('%s is %3$s in the smallest unit of %s', (text, currency, expected) => {
  expect(minorFrom(text, currency)).toBe(expected);
});
