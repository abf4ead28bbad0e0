import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { Refusal } from '#core/refusal.ts';
import { question } from '#test/support/claim-question.ts';
import { answerClaim } from './answer-claim.ts';
import { type ClaimQuestion, claimFrom } from './ask-claim.ts';
import { computeClaim } from './compute-claim.ts';
import { findRate, STATUTORY_RATES } from './rate-book.ts';

const answer = (given: Partial<ClaimQuestion>) => answerClaim(question(given));
/** 'from..to days x rate % = amount' of each row. */
const rows = (given: Partial<ClaimQuestion>) =>
  answer(given).rows.map(
    ({ from, to, days, rate, amount }) => `${from}..${to} ${days} x ${rate} = ${amount}`,
  );
const codes = (given: Partial<ClaimQuestion>) => answer(given).notes.map(({ code }) => code);

describe('days', () => {
  test.each([
    ['2025-10-14', []],
    ['2025-10-15', []], // the due date itself is in time
    ['2025-10-16', ['2025-10-16..2025-10-16 1 x 10.50 = 0.29']],
    ['2025-12-31', ['2025-10-16..2025-12-31 77 x 10.50 = 22.15']],
  ])('due on 15 October, counted to %s', (until, expected) => {
    expect(rows({ until })).toEqual(expected);
  });

  test('the same rate published again makes no new row; another one does, from its day', () => {
    expect(rows({ dueOn: '2025-06-29', until: '2026-02-28' })).toEqual([
      '2025-06-30..2025-06-30 1 x 11.50 = 0.32',
      '2025-07-01..2026-02-28 243 x 10.50 = 69.90',
    ]);
  });

  test.each([
    // counted, rows: the number of days is the same, the boundary day takes the rate of the other side
    [true, ['2025-06-30..2025-06-30 1 x 11.50 = 0.32', '2025-07-01..2025-07-02 2 x 10.50 = 0.58']],
    [false, ['2025-06-29..2025-06-30 2 x 11.50 = 0.63', '2025-07-01..2025-07-01 1 x 10.50 = 0.29']],
  ])('the last day counted: %s', (lastDay, expected) => {
    expect(rows({ dueOn: '2025-06-29', until: '2025-07-02', lastDay })).toEqual(expected);
  });

  test.each([
    ['actual_365', 366, '105.29'],
    ['actual_360', 366, '106.75'],
    ['actual_actual', 366, '105.00'],
    ['thirty_360', 360, '105.00'],
  ] as const)('a leap year at 10.5 %% by %s has %i days and costs %s', (dayCount, days, interest) => {
    const given = {
      dueOn: '2023-12-31',
      until: '2024-12-31',
      dayCount,
      rates: [{ from: '2023-01-01', percent: '10.50' }],
    };
    const found = answer(given);
    expect([found.rows[0]?.days, found.interest]).toEqual([days, interest]);
  });

  test('a stretch over the turn of a leap year counts each year by itself', () => {
    const given = {
      dueOn: '2023-12-30',
      until: '2024-01-01',
      dayCount: 'actual_actual' as const,
      rates: [{ from: '2023-01-01', percent: '100' }],
    };
    // 1/365 + 1/366 of 1,000
    expect(answer(given).interest).toBe('5.47');
  });
});

