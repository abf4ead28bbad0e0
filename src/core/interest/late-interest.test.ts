import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { FeeRule, InterestRule } from '#core/dunning/policy.ts';
import {
  type CompanyLaw,
  feeNotes,
  type LateClaim,
  lateInterest,
  minorFrom,
  stepFees,
} from './late-interest.ts';
import { STATUTORY_RATES } from './rate-book.ts';

const percent = (yearlyPercent: string): InterestRule => ({ kind: 'contractual', yearlyPercent });
const law = (country: string): CompanyLaw => ({ country, rates: STATUTORY_RATES });
const day = epochDayFrom;

function late(given: Partial<LateClaim> = {}): LateClaim {
  return {
    open: 100_000n,
    currency: 'EUR',
    dueOn: day('2025-10-15'),
    on: day('2025-12-31'),
    kind: 'business',
    firstNotice: null,
    hasClause: false,
    ...given,
  };
}

describe('agreed interest', () => {
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
  ] as const)('%s cents at %s %% for %i days is %s, in any country', (open, rate, days, expected) => {
    const dueOn = day('2025-01-31');
    const claim = late({ open, dueOn, on: dueOn + days });
    for (const of of [null, law('XX'), law('BE')])
      expect(lateInterest(percent(rate), claim, of).amount).toBe(expected);
  });

  test.each([
    // 1,000 owed from 31 January 2025, 600 of it still open after 365 days; 400 paid so many days after it was due
    { paidAfter: 100, expected: 6000n + 1096n }, // 40,000 × 10 % × 100/365 = 1095.89
    { paidAfter: 1, expected: 6000n + 11n }, // 10.96: the day after the due date bears interest
    { paidAfter: 0, expected: 6000n }, // paid on the due date
    { paidAfter: -3, expected: 6000n },
    { paidAfter: 365, expected: 10_000n }, // on the day of the notice
    { paidAfter: 366, expected: 6000n }, // a later day is not known on that day
  ])(
    'what was paid $paidAfter days after the due date bears interest until its day',
    ({ paidAfter, expected }) => {
      const dueOn = day('2025-01-31');
      const paid = [{ on: dueOn + paidAfter, amount: 40_000n }];
      const claim = late({ open: 60_000n, dueOn, on: dueOn + 365, paid });
      for (const of of [null, law('XX'), law('BE')])
        expect(lateInterest(percent('10'), claim, of).amount).toBe(expected);
    },
  );

  test('the rows tell what was owed until the payment, and after it', () => {
    const dueOn = day('2025-10-15');
    const paid = [{ on: day('2025-11-14'), amount: 40_000n }];
    const { rows } = lateInterest({ kind: 'statutory' }, late({ open: 60_000n, dueOn, paid }), law('BE'));
    expect(rows.map(({ base, days }) => ({ base, days }))).toEqual([
      { base: 100_000n, days: 30 },
      { base: 60_000n, days: 47 },
    ]);
  });

  test('it keeps to the floor and the ceiling of the law', () => {
    const spring = { dueOn: day('2026-01-31'), on: day('2026-05-31') };
    const rate = (rule: InterestRule, claim: LateClaim, country: string) =>
      lateInterest(rule, claim, law(country)).rows.map((row) => Number(row.percent) / 1e6);
    expect(rate(percent('5.00'), late(spring), 'FR')).toEqual([7.86]);
    const firstNotice = { sentOn: day('2026-02-10'), by: 'mail' as const };
    expect(rate(percent('15.00'), late({ ...spring, kind: 'consumer', firstNotice }), 'BE')).toEqual([10.5]);
  });

  test('more days or more money never make less interest', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const days = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(amount, amount, days, days, (open, more, first, longer) => {
        const ask = (sum: bigint, long: number) =>
          lateInterest(percent('9.25'), late({ open: sum, on: late().dueOn + long }), null).amount;
        expect(ask(open + more, first)).toBeGreaterThanOrEqual(ask(open, first));
        expect(ask(open, first + longer)).toBeGreaterThanOrEqual(ask(open, first));
      }),
    );
  });
});

