import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { lawProblems } from '#core/lawfulness/law-problems.ts';
import { checkPolicy } from './check-policy.ts';
import { READY_POLICY_KEYS, readyPolicies, readyPolicyFor, standardPolicyOf } from './ready-policies.ts';

describe.each(READY_POLICY_KEYS)('%s', (key) => {
  const { country, currency } = readyPolicies().find((ready) => ready.key === key) ?? expect.fail();

  test('has no problem, in its own currency and in another', () => {
    const own = readyPolicyFor(key, { country: country ?? 'CH', currency: currency ?? 'EUR' });
    expect(checkPolicy(own, currency ?? 'EUR', country ?? 'CH')).toEqual([]);
    expect(checkPolicy(readyPolicyFor(key, { country: 'CH', currency: 'JPY' }), 'JPY', 'CH')).toEqual([]);
  });

  test('warns where the bank was read more than three working days ago', () => {
    const { bankData } = readyPolicyFor(key, { country: 'BE', currency: 'EUR' });
    expect(bankData).toEqual({ daysMax: 3, stale: 'warn' });
  });

  test('asks nothing with its first notice, and leaves time to pay each of them', () => {
    const notices = readyPolicyFor(key, { country: 'BE', currency: 'EUR' }).steps.filter(
      ({ kind }) => kind === 'notice',
    );
    expect(notices[0]).toMatchObject({ fee: { kind: 'none' }, interest: { kind: 'none' } });
    for (const { deadlineDays, mode } of notices) {
      expect(deadlineDays).toBeGreaterThanOrEqual(8);
      expect(mode).toBe('confirm');
    }
  });
});

test.each(['be_standard', 'nl_standard', 'lu_standard', 'be_consumer', 'nl_consumer', 'general'] as const)(
  '%s suits consumers: never a cost, 14 days or more each time',
  (key) => {
    for (const step of readyPolicyFor(key, { country: 'BE', currency: 'EUR' }).steps) {
      expect(step.fee.kind).toBe('none');
      expect(step.interest.kind).toBe('none');
      expect(step.deadlineDays).toBeGreaterThanOrEqual(14);
    }
  },
);

test('Belgian consumers get their 14 days even when the post takes until the third working day', () => {
  const [first] = readyPolicyFor('be_consumer', { country: 'BE', currency: 'EUR' }).steps;
  // Posted on Wednesday 24 December 2025: Friday is the first working day, Tuesday the third.
  const posted = Temporal.PlainDate.from('2025-12-24');
  const lastOfFourteen = Temporal.PlainDate.from('2025-12-30').add({ days: 13 });
  const deadline = posted.add({ days: first?.deadlineDays ?? 0 });
  expect(Temporal.PlainDate.compare(deadline, lastOfFourteen)).toBeGreaterThanOrEqual(0);
});

test('amounts are left out in a currency they were not written for', () => {
  const franc = readyPolicyFor('be_business', { country: 'SN', currency: 'XOF' });
  expect([franc.minimumItem, franc.minimumTotal]).toEqual(['0', '0']);
  expect(franc.steps.every(({ fee }) => fee.kind === 'none')).toBe(true);
  expect(readyPolicyFor('be_business', { country: 'BE', currency: 'EUR' }).steps.at(-1)).toMatchObject({
    interest: { kind: 'statutory' },
    fee: { kind: 'statutory' },
  });
  // Costs are those of one law, even where the currency is the same.
  expect(readyPolicyFor('be_business', { country: 'LU', currency: 'EUR' }).steps.at(-1)?.fee.kind).toBe(
    'none',
  );
});

test.each([
  ['BE', 'be_standard'],
  ['FR', 'fr_standard'],
  ['NL', 'nl_standard'],
  ['DE', 'de_standard'],
  ['LU', 'lu_standard'],
  ['SN', 'uemoa_standard'],
  ['CI', 'uemoa_standard'],
  ['CM', 'general'],
  ['CH', 'general'],
])('a company in %s starts with %s', (country, key) => {
  expect(standardPolicyOf(country)).toBe(key);
});

const MADE_FOR = ['business', 'consumer', 'public'] as const;

test.each(['BE', 'FR', 'NL', 'DE', 'LU'])(
  '%s has a policy for each kind of debtor, and one for any',
  (country) => {
    const kinds = readyPolicies()
      .filter((ready) => ready.country === country)
      .map(({ body }) => body.madeFor);
    expect(new Set(kinds)).toEqual(new Set([undefined, ...MADE_FOR]));
  },
);

test.each(['AT', 'IE', 'ES', 'IT', 'PT', 'GB', 'CH'])(
  '%s has one for businesses and authorities',
  (country) => {
    const kinds = readyPolicies().flatMap((ready) => (ready.country === country ? ready.body.madeFor : []));
    expect(kinds).toEqual(expect.arrayContaining(['business', 'public']));
  },
);

test.each(READY_POLICY_KEYS)('%s is lawful for whom it is made on every day with known rates', (key) => {
  const { country, currency, body } = readyPolicies().find((ready) => ready.key === key) ?? expect.fail();
  const on = epochDayFrom('2026-03-31');
  for (const kind of body.madeFor ? [body.madeFor] : MADE_FOR) {
    const own = readyPolicyFor(key, { country: country ?? 'CH', currency: currency ?? 'EUR' });
    expect(lawProblems(own, country ?? 'CH', kind, { on, rates: STATUTORY_RATES })).toEqual([]);
  }
});

test('what asks costs asks them where the law of its country gives them, and abroad nothing', () => {
  const asking = (country: string, currency: 'EUR' | 'XOF' | 'GBP' | 'CHF') =>
    READY_POLICY_KEYS.filter((key) =>
      readyPolicyFor(key, { country, currency }).steps.some(({ interest }) => interest.kind !== 'none'),
    );
  expect(asking('BE', 'EUR')).toEqual(['be_business', 'be_consumer_costs', 'be_public']);
  expect(asking('CI', 'XOF')).toEqual(['uemoa_business']);
  expect(asking('GB', 'GBP')).toEqual(['gb_business', 'gb_public']);
  expect(asking('CH', 'CHF')).toEqual(['ch_business', 'ch_consumer', 'ch_public']);
});

test('a policy of the UEMOA counts the holidays of the company’s own country', () => {
  expect(readyPolicyFor('uemoa_standard', { country: 'CI', currency: 'XOF' }).calendar.holidays).toBe('CI');
  expect(readyPolicyFor('general', { country: 'CH', currency: 'CHF' }).calendar.holidays).toBe('CH');
});