describe('which rate', () => {
  test.each([
    // France, public buyers: frozen on the half-year interest starts in
    ['FR', 'public', '2024-06-30', 1, '12.25'],
    ['FR', 'public', '2024-06-29', 1, '12.50'],
    // Ireland: frozen on the half-year of the due date
    ['IE', 'business', '2024-06-30', 1, '12.50'],
    ['IE', 'business', '2024-07-01', 1, '12.25'],
    // Britain: the Bank Rate of the reference day before interest starts, plus 8
    ['GB', 'business', '2025-06-30', 1, '12.25'],
    ['GB', 'business', '2025-06-29', 1, '12.75'],
    // Belgium: floating
    ['BE', 'business', '2024-12-30', 2, '12.50'],
  ] as const)('%s %s due on %s has %i rows, the first at %s', (country, kind, dueOn, count, first) => {
    const found = answer({ country, kind, dueOn, until: '2025-09-30', currency: 'EUR' }).rows;
    expect([Math.min(found.length, 2), found[0]?.rate]).toEqual([count, first]);
  });

  test('whether a rate floats or is frozen may be chosen', () => {
    const given = { dueOn: '2025-06-29', until: '2025-07-31' } as const;
    expect(answer({ ...given, selection: 'frozen_at_start' }).rows.map(({ rate }) => rate)).toEqual([
      '11.50',
    ]);
    const due = { dueOn: '2025-06-30', until: '2025-07-31' } as const;
    expect(answer({ ...due, selection: 'frozen_at_start' }).rows.map(({ rate }) => rate)).toEqual(['10.50']);
    expect(answer({ ...due, selection: 'frozen_on_due' }).rows.map(({ rate }) => rate)).toEqual(['11.50']);
  });

  test.each([
    ['2014-07-28', '7.12'],
    ['2014-07-29', '8.12'],
    [null, '8.12'],
  ])('Germany, a contract of %s: %s percent', (contractOn, rate) => {
    const found = answer({ country: 'DE', contractOn, dueOn: '2018-03-01', until: '2018-05-01' });
    expect(found.rows[0]?.rate).toBe(rate);
    expect(found.compensation).toBe(rate === '8.12' ? '40.00' : '0.00');
  });

  test.each([
    ['2013-03-15', ['7.50', '8.50']],
    ['2013-03-16', ['8.50']],
  ])('Belgium, a contract of %s: %s', (contractOn, expected) => {
    const found = answer({ contractOn, dueOn: '2015-02-28', until: '2015-06-30' });
    expect(found.rows.map(({ rate }) => rate)).toEqual(expected);
    expect(found.rows[0]?.to).toBe(expected.length === 2 ? '2015-03-15' : '2015-06-30');
  });

  test('a base rate below zero lowers the margin, and interest is never negative', () => {
    expect(
      answer({ country: 'DE', kind: 'consumer', dueOn: '2020-01-31', until: '2020-02-29' }).rows[0]?.rate,
    ).toBe('4.12');
  });

  test('given rates take the place of the table from their days on', () => {
    const rates = [
      { from: '2025-11-01', percent: '12' },
      { from: '2025-12-01', percent: '0' },
    ];
    expect(rows({ rates })).toEqual([
      '2025-10-16..2025-10-31 16 x 10.50 = 4.60',
      '2025-11-01..2025-11-30 30 x 12.00 = 9.86',
      '2025-12-01..2025-12-31 31 x 0.00 = 0.00',
    ]);
  });

  test.each([
    ['LU', 'consumer', '2025-01-31', 'LU_CONSUMER', '2025-01-01', '2025-12-31'],
    ['AT', 'business', '2026-07-31', 'AT_BASE', '2026-07-01', '2026-12-31'],
    ['BE', 'business', '2027-01-31', 'BE_COMMERCIAL', '2027-01-01', '2027-06-30'],
    ['FR', 'consumer', '2026-08-31', 'FR_LEGAL_OTHER', '2026-07-01', '2026-12-31'],
  ] as const)('%s %s due on %s: no rate, no sum', (country, kind, dueOn, series, from, until) => {
    const ask = () => answer({ country, kind, dueOn, until: '2027-12-31' });
    expect(ask).toThrow(new Refusal('rate_missing', { series, from, until }));
  });

  test('a country without rules is refused, unless a rate is given', () => {
    expect(() => answer({ country: 'XX' })).toThrow(
      new Refusal('law_unknown', { country: 'XX', kind: 'business' }),
    );
    expect(() => answer({ country: 'IE', kind: 'consumer' })).toThrow(
      new Refusal('law_unknown', { country: 'IE', kind: 'consumer' }),
    );
    expect(answer({ country: 'XX', contractRate: '10.50' })).toMatchObject({
      interest: '22.15',
      compensation: '0.00',
    });
    expect(codes({ country: 'XX', contractRate: '10.50' })).toEqual(['regime_unknown']);
  });
});