describe('interest of the law', () => {
  const statutory: InterestRule = { kind: 'statutory' };

  test.each([
    ['BE', 'business', 2215n],
    ['BE', 'public', 2215n],
    ['FR', 'business', 2563n],
    ['NL', 'business', 2141n],
    ['DE', 'business', 2167n],
    ['LU', 'business', 2141n],
    ['XX', 'business', 0n],
    // consumers: nothing before the reminder that the law asks for; the Dutch pay interest from the due date
    ['BE', 'consumer', 0n],
    ['FR', 'consumer', 0n],
    ['DE', 'consumer', 0n],
    ['NL', 'consumer', 1266n],
  ] as const)('%s %s: %s cents', (country, kind, expected) => {
    expect(lateInterest(statutory, late({ kind }), law(country)).amount).toBe(expected);
  });

  test('no law known, no interest of the law', () => {
    expect(lateInterest(statutory, late(), null).amount).toBe(0n);
    expect(lateInterest({ kind: 'none' }, late(), law('BE')).amount).toBe(0n);
  });

  test.each([
    ['2025-11-17', 0n],
    // no clause: the civil rate of 4.5 %, from the end of the fourteen days
    ['2025-11-18', 12n],
  ])('a Belgian consumer reminded on 3 November, on %s: %s', (on, expected) => {
    const firstNotice = { sentOn: day('2025-11-03'), by: 'mail' as const };
    const claim = late({ kind: 'consumer', firstNotice, on: day(on) });
    expect(lateInterest(statutory, claim, law('BE')).amount).toBe(expected);
  });

  test('a rate that is not known ends the interest, and is named', () => {
    const over = late({ dueOn: day('2026-12-01'), on: day('2027-01-31') });
    const found = lateInterest(statutory, over, law('BE'));
    expect(found.rows.map(({ to }) => isoDay(to))).toEqual(['2026-12-31']);
    expect(found.gap?.facts).toEqual({ series: 'BE_COMMERCIAL', from: '2027-01-01', until: '2027-06-30' });
    const never = lateInterest(
      statutory,
      late({ dueOn: day('2027-02-01'), on: day('2027-03-01') }),
      law('BE'),
    );
    expect([never.amount, never.gap?.facts.from]).toEqual([0n, '2027-01-01']);
  });

  test('a frozen rate that is not known makes no interest at all', () => {
    const found = lateInterest(
      statutory,
      late({ kind: 'public', dueOn: day('2027-01-15'), on: day('2027-02-15') }),
      law('FR'),
    );
    expect([found.amount, found.gap?.facts.series]).toEqual([0n, 'FR_PUBLIC']);
  });
});

