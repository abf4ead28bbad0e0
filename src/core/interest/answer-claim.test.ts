import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { Refusal } from '#core/refusal.ts';
import { question } from '#test/support/claim-question.ts';
import { answerClaim } from './answer-claim.ts';
import { type ClaimQuestion, claimFrom } from './ask-claim.ts';
import { rateFrom } from './percent.ts';

const ask = (given: Partial<ClaimQuestion> = {}) => claimFrom(question(given));
const answer = (given: Partial<ClaimQuestion> = {}) => answerClaim(question(given));
function refusal(given: Partial<ClaimQuestion>) {
  try {
    ask(given);
  } catch (error) {
    if (error instanceof Refusal) return [error.code, error.facts];
    throw error;
  }
  return null;
}
const day = epochDayFrom;

describe('how a question is read', () => {
  test('with spaces and small letters, as people paste', () => {
    const given = { country: ' be ', amount: ' 1000.00 ', dueOn: ' 2025-10-15 ', contractRate: ' 12.00 % ' };
    expect(ask(given)).toMatchObject({
      country: 'BE',
      amount: 1000_00n,
      dueOn: day('2025-10-15'),
      contractRate: rateFrom('12.00'),
    });
  });

  test.each([
    ['uk', 'GB'],
    ['GB', 'GB'],
    ['SN', 'SN'],
  ])('the country %s is %s', (country, expected) => {
    expect(ask({ country }).country).toBe(expected);
  });

  test('days that may be left out are days where they are given', () => {
    expect(ask()).toMatchObject({ contractOn: null, deliveredOn: null, contractRate: null });
    expect(ask({ contractOn: '2012-03-15', deliveredOn: '2025-10-01' })).toMatchObject({
      contractOn: day('2012-03-15'),
      deliveredOn: day('2025-10-01'),
    });
  });

  test('rates somebody gives count from their days, in whatever order they are written', () => {
    const rates = [
      { from: '2025-11-01', percent: '9' },
      { from: '2025-10-01', percent: '8 %' },
    ];
    expect(ask({ rates }).options.rates).toEqual([
      { from: day('2025-10-01'), percent: rateFrom('8') },
      { from: day('2025-11-01'), percent: rateFrom('9') },
    ]);
  });

  test.each<[Partial<ClaimQuestion>, string, string]>([
    [{ amount: '0.00' }, 'amount_not_positive', '0.00'],
    [{ amount: '-0.01' }, 'amount_not_positive', '-0.01'],
    [{ payments: [{ on: '2025-11-01', amount: '0.00' }] }, 'amount_not_positive', '0.00'],
    [{ contractRate: '-0.01' }, 'rate_unreadable', '-0.01'],
    [{ contractRate: '12 % % x' }, 'rate_unreadable', '12 % % x'],
    [{ rates: [{ from: '2025-10-01', percent: 'ten' }] }, 'rate_unreadable', 'ten'],
  ])('%j is refused', (given, code, said) => {
    expect(refusal(given)).toEqual([code, expect.objectContaining({ given: said })]);
  });

  test.each([{ amount: '0.01' }, { contractRate: '0' }])('%j is the least that is taken', (given) => {
    expect(refusal(given)).toBeNull();
  });
});

describe('the notice a law asks for', () => {
  type Kind = ClaimQuestion['kind'];
  test.each<[string, Kind, ClaimQuestion['noticeOn'], string | null, boolean]>([
    // country, kind, what is said of the notice, when it was sent, whether that was only assumed
    ['BE', 'consumer', 'assumed', '2025-10-15', true],
    ['NL', 'consumer', 'assumed', '2025-10-15', true],
    ['FR', 'consumer', 'assumed', '2025-10-15', true],
    ['BE', 'business', 'assumed', null, false],
    ['LU', 'consumer', 'assumed', null, false],
    ['BE', 'consumer', '2025-11-03', '2025-11-03', false],
    ['BE', 'consumer', 'none', null, false],
  ])('%s %s, %s', (country, kind, noticeOn, sentOn, assumed) => {
    const given = { country, kind, noticeOn, until: '2025-11-01' };
    expect(ask({ ...given, noticeBy: 'post' }).notice).toEqual(
      sentOn === null ? null : { sentOn: day(sentOn), by: 'post' },
    );
    const notes = answer({ ...given, rates: [{ from: '2020-01-01', percent: '4' }] }).notes;
    expect(notes.filter(({ code }) => code === 'notice_assumed')).toEqual(
      assumed ? [{ code: 'notice_assumed', facts: { on: '2025-10-15' } }] : [],
    );
  });
});

describe('what a row rests on', () => {
  const sources = (given: Partial<ClaimQuestion>) => answer(given).rows.map(({ source }) => source);
  test.each<[string, Partial<ClaimQuestion>, string]>([
    [
      'the article, and the rate with how well it is known',
      {},
      'Loi du 2 août 2002, art. 5 al. 2; BE_COMMERCIAL 2025-07-01 (verified: LAWBASE EMBUILD)',
    ],
    ['the contract', { contractRate: '12' }, 'contract'],
    ['what was given', { rates: [{ from: '2025-10-01', percent: '8' }] }, 'given'],
    [
      'in Germany its base rate',
      { country: 'DE' },
      'BGB § 288 Abs. 2; DE_BASE 2025-07-01 (verified: DIGINEO AMEAX)',
    ],
    [
      'a rate that follows from another has no source',
      { country: 'IE' },
      expect.stringMatching(/; IE_COMMERCIAL 2025-07-01 \(\w+\)$/),
    ],
  ])('%s', (_, given, expected) => {
    expect(sources(given)).toEqual([expected]);
  });

  test('its figures are written for people', () => {
    const [row] = answer().rows;
    expect(row).toMatchObject({
      from: '2025-10-16',
      to: '2025-12-31',
      days: 77,
      base: '1000.00',
      rate: '10.50',
      amount: '22.15',
    });
    expect(row?.rates).toEqual([
      {
        series: 'BE_COMMERCIAL',
        from: '2025-07-01',
        percent: '10.50',
        status: 'verified',
        sources: ['LAWBASE', 'EMBUILD'],
      },
    ]);
  });
});

describe('what is still to be paid', () => {
  test('of a debt paid in part, too late', () => {
    // 10.5 % on 1,000.00 for 17 days is 4.89; the 500.00 pay that first, then the debt.
    const payments = [{ on: '2025-11-01', amount: '500.00' }];
    const found = answer({ payments, until: '2025-11-01' });
    expect(found).toMatchObject({ principal: '1000.00', compensation: '40.00', interest: '4.89' });
    expect(found).toMatchObject({
      total: '544.89',
      openPrincipal: '504.89',
      openInterest: '0.00',
      openCosts: '40.00',
    });
  });
});

test('the answer says by whose law it counts, and of no law where rates are given for an unknown one', () => {
  expect(answer({ kind: 'public' }).regime).toMatchObject({ country: 'BE', kind: 'public' });
  expect(answer({ kind: 'public' }).regime?.law).toMatch(/^Loi du 2 août 2002/);
  const given = { country: 'XX', rates: [{ from: '2025-01-01', percent: '10' }] };
  // 10 % on 1,000.00 for 77 days.
  expect(answer(given)).toMatchObject({ regime: null, interest: '21.10', compensation: '0.00' });
});
