import { expect, test } from 'vitest';
import { decideSameMoney } from './same-money.ts';

const pair = (ourItemId: string, theirItemId: string, ourOpen: bigint, theirOpen: bigint) => ({
  ourItemId,
  theirItemId,
  ourOpen,
  theirOpen,
});

// pairs -> what gives way, what is asked
const CASES = [
  ['the same amount', [pair('a', 'x', -50n, -50n)], ['a=x'], []],
  ['a cent apart', [pair('a', 'x', -50n, -51n)], [], ['a=x']],
  ['two of the same amount', [pair('a', 'x', -50n, -50n), pair('a', 'y', -50n, -50n)], [], ['a=x']],
  ['two of ours', [pair('a', 'x', -50n, -50n), pair('b', 'x', -50n, -50n)], [], ['a=x', 'b=x']],
  ['one fits, the other is another', [pair('a', 'x', -50n, -50n), pair('a', 'y', -50n, -20n)], ['a=x'], []],
  ['none', [], [], []],
] as const;

test.each(CASES)('%s', (_, pairs, given, asked) => {
  const found = decideSameMoney(pairs);
  const said = (some: typeof found.given) =>
    some.map(({ ourItemId, theirItemId }) => `${ourItemId}=${theirItemId}`);
  expect([said(found.given), said(found.asked)]).toEqual([given, asked]);
});