describe('the rate of the contract', () => {
  test.each([
    // France: never below three times the legal rate (2.62 -> 7.86 in the first half of 2026)
    ['FR', 'business', '7.85', '7.86', 'contract_rate_raised'],
    ['FR', 'business', '7.86', '7.86', null],
    ['FR', 'business', '15', '15.00', null],
    // Belgium, consumers: never above the rate of the law
    ['BE', 'consumer', '10.51', '10.50', 'contract_rate_cut'],
    ['BE', 'consumer', '10.50', '10.50', null],
    ['BE', 'consumer', '2', '2.00', null],
    ['BE', 'public', '15', '10.50', 'contract_rate_ignored'],
    ['BE', 'business', '1', '1.00', null],
    ['NL', 'business', '1', '1.00', null],
    ['DE', 'business', '10.26', '10.27', null], // only a higher one counts: 1.27 + 9
    ['DE', 'business', '10.28', '10.28', null],
    ['CH', 'business', '4.99', '5.00', null],
    ['CH', 'business', '6', '6.00', null],
  ] as const)('%s %s at %s %% counts %s %%', (country, kind, contractRate, counted, code) => {
    const given = { country, kind, contractRate, dueOn: '2026-01-31', until: '2026-05-31' } as const;
    expect(answer(given).rows.map(({ rate }) => rate)).toEqual([counted]);
    const told = codes(given).filter((one) => one.startsWith('contract_rate'));
    expect(told).toEqual(code ? [code] : []);
  });

  test('the French floor exceeded the rate of the law itself in the second half of 2024', () => {
    const given = { country: 'FR', dueOn: '2024-07-31', until: '2024-09-30' } as const;
    expect(answer(given).rows[0]?.rate).toBe('14.25');
    expect(answer({ ...given, contractRate: '14.25' }).rows[0]?.rate).toBe('14.76');
  });

  test('a floor that is not known raises nothing, and says so', () => {
    const given = { country: 'FR', contractRate: '1', dueOn: '2026-06-30', until: '2026-07-31' } as const;
    expect(answer(given).rows[0]?.rate).toBe('1.00');
    expect(codes(given)).toContain('floor_unknown');
  });

  test('a British contract with a rate of its own leaves the Act, its fixed sum included', () => {
    const given = { country: 'GB', currency: 'GBP' } as const;
    expect(answer(given).compensation).toBe('70.00');
    expect(answer({ ...given, contractRate: '4' })).toMatchObject({ compensation: '0.00' });
  });
});

describe('compounding', () => {
  const year = {
    country: 'NL',
    dueOn: '2024-01-31',
    rates: [{ from: '2020-01-01', percent: '10' }],
  } as const;

  test.each([
    ['2025-01-31', '100.27'], // 366 days of a year that is counted as 365
    ['2025-02-01', '100.57'], // the next day bears interest on 1,100.27
  ])('Dutch interest bears interest after a year: to %s it is %s', (until, interest) => {
    expect(answer({ ...year, until }).interest).toBe(interest);
  });

  test('only unpaid interest of whole years is added, and a payment takes it away first', () => {
    const paid = { ...year, until: '2025-03-31', payments: [{ on: '2025-02-28', amount: '500.00' }] };
    const found = answer(paid);
    expect(found.rows.map(({ from, base }) => `${from} ${base}`)).toEqual([
      '2024-02-01 1000.00',
      '2025-02-01 1100.27',
      // 40 of costs, 108.71 of interest, 351.29 of principal
      '2025-03-01 648.71',
    ]);
  });

  test('German and Belgian interest never does; it may be chosen', () => {
    const given = { ...year, country: 'DE', until: '2026-01-31' };
    expect(answer(given).rows).toHaveLength(1);
    expect(answer({ ...given, compound: 'yearly' }).rows.map(({ base }) => base)).toEqual([
      '1000.00',
      '1100.27',
    ]);
    expect(answer({ ...year, until: '2026-01-31', compound: 'never' }).rows).toHaveLength(1);
  });

  test('a year that begins on 29 February ends on the 28th', () => {
    const found = answer({ ...year, dueOn: '2024-02-29', until: '2025-03-31' });
    expect(found.rows.map(({ from }) => from)).toEqual(['2024-03-01', '2025-03-01']);
  });
});

