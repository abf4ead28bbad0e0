import { expect, test } from 'vitest';
import { ClaimInput } from '#contract/interest.ts';
import { paymentsFrom, questionFrom, View } from './question.ts';

test('a link that says nothing asks nothing, one with an amount and a due date does', () => {
  expect(questionFrom(View.parse({}))).toBeNull();
  expect(questionFrom(View.parse({ amount: '1000' }))).toBeNull();
  const asked = questionFrom(View.parse({ amount: '1000', due: '2025-10-15', rate: '8,5' }));
  expect(ClaimInput.parse(asked)).toMatchObject({
    country: 'BE',
    kind: 'business',
    amount: '1000',
    dueOn: '2025-10-15',
    until: null,
    noticeOn: 'assumed',
    contractRate: '8.5',
    lastDay: null,
  });
});

test('what a link leaves out is not asked', () => {
  const asked = questionFrom(View.parse({ amount: '1000', due: '2025-10-15' }));
  expect(asked).toMatchObject({ contractRate: null, payments: [], until: null, dayCount: null });
});

test('a link typed wrongly shows the usual question, never an error', () => {
  const view = View.parse({ country: 'Belgium', kind: 'friend', due: '31/03/2026', lastDay: 'maybe' });
  expect(view).toMatchObject({ country: 'BE', kind: 'business', due: '', lastDay: undefined });
});

test.each([
  ['2026-03-31 250.00', [{ on: '2026-03-31', amount: '250.00' }]],
  ['2026-03-31; 250,5\n\n2026-04-', [{ on: '2026-03-31', amount: '250.5' }]],
  ['31/03/2026 250', []],
])('of the payments “%s”, %o is read', (text, expected) => {
  expect(paymentsFrom(text)).toEqual(expected);
});
