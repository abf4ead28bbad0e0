import { expect, test } from 'vitest';
import { decideCertainty, goesWith, type Weighed } from './decide-certainty.ts';
import type { Doubt } from './match-reasons.ts';

const weak: Weighed = {
  basis: 'amount',
  closeness: 'exact',
  payer: 'silent',
  named: 0,
  allNamed: false,
  rare: false,
  items: 1,
  but: [],
};
const pending: Doubt = { code: 'pending', facts: {} };
const differs: Doubt = { code: 'amount_differs', facts: { amount: '1', open: '2' } };
const ambiguous: Doubt = { code: 'payer_ambiguous', facts: { count: '2' } };

test.each<[Partial<Weighed>, string]>([
  [{ basis: 'reference' }, 'certain'],
  [{ basis: 'reference', payer: 'another' }, 'certain'],
  [{ basis: 'reference', but: [pending] }, 'probable'],
  [{ basis: 'reference', but: [ambiguous] }, 'possible'],
  [{ basis: 'reference', closeness: 'explained' }, 'probable'],
  [{ basis: 'reference', closeness: 'loose', but: [differs] }, 'probable'],
  [{ basis: 'number' }, 'probable'],
  [{ basis: 'number', rare: true }, 'certain'],
  [{ basis: 'number', payer: 'stranger', rare: true }, 'certain'],
  [{ basis: 'number', payer: 'stranger' }, 'probable'],
  [{ basis: 'number', payer: 'another' }, 'probable'],
  [{ basis: 'number', payer: 'alike' }, 'certain'],
  [{ basis: 'number', payer: 'named' }, 'certain'],
  [{ basis: 'number', named: 1, allNamed: true }, 'probable'],
  [{ basis: 'number', named: 2, allNamed: true }, 'certain'],
  [{ basis: 'number', named: 2 }, 'probable'],
  [{ basis: 'number', closeness: 'explained', payer: 'account' }, 'probable'],
  [{ basis: 'account', payer: 'account' }, 'certain'],
  [{ basis: 'rule', payer: 'account' }, 'certain'],
  [{ basis: 'account', payer: 'account', but: [pending] }, 'probable'],
  [{ basis: 'account', payer: 'account', closeness: 'explained' }, 'probable'],
  [{ basis: 'account', payer: 'account', closeness: 'explained', but: [pending] }, 'possible'],
  [{ basis: 'account', payer: 'account', closeness: 'loose', but: [differs] }, 'probable'],
  [{ basis: 'account', payer: 'account', closeness: 'loose', but: [differs], items: 2 }, 'possible'],
  [{ basis: 'account', payer: 'account', closeness: 'loose', but: [differs, pending] }, 'possible'],
  [{ basis: 'name', payer: 'same' }, 'probable'],
  [{ basis: 'name', payer: 'same', rare: true }, 'certain'],
  [{ basis: 'name', payer: 'same', items: 2 }, 'certain'],
  [{ basis: 'name', payer: 'same', named: 1, allNamed: true }, 'certain'],
  [{ basis: 'name', payer: 'same', named: 1 }, 'probable'],
  [{ basis: 'name', payer: 'same', closeness: 'explained' }, 'probable'],
  [{ basis: 'name', payer: 'same', closeness: 'loose', but: [differs] }, 'possible'],
  [{ basis: 'name', payer: 'alike' }, 'possible'],
  [{ basis: 'name', payer: 'alike', rare: true }, 'probable'],
  [{ basis: 'name', payer: 'alike', items: 2 }, 'probable'],
  [{ basis: 'name', payer: 'alike', named: 1, allNamed: true }, 'certain'],
  [{ basis: 'name', payer: 'alike', closeness: 'explained' }, 'possible'],
  [{ basis: 'name', payer: 'named', rare: true }, 'probable'],
  [{ basis: 'amount', rare: true }, 'possible'],
  [{ basis: 'return' }, 'certain'],
  [{ basis: 'return', but: [pending] }, 'probable'],
])('%j is %s', (weighed, certainty) => {
  expect(decideCertainty({ ...weak, ...weighed })).toBe(certainty);
});

test('nothing that has a doubt is certain', () => {
  for (const basis of ['reference', 'number', 'account', 'name', 'rule', 'return', 'amount'] as const)
    for (const payer of ['account', 'same', 'alike', 'named', 'silent', 'stranger', 'another'] as const)
      for (const rare of [true, false])
        expect(
          decideCertainty({
            ...weak,
            basis,
            payer,
            rare,
            named: 2,
            allNamed: true,
            items: 2,
            but: [pending],
          }),
        ).not.toBe('certain');
});

test.each([
  ['account', true],
  ['same', true],
  ['alike', true],
  ['named', true],
  ['silent', false],
  ['stranger', false],
  ['another', false],
] as const)('a payer who is %s goes with the debtor: %s', (payer, goes) => {
  expect(goesWith(payer)).toBe(goes);
});