describe('part payments', () => {
  const half = { payments: [{ on: '2025-11-30', amount: '500.00' }] };

  test('the base falls from the day after the payment, which still bears interest', () => {
    const found = answer({ ...half, allocation: 'principal_first' });
    expect(found.rows.map(({ from, to, base }) => [from, to, base])).toEqual([
      ['2025-10-16', '2025-11-30', '1000.00'],
      ['2025-12-01', '2025-12-31', '500.00'],
    ]);
  });

  test.each([
    // what is left of costs, interest and principal after 100.00
    ['costs_interest_principal', '0.00', '0.00', '953.23'],
    ['interest_principal', '40.00', '0.00', '913.23'],
    ['principal_first', '40.00', '13.23', '900.00'],
  ] as const)(
    '%s leaves %s of costs, %s of interest, %s of principal',
    (allocation, costs, interest, principal) => {
      const found = answer({
        allocation,
        until: '2025-11-30',
        payments: [{ on: '2025-11-30', amount: '100.00' }],
      });
      expect([found.openCosts, found.openInterest, found.openPrincipal]).toEqual([
        costs,
        interest,
        principal,
      ]);
      expect(found.total).toBe('953.23');
    },
  );

  test.each([
    ['2025-10-15', '1000.00', '0.00', '0.00'], // in time: nothing is due
    ['2025-10-16', '1000.00', '0.30', '40.00'], // 29 cents of it paid interest, and bear a cent more
  ])('paid on %s: %s leaves interest %s and compensation %s', (on, amount, interest, compensation) => {
    expect(answer({ payments: [{ on, amount }] })).toMatchObject({ interest, compensation });
  });

  test('in time for a part: the compensation is for what was late', () => {
    const found = answer({
      country: 'GB',
      currency: 'GBP',
      amount: '1500.00',
      payments: [{ on: '2025-10-15', amount: '600.00' }],
    });
    expect([found.compensation, found.rows[0]?.base]).toEqual(['40.00', '900.00']);
  });

  test('what is paid beyond everything is told', () => {
    expect(codes({ payments: [{ on: '2025-11-30', amount: '5000.00' }] })).toContain('overpaid');
    expect(answer({ payments: [{ on: '2025-11-30', amount: '5000.00' }] }).total).toBe('0.00');
  });

  test('payments after the last day do not count yet', () => {
    expect(answer({ payments: [{ on: '2026-01-01', amount: '500.00' }] }).openPrincipal).toBe('1000.00');
  });
});

describe('rounding', () => {
  test.each([
    ['row', '169.49'],
    ['daily', '169.68'],
  ] as const)('by %s: %s', (rounding, interest) => {
    const given = {
      country: 'GB',
      currency: 'GBP',
      amount: '5000.00',
      dueOn: '2025-07-31',
      until: '2025-11-09',
    };
    expect(answer({ ...given, rounding, rates: [{ from: '2025-01-01', percent: '12.25' }] }).interest).toBe(
      interest,
    );
  });

  test('currencies without cents', () => {
    expect(
      answer({ country: 'SN', currency: 'XOF', amount: '100000', dueOn: '2025-06-30', until: '2025-12-31' })
        .interest,
    ).toBe('2773');
  });
});