describe('fees', () => {
  const fee = (
    rule: FeeRule,
    lines: LateClaim[],
    country: string | null = 'BE',
    companyCurrency: 'EUR' | 'USD' | 'XOF' = 'EUR',
  ) =>
    stepFees(rule, {
      lines,
      currency: lines[0]?.currency ?? 'EUR',
      companyCurrency,
      law: country ? law(country) : null,
    });

  test.each([
    [{ kind: 'fixed', amount: '15.00' }, 'EUR', 'EUR', 1500n],
    [{ kind: 'fixed', amount: '15' }, 'EUR', 'EUR', 1500n],
    [{ kind: 'fixed', amount: '5000' }, 'XOF', 'XOF', 5000n],
    [{ kind: 'fixed', amount: '15.00' }, 'USD', 'EUR', 0n], // no rate is known
    [{ kind: 'none' }, 'EUR', 'EUR', 0n],
  ] as const)(
    'the fee %o on a notice in %s of a company in %s is %s',
    (rule, currency, company, expected) => {
      expect(
        stepFees(rule, { lines: [late({ currency })], currency, companyCurrency: company, law: null }),
      ).toEqual([expected]);
    },
  );

  test('a fixed fee is asked once, on the first line', () => {
    expect(fee({ kind: 'fixed', amount: '15.00' }, [late(), late()])).toEqual([1500n, 0n]);
    expect(fee({ kind: 'fixed', amount: '15.00' }, [])).toEqual([]);
  });

  test.each([
    [50_000n, 5000n], // 10 % of 500
    [50_010n, 5001n], // and 5 % of what exceeds it: 0.5 cents round up
    [150_000n, 10_000n],
  ])('bands of 10 %% up to 500 and 5 %% above make of %s: %s', (open, expected) => {
    const bands = [
      { upTo: '500.00', percent: '10.00' },
      { upTo: null, percent: '5.00' },
    ];
    expect(fee({ kind: 'bands', bands }, [late({ open })])).toEqual([expected]);
  });

  test('bands are of all lines together', () => {
    const bands = [
      { upTo: '500.00', percent: '10.00' },
      { upTo: null, percent: '5.00' },
    ];
    expect(fee({ kind: 'bands', bands }, [late({ open: 40_000n }), late({ open: 40_000n })])).toEqual([
      6500n,
      0n,
    ]);
  });

  const statutory: FeeRule = { kind: 'statutory' };
  const reminded = { sentOn: day('2025-11-03'), by: 'mail' as const };

  test.each([
    ['BE', 'business', [4000n, 4000n]],
    ['FR', 'public', [4000n, 4000n]],
    ['FR', 'consumer', [0n, 0n]],
    ['DE', 'consumer', [0n, 0n]],
    ['BE', 'consumer', [0n, 0n]], // no clause
    ['NL', 'consumer', [30_000n, 0n]], // by the scale, on the sum of 2,000
    ['XX', 'business', [0n, 0n]],
  ] as const)('%s %s: %s for two invoices of 1,000', (country, kind, expected) => {
    const lines = [late({ kind, firstNotice: reminded }), late({ kind, firstNotice: reminded })];
    expect(fee(statutory, lines, country)).toEqual(expected);
  });

  test('Belgian consumers: by clause, after fourteen days, within the caps, each invoice by itself', () => {
    const claim = (on: string, hasClause = true) =>
      late({ kind: 'consumer', firstNotice: reminded, hasClause, on: day(on) });
    expect(fee(statutory, [claim('2025-11-17')])).toEqual([0n]);
    expect(fee(statutory, [claim('2025-11-18')])).toEqual([9000n]);
    expect(fee(statutory, [claim('2025-11-18'), claim('2025-11-18')])).toEqual([9000n, 9000n]);
    expect(fee({ kind: 'fixed', amount: '200.00' }, [claim('2025-11-18')])).toEqual([9000n]);
    expect(fee({ kind: 'fixed', amount: '15.00' }, [claim('2025-11-18')])).toEqual([1500n]);
    expect(fee({ kind: 'fixed', amount: '15.00' }, [claim('2025-11-17')])).toEqual([0n]);
    expect(fee({ kind: 'fixed', amount: '15.00' }, [claim('2025-11-18', false)])).toEqual([0n]);
  });

  test.each([
    // what a creditor sets, asked of a consumer who was reminded, and of one who was not
    ['NL', '200.00', 15_000n, 0n],
    ['NL', '100.00', 10_000n, 0n],
    ['FR', '15.00', 0n, 0n],
    ['DE', '2.50', 250n, 0n],
    ['LU', '15.00', 1500n, 1500n],
  ] as const)(
    '%s consumers, a fee of %s: %s after the reminder, %s without',
    (country, amount, after, before) => {
      const rule: FeeRule = { kind: 'fixed', amount };
      expect(fee(rule, [late({ kind: 'consumer', firstNotice: reminded })], country)).toEqual([after]);
      expect(fee(rule, [late({ kind: 'consumer' })], country)).toEqual([before]);
    },
  );

  test.each([
    ['BE', 'consumer', null, true, ['free_reminder_missing']],
    ['BE', 'consumer', '2025-11-03', true, []],
    ['BE', 'consumer', '2025-12-24', true, ['waiting']],
    ['BE', 'consumer', '2025-11-03', false, ['clause_missing']],
    ['NL', 'consumer', null, false, ['fourteen_day_letter_missing']],
    ['NL', 'consumer', '2025-11-03', false, []],
    ['BE', 'business', null, false, []],
    ['XX', 'consumer', null, false, []],
  ] as const)('%s %s reminded on %s, clause %s: %j tells why', (country, kind, sentOn, hasClause, codes) => {
    const firstNotice = sentOn && { sentOn: day(sentOn), by: 'mail' as const };
    const notes = feeNotes(statutory, late({ kind, firstNotice, hasClause }), law(country));
    expect(notes.map(({ code }) => code)).toEqual(codes);
    expect(feeNotes({ kind: 'none' }, late({ kind, firstNotice, hasClause }), law(country))).toEqual([]);
  });

  test('nothing is asked of what is not late yet', () => {
    expect(fee(statutory, [late({ on: late().dueOn })])).toEqual([0n]);
    expect(fee(statutory, [late({ on: late().dueOn + 1 })])).toEqual([4000n]);
  });
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
