import { describe, expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { question } from '#test/support/claim-question.ts';
import { answerClaim } from './answer-claim.ts';
import type { ClaimQuestion } from './ask-claim.ts';
import { findRegime, LAW_COUNTRIES, REGIMES, regimeFor } from './find-regime.ts';
import { longestTerm } from './payment-term.ts';
import { LAW_RULES } from './regime.ts';
import { BOOK_XIX_CAPS } from './regimes/belgium.ts';
import { BIK } from './regimes/netherlands.ts';
import { onScale } from './scale.ts';
import { belgianWaiting, dutchLetterTerm } from './waiting-periods.ts';

const answer = (given: Partial<ClaimQuestion>) => answerClaim(question(given));
const codes = (given: Partial<ClaimQuestion>) => answer(given).notes.map(({ code }) => code);
const cents = (text: string) => BigInt(text.replace('.', ''));

describe('scales', () => {
  test.each([
    // Book XIX: it jumps at 150 and is continuous at 500
    ['0.01', '20.00'],
    ['150.00', '20.00'],
    ['150.01', '30.00'],
    ['150.05', '30.01'],
    ['500.00', '65.00'],
    ['500.01', '65.00'],
    ['500.10', '65.01'],
    ['1000.00', '90.00'],
    ['39200.00', '2000.00'],
    ['39200.20', '2000.00'],
    ['100000.00', '2000.00'],
  ])('a Belgian consumer who owes %s pays at most %s', (debt, most) => {
    expect(onScale(BOOK_XIX_CAPS, cents(debt))).toBe(cents(most));
  });

  test.each([
    ['0.01', '40.00'],
    ['266.66', '40.00'],
    ['266.70', '40.01'],
    ['2500.00', '375.00'],
    ['2500.10', '375.01'],
    ['5000.00', '625.00'],
    ['10000.00', '875.00'],
    ['200000.00', '2775.00'],
    ['999999.00', '6775.00'],
    ['1000000.00', '6775.00'],
    ['2000000.00', '6775.00'],
  ])('Dutch collection costs on %s are %s', (debt, costs) => {
    expect(onScale(BIK, cents(debt))).toBe(cents(costs));
  });

  test('a debt of nothing costs nothing', () => {
    expect([onScale(BIK, 0n), onScale(BOOK_XIX_CAPS, -100n)]).toEqual([0n, 0n]);
  });
});

describe('flat compensation', () => {
  test.each([
    ['BE', 'business', '40.00'],
    ['BE', 'public', '40.00'],
    ['FR', 'business', '40.00'],
    ['FR', 'public', '40.00'],
    ['FR', 'consumer', '0.00'],
    ['NL', 'business', '40.00'],
    ['NL', 'public', '40.00'],
    ['NL', 'consumer', '0.00'],
    ['DE', 'business', '40.00'],
    ['DE', 'consumer', '0.00'],
    ['LU', 'business', '40.00'],
    ['AT', 'business', '40.00'],
    ['AT', 'consumer', '0.00'],
    ['ES', 'business', '40.00'],
    ['IT', 'public', '40.00'],
    ['PT', 'business', '40.00'],
    ['CH', 'business', '0.00'],
    ['SN', 'business', '0.00'],
  ] as const)('%s %s: %s', (country, kind, compensation) => {
    expect(answer({ country, kind, amount: '500.00' }).compensation).toBe(compensation);
  });

  test.each([
    ['1000.00', '40.00'],
    ['1000.01', '70.00'],
    ['10000.00', '70.00'],
    ['10000.01', '100.00'],
  ])('Ireland, a debt of %s: %s', (amount, compensation) => {
    expect(answer({ country: 'IE', amount }).compensation).toBe(compensation);
  });

  test('sums in another currency than the debt are not asked, and that is said', () => {
    expect(answer({ country: 'GB', currency: 'EUR' }).compensation).toBe('0.00');
    expect(codes({ country: 'GB', currency: 'EUR' })).toContain('compensation_in_other_currency');
  });

  test.each([
    ['2025-10-15', '0.00'],
    ['2025-10-16', '40.00'],
  ])('to %s: %s', (until, compensation) => {
    expect(answer({ until }).compensation).toBe(compensation);
  });

  test('between businesses the Dutch scale is asked when wanted, the EUR 40 within it', () => {
    const given = { country: 'NL', amount: '4000.00' };
    expect(answer(given)).toMatchObject({ compensation: '40.00', collectionCosts: '0.00' });
    expect(answer({ ...given, asksCosts: true })).toMatchObject({
      compensation: '40.00',
      collectionCosts: '485.00',
    });
    expect(answer({ ...given, amount: '100.00', asksCosts: true })).toMatchObject({
      compensation: '40.00',
      collectionCosts: '0.00',
    });
  });
});

describe('Belgium, consumers', () => {
  test.each([
    // sent, by, the period starts, something may be asked from
    ['2023-09-18', 'post', '2023-09-21', '2023-10-05'], // a Monday, as published
    ['2023-09-18', 'mail', '2023-09-19', '2023-10-03'],
    ['2026-04-02', 'post', '2026-04-08', '2026-04-22'], // over Easter: Friday, Tuesday, Wednesday
    ['2026-04-30', 'post', '2026-05-06', '2026-05-20'], // 1 May is a holiday
  ] as const)('a reminder of %s by %s: from %s, %s', (sentOn, by, startsOn, claimableOn) => {
    const found = belgianWaiting(epochDayFrom(sentOn), by);
    expect([isoDay(found.startsOn), isoDay(found.claimableOn)]).toEqual([startsOn, claimableOn]);
    expect(found.endsOn).toBe(found.claimableOn - 1);
  });

  const consumer = { kind: 'consumer', noticeOn: '2025-11-03', amount: '500.00' } as const;
  test('what reminders of subscriptions may cost is told where costs are asked, of consumers alone', () => {
    const told = (given: Partial<ClaimQuestion>) =>
      codes({ until: '2025-12-31', ...given }).includes('regular_supplies');
    expect(told(consumer)).toBe(true);
    expect(told({ ...consumer, noticeOn: 'none' })).toBe(false);
    expect(told({ ...consumer, kind: 'business' })).toBe(false);
    expect(told({ ...consumer, country: 'NL' })).toBe(false);
  });

  test.each([
    ['2025-11-17', '0.00', '0.00'], // the fourteenth day
    ['2025-11-18', '2.16', '65.00'], // 15 days from the day after the reminder
  ])('asked on %s: interest %s, indemnity %s', (until, interest, compensation) => {
    expect(answer({ ...consumer, until })).toMatchObject({
      interest,
      compensation,
      claimableOn: '2025-11-18',
    });
  });

  test('a larger creditor counts from the end of the period', () => {
    const found = answer({ ...consumer, until: '2025-12-31', creditorIsSmall: false });
    expect(found.rows.map(({ from }) => from)).toEqual(['2025-11-18']);
    expect(answer({ ...consumer, until: '2025-12-31' }).rows.map(({ from }) => from)).toEqual(['2025-11-04']);
  });

  test.each([
    ['none', 'free_reminder_missing'],
    ['2025-12-24', 'waiting'],
    ['2025-10-14', null], // before the due date: it does not count
  ])('a reminder on %s: nothing may be asked yet', (noticeOn, code) => {
    const given = { ...consumer, noticeOn, until: '2025-12-31' };
    expect(answer(given)).toMatchObject({ interest: '0.00', compensation: '0.00', rows: [] });
    if (code) expect(codes(given)).toContain(code);
  });

  test('what is paid within the fourteen days costs nothing', () => {
    const paid = (on: string) =>
      answer({ ...consumer, until: '2025-12-31', payments: [{ on, amount: '500.00' }] });
    expect(paid('2025-11-17')).toMatchObject({ interest: '0.00', compensation: '0.00', total: '0.00' });
    expect(paid('2025-11-18').compensation).toBe('65.00');
    const part = answer({
      ...consumer,
      until: '2025-12-31',
      payments: [{ on: '2025-11-10', amount: '400.00' }],
    });
    expect([part.compensation, part.rows[0]?.base]).toEqual(['20.00', '100.00']);
  });

  test('without a clause, interest at the civil rate and nothing else', () => {
    const found = answer({ ...consumer, until: '2025-12-31', hasClause: false, contractRate: '10' });
    expect([found.rows[0]?.rate, found.compensation]).toEqual(['4.50', '0.00']);
    expect(found.notes.map(({ code }) => code)).toContain('clause_missing');
  });
});

describe('the Netherlands, consumers', () => {
  test.each([
    // sent, by, received, term starts, costs from
    ['2026-03-11', 'mail', '2026-03-12', '2026-03-26'],
    ['2026-03-11', 'post', '2026-03-14', '2026-03-28'], // Wednesday: Thursday, Friday
    ['2026-03-13', 'post', '2026-03-18', '2026-04-01'], // Friday: Saturday, then Tuesday
    ['2026-04-24', 'post', '2026-04-29', '2026-05-13'], // King's Day is a Monday that year
    ['2026-12-23', 'post', '2026-12-30', '2027-01-13'], // over Christmas
  ] as const)(
    'a letter of %s by %s: the term from %s, costs from %s',
    (sentOn, by, startsOn, claimableOn) => {
      const found = dutchLetterTerm(epochDayFrom(sentOn), by);
      expect([isoDay(found.startsOn), isoDay(found.claimableOn)]).toEqual([startsOn, claimableOn]);
    },
  );

  const consumer = { country: 'NL', kind: 'consumer', noticeOn: '2025-11-03', amount: '1000.00' } as const;

  test.each([
    ['2025-11-17', '0.00'],
    ['2025-11-18', '150.00'],
  ])('asked on %s: costs %s, interest at once', (until, collectionCosts) => {
    const found = answer({ ...consumer, until });
    expect(found.collectionCosts).toBe(collectionCosts);
    expect(found.rows[0]?.from).toBe('2025-10-16');
  });

  test('no letter, no costs; a part paid within the term lowers them', () => {
    expect(answer({ ...consumer, noticeOn: 'none' }).collectionCosts).toBe('0.00');
    expect(codes({ ...consumer, noticeOn: 'none' })).toContain('fourteen_day_letter_missing');
    const part = answer({
      ...consumer,
      payments: [{ on: '2025-11-10', amount: '602.30' }],
      allocation: 'principal_first',
    });
    expect(part.collectionCosts).toBe('59.66'); // 15 % of 397.70
  });
});

describe('interest that waits for a notice', () => {
  test.each([
    ['FR', 'consumer', 'EUR', '2025-11-03', ['2025-11-04']],
    ['SN', 'business', 'XOF', '2025-11-03', ['2025-11-04']],
    ['DE', 'consumer', 'EUR', '2025-11-03', ['2025-11-04']],
    ['FR', 'consumer', 'EUR', 'none', []],
    ['CI', 'business', 'XOF', 'none', []],
    ['FR', 'consumer', 'EUR', 'assumed', ['2025-10-16']],
    ['SN', 'business', 'XOF', '2025-10-01', ['2025-10-16']], // never before the due date
  ] as const)('%s %s (%s), notice on %s: %s', (country, kind, currency, noticeOn, from) => {
    const given = { country, kind, currency, noticeOn, amount: '100000' };
    expect(answer(given).rows.map((row) => row.from)).toEqual(from);
    expect(codes(given).includes('notice_missing')).toBe(noticeOn === 'none');
    expect(codes(given).includes('notice_assumed')).toBe(noticeOn === 'assumed');
  });

  test('Luxembourg, consumers: from the end of the third month after delivery', () => {
    const given = { country: 'LU', kind: 'consumer', dueOn: '2024-02-15', until: '2024-08-31' } as const;
    const from = (deliveredOn: string | null) => answer({ ...given, deliveredOn }).rows[0]?.from;
    expect([from('2024-01-31'), from('2023-11-30'), from(null)]).toEqual([
      '2024-05-01',
      '2024-03-01',
      '2024-05-16',
    ]);
    expect(from('2023-10-31')).toBe('2024-02-16'); // never before the due date
  });
});

describe('terms', () => {
  test.each([
    // country, kind, issued, due, latest where it is too late
    ['BE', 'business', '2026-01-01', '2026-03-02', null],
    ['BE', 'business', '2026-01-01', '2026-03-03', '2026-03-02'],
    ['FR', 'business', '2026-01-01', '2026-03-17', null], // 45 days after the end of January
    ['FR', 'business', '2026-01-01', '2026-03-18', '2026-03-17'],
    ['FR', 'business', '2026-01-31', '2026-04-01', null], // 60 days
    ['NL', 'consumer', '2026-01-01', '2027-01-01', null],
  ] as const)('%s %s, from %s to %s', (country, kind, issuedOn, dueOn, latest) => {
    const found = longestTerm(regimeFor(country, kind), epochDayFrom(issuedOn), epochDayFrom(dueOn));
    expect(found === null ? null : isoDay(found)).toBe(latest);
  });
});

describe('regimes', () => {
  test('five countries whole, and every other as far as its rules are known', () => {
    for (const country of ['BE', 'FR', 'NL', 'DE', 'LU', 'CH', 'AT']) {
      for (const kind of ['business', 'consumer', 'public'] as const) {
        expect([country, kind, findRegime(country, kind) === null]).toEqual([country, kind, false]);
      }
    }
    expect(LAW_COUNTRIES).toHaveLength(20);
    expect(findRegime('UK', 'business')).toBe(findRegime('GB', 'business'));
  });

  test('every regime says by which articles it counts, and each rule once', () => {
    for (const { country, kinds, articles } of REGIMES) {
      const rules = articles.map(({ rule }) => rule);
      const place = `${country} ${kinds.join(' ')}`;
      expect([place, ...rules.filter((rule, at) => rules.indexOf(rule) !== at)]).toEqual([place]);
      for (const needed of ['rate', 'start', 'last_day', 'day_count', 'allocation'] as const) {
        expect([place, rules]).toEqual([place, expect.arrayContaining([needed])]);
      }
      expect(rules.every((rule) => LAW_RULES.includes(rule))).toBe(true);
    }
  });

  test('what is not certain reaches the reader, where it had a part in the figures', () => {
    expect(codes({})).toContain('confirm_last_day');
    expect(codes({})).not.toContain('confirm_allocation');
    expect(codes({ payments: [{ on: '2025-12-01', amount: '1.00' }] })).toContain('confirm_allocation');
    expect(codes({ country: 'LU' })).toContain('confirm_compensation');
    expect(codes({ until: '2026-12-31' })).toContain('rate_derived');
    expect(codes({ country: 'NL' })).toEqual([]);
    expect(codes({ country: 'PT' })).toContain('rate_conflict');
    expect(codes({ country: 'AT' })).toContain('rate_memory');
  });
});