describe('properties', () => {
  const countries = fc.constantFrom('BE', 'FR', 'DE', 'LU', 'IE', 'ES', 'IT', 'GB', 'CH');
  const amount = fc.bigInt({ min: 1n, max: 10n ** 10n });
  const dueOn = fc.integer({ min: epochDayFrom('2016-01-01'), max: epochDayFrom('2023-12-31') });
  const length = fc.integer({ min: 0, max: 540 });
  const claim = (country: string, minor: bigint, due: number, until: number) => ({
    ...claimFrom(question({ country })),
    amount: minor,
    dueOn: due,
    until,
  });

  test('interest adds up over a split of the period, but for the rounding of one row', () => {
    fc.assert(
      fc.property(countries, amount, dueOn, length, length, (country, minor, due, first, second) => {
        const frozen = {
          ...claim(country, minor, due, due),
          options: {
            ...claimFrom(question()).options,
            selection: 'floating' as const,
            dayCount: 'actual_365' as const,
          },
        };
        const part = (from: number, to: number) => computeClaim({ ...frozen, dueOn: from, until: to });
        const whole = part(due, due + first + second);
        const [one, other] = [part(due, due + first), part(due + first, due + first + second)];
        const roundings = BigInt(one.rows.length + other.rows.length + whole.rows.length);
        const gap = whole.interest - one.interest - other.interest;
        expect(gap < 0n ? -gap : gap).toBeLessThanOrEqual(roundings);
      }),
    );
  });

  test('a longer delay or a larger debt never costs less', () => {
    fc.assert(
      fc.property(
        countries,
        amount,
        amount,
        dueOn,
        length,
        length,
        (country, minor, more, due, days, longer) => {
          const { interest } = computeClaim(claim(country, minor, due, due + days));
          expect(
            computeClaim(claim(country, minor, due, due + days + longer)).interest,
          ).toBeGreaterThanOrEqual(interest);
          expect(computeClaim(claim(country, minor + more, due, due + days)).interest).toBeGreaterThanOrEqual(
            interest,
          );
        },
      ),
    );
  });

  const payments = fc.array(
    fc.record({ after: fc.integer({ min: -10, max: 400 }), amount: fc.bigInt({ min: 1n, max: 10n ** 6n }) }),
    { maxLength: 6 },
  );

  test('the order in which payments are given does not matter', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('BE', 'NL', 'DE', 'GB'),
        dueOn,
        payments,
        fc.infiniteStream(fc.nat()),
        (country, due, given, shuffle) => {
          const paid = given.map(({ after, amount: minor }) => ({ on: due + after, amount: minor }));
          const mixed = paid
            .map((one) => ({ one, key: shuffle.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ one }) => one);
          const base = claim(country, 10n ** 6n, due, due + 400);
          const [straight, other] = [
            computeClaim({ ...base, payments: paid }),
            computeClaim({ ...base, payments: mixed }),
          ];
          expect([straight.interest, straight.total, straight.overpaid]).toEqual([
            other.interest,
            other.total,
            other.overpaid,
          ]);
        },
      ),
    );
  });

  test('what was owed is what is paid, what is left, and nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom('BE', 'NL', 'DE', 'GB', 'FR'), dueOn, payments, (country, due, given) => {
        const paid = given.map(({ after, amount: minor }) => ({ on: due + after, amount: minor }));
        const found = computeClaim({ ...claim(country, 10n ** 6n, due, due + 400), payments: paid });
        const sum = paid.reduce((all, one) => all + one.amount, 0n);
        const owed = 10n ** 6n + found.interest + found.compensation + found.collectionCosts;
        expect(found.total + sum - found.overpaid).toBe(owed);
        expect(found.rows.reduce((all, row) => all + row.amount, 0n)).toBe(found.interest);
        expect(found.total === found.openPrincipal + found.openInterest + found.openCosts).toBe(true);
      }),
    );
  });

  test('rows follow each other without gap or overlap, and each rate is the one of its days', () => {
    fc.assert(
      fc.property(dueOn, length, (due, days) => {
        const { rows: found } = computeClaim(claim('BE', 10n ** 6n, due, due + days));
        let next = due + 1;
        for (const row of found) {
          expect(row.from).toBe(next);
          expect(row.days).toBe(row.to - row.from + 1);
          for (const on of [row.from, row.to]) {
            expect([isoDay(on), findRate(STATUTORY_RATES, 'BE_COMMERCIAL', on)?.percent]).toEqual([
              isoDay(on),
              row.percent,
            ]);
          }
          next = row.to + 1;
        }
        expect(next).toBe(due + days + 1);
      }),
    );
  });
});
