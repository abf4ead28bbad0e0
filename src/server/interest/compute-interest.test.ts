import { expect, test } from 'vitest';
import { ClaimInput, ClaimView } from '#contract/interest.ts';
import { Refusal } from '#core/refusal.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { computeInterest } from './compute-interest.ts';

const INSTALLATION: RequestTools['installation'] = {
  version: '0.0.0',
  url: 'http://localhost:3000',
  secret: 'a secret of forty characters for the tests',
  secondFactor: 'optional' as const,
  trustedProxies: [],
  smtpUrl: null,
  smtpSeconds: 120,
  inbox: null,
  publicCalculator: false,
  fixedToday: null,
  mailsAreCaught: false,
  catcherUrl: null,
};
const clock: RequestTools['clock'] = {
  now: () => Temporal.Instant.from('2025-12-31T09:30:00Z'),
  today: () => Temporal.PlainDate.from('2025-12-31'),
};
const user: RequestTools['user'] = {
  id: 'u1',
  email: 'o@lambert.example',
  name: 'O',
  sessionId: 's1',
  secondFactorAt: null,
};
const asked = ClaimInput.parse({ country: 'BE', amount: '1000.00', dueOn: '2025-10-15' });

test('what is left out is as the law has it, and counted to today', () => {
  const answer = ClaimView.parse(computeInterest({ user, clock, installation: INSTALLATION }, asked));
  expect(answer).toMatchObject({ interest: '22.15', compensation: '40.00', total: '1062.15' });
  expect(answer.rows).toMatchObject([{ from: '2025-10-16', to: '2025-12-31', days: 77, rate: '10.50' }]);
});

test('without an account it answers only where the installation says so', () => {
  const ask = (publicCalculator: boolean) =>
    computeInterest({ user: null, clock, installation: { ...INSTALLATION, publicCalculator } }, asked);
  expect(() => ask(false)).toThrow(new Refusal('not_signed_in', {}));
  expect(ask(true)).toMatchObject({ interest: '22.15' });
});

test('what does not read is refused with the value given', () => {
  const ask = (given: object) =>
    computeInterest({ user, clock, installation: INSTALLATION }, { ...asked, ...given });
  expect(() => ask({ amount: '-5.00' })).toThrow(new Refusal('amount_not_positive', { given: '-5.00' }));
  expect(() => ask({ contractRate: 'ten' })).toThrow(
    new Refusal('rate_unreadable', { given: 'ten', example: '8.50' }),
  );
  expect(() => ask({ country: 'XX' })).toThrow(
    new Refusal('law_unknown', { country: 'XX', kind: 'business' }),
  );
});
