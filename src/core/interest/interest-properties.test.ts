import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type Claim, type ComputedClaim, PLAIN_OPTIONS } from './claim.ts';
import { computeClaim } from './compute-claim.ts';

/** Between enterprises, where interest runs from the day after the due date and floats with the published rates. */
const COUNTRIES = ['BE', 'FR', 'NL', 'DE', 'LU', 'AT'] as const;
const FIRST = epochDayFrom('2017-01-01');
const LAST = epochDayFrom('2026-06-30');

const anyDay = fc.integer({ min: FIRST, max: LAST });
const threeDays = fc
  .uniqueArray(anyDay, { minLength: 3, maxLength: 3 })
  .map((days) => days.sort((a, b) => a - b) as [number, number, number]);
const anyAmount = fc.bigInt({ min: 1n, max: 10_000_000n });
const anyCountry = fc.constantFrom(...COUNTRIES);

function claim(given: Partial<Claim>): Claim {
  return {
    country: 'BE',
    kind: 'business',
    amount: 100_000n,
    currency: 'EUR',
    dueOn: FIRST,
    until: LAST,
    contractOn: null,
    notice: null,
    deliveredOn: null,
    creditorIsSmall: false,
    hasClause: false,
    contractRate: null,
    asksCosts: null,
    payments: [],
    options: { ...PLAIN_OPTIONS, selection: 'floating', dayCount: 'actual_365', compound: 'never' },
    ...given,
  };
}

/** Before any rounding: what the days, the bases and the rates come to. */
function unrounded({ rows }: ComputedClaim): bigint {
  return rows.reduce((sum, { base, percent, days }) => sum + base * BigInt(percent) * BigInt(days), 0n);
}

/** Each row is rounded once, by half a cent at most: so far can two ways of adding them up be apart, in half cents. */
function halfCents(...claims: readonly ComputedClaim[]): bigint {
  return BigInt(claims.reduce((sum, { rows }) => sum + rows.length, 0));
}

function differ(whole: ComputedClaim, ...parts: readonly ComputedClaim[]): bigint {
  const difference = parts.reduce((rest, { interest }) => rest - interest, whole.interest);
  return difference < 0n ? -difference : difference;
}

describe('interest is additive', () => {
  test('over a split of the period: to a day, and from it', () => {
    fc.assert(
      fc.property(threeDays, anyAmount, anyCountry, ([due, middle, end], amount, country) => {
        const whole = computeClaim(claim({ country, amount, dueOn: due, until: end }));
        const first = computeClaim(claim({ country, amount, dueOn: due, until: middle }));
        const second = computeClaim(claim({ country, amount, dueOn: middle, until: end }));
        expect(unrounded(first) + unrounded(second)).toBe(unrounded(whole));
        expect(2n * differ(whole, first, second)).toBeLessThanOrEqual(halfCents(whole, first, second));
      }),
    );
  });

  test('over a part payment: on all of it before, on the rest after', () => {
    fc.assert(
      fc.property(
        threeDays,
        anyAmount,
        fc.bigInt({ min: 1n, max: 10_000_000n }),
        anyCountry,
        (days, rest, paid, country) => {
          const [due, middle, end] = days;
          const options = { ...claim({}).options, allocation: 'principal_first' as const };
          const amount = rest + paid;
          const payments = [{ on: middle, amount: paid }];
          const whole = computeClaim(claim({ country, amount, dueOn: due, until: end, payments, options }));
          const before = computeClaim(claim({ country, amount, dueOn: due, until: middle }));
          const after = computeClaim(claim({ country, amount: rest, dueOn: middle, until: end }));
          expect(unrounded(before) + unrounded(after)).toBe(unrounded(whole));
          expect(2n * differ(whole, before, after)).toBeLessThanOrEqual(halfCents(whole, before, after));
        },
      ),
    );
  });

  test('the order in which payments are written changes nothing', () => {
    const anyPayments = fc.array(fc.record({ on: anyDay, amount: fc.bigInt({ min: 1n, max: 40_000n }) }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(anyPayments, anyCountry, fc.infiniteStream(fc.nat()), (payments, country, random) => {
        const shuffled = payments
          .map((payment) => ({ payment, at: random.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ payment }) => payment);
        const [one, other] = [payments, shuffled].map((list) =>
          computeClaim(claim({ country, payments: list })),
        );
        expect(other?.interest).toBe(one?.interest);
        expect(other?.total).toBe(one?.total);
      }),
    );
  });
});

test('no day is counted twice, none is left out, and rows stand in their order', () => {
  fc.assert(
    fc.property(threeDays, anyAmount, anyCountry, ([due, middle, end], amount, country) => {
      const payments = [{ on: middle, amount: amount / 2n + 1n }];
      const { rows, openPrincipal } = computeClaim(
        claim({ country, amount, dueOn: due, until: end, payments }),
      );
      fc.pre(openPrincipal > 0n);
      expect(rows[0]?.from).toBe(due + 1);
      expect(rows.at(-1)?.to).toBe(end);
      for (const [nth, row] of rows.entries()) {
        expect(row.days).toBe(row.to - row.from + 1);
        const next = rows[nth + 1];
        if (next) expect(next.from).toBe(row.to + 1);
      }
    }),
  );
});

test('before rounding, more time, a larger debt or a lesser payment never makes interest smaller', () => {
  fc.assert(
    fc.property(threeDays, anyAmount, anyAmount, anyCountry, ([due, middle, end], amount, more, country) => {
      const at = (given: Partial<Claim>) =>
        unrounded(computeClaim(claim({ country, amount, dueOn: due, until: end, ...given })));
      expect(at({})).toBeGreaterThanOrEqual(at({ until: middle }));
      expect(at({ amount: amount + more })).toBeGreaterThanOrEqual(at({}));
      expect(at({})).toBeGreaterThanOrEqual(at({ payments: [{ on: middle, amount: more }] }));
    }),
  );
});
