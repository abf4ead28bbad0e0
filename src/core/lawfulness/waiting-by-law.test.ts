import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { Step } from '#core/dunning/policy.ts';
import { noticeStep } from '#test/support/lawful-notice.ts';
import { waitingByLaw } from './waiting-by-law.ts';

const FEE = { fee: { kind: 'statutory' } } as const;
const INTEREST = { interest: { kind: 'statutory' } } as const;
const dueOn = epochDayFrom('2026-03-01');

function until(
  country: string,
  step: Partial<Step>,
  { on, sentOn = '2026-03-10', by = 'mail' }: { on: string; sentOn?: string; by?: 'mail' | 'post' },
): string | null {
  const firstNotice = { sentOn: epochDayFrom(sentOn), by };
  const terms = { country, kind: 'consumer', on: epochDayFrom(on) } as const;
  const gate = waitingByLaw({ dueOn, firstNotice }, noticeStep(2, step), terms);
  return gate?.until ? isoDay(gate.until) : null;
}

test.each([
  ['BE', FEE, '2026-03-24', '2026-03-25'],
  ['BE', FEE, '2026-03-25', null],
  ['BE', INTEREST, '2026-03-24', '2026-03-25'],
  ['BE', {}, '2026-03-11', null],
  ['BE', { kind: 'hand_over', level: null }, '2026-03-24', '2026-03-25'],
  // Dutch interest waits for nothing; costs for the letter.
  ['NL', INTEREST, '2026-03-11', null],
  ['NL', FEE, '2026-03-24', '2026-03-25'],
  ['NL', FEE, '2026-03-25', null],
  ['DE', FEE, '2026-03-11', null],
  ['LU', FEE, '2026-03-11', null],
] as const)('%s, %j on %s opens on %s', (country, step, on, opens) => {
  expect(until(country, step, { on })).toBe(opens);
});

test('a reminder of before the due date leaves its days from that day', () => {
  expect(until('BE', FEE, { on: '2026-03-15', sentOn: '2026-02-20' })).toBe('2026-03-16');
  expect(until('BE', FEE, { on: '2026-03-16', sentOn: '2026-02-20' })).toBe(null);
});

test('nothing waits where nothing was announced, where no law is known, and for businesses', () => {
  const terms = { country: 'BE', kind: 'consumer', on: epochDayFrom('2026-03-11') } as const;
  const step = noticeStep(2, FEE);
  const firstNotice = { sentOn: epochDayFrom('2026-03-10'), by: 'mail' } as const;
  expect(waitingByLaw({ dueOn }, step, terms)).toBe(null);
  expect(waitingByLaw({ dueOn, firstNotice }, step, { ...terms, country: null })).toBe(null);
  expect(waitingByLaw({ dueOn, firstNotice }, step, { ...terms, kind: 'business' })).toBe(null);
  expect(waitingByLaw({ dueOn, firstNotice }, step, terms)).toMatchObject({
    because: 'waiting_by_law',
    facts: { law: 'CDE, art. XIX.2' },
  });
});
