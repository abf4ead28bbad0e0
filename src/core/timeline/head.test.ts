import { expect, test } from 'vitest';
import { type HeadAnswer, judgeHead, readHead, writeHead } from './head.ts';

const HASH = 'a1b2c3d4'.repeat(8);
const OTHER = '0'.repeat(64);

test('a head is read as it is printed', () => {
  const head = { count: 1234n, hash: HASH };
  expect(readHead(writeHead(head))).toEqual(head);
  expect(readHead(`1234 ${HASH.toUpperCase()}`)).toEqual(head);
});

test.each(['', '12', `x ${HASH}`, `12 ${HASH}0`, `12 ${HASH.slice(1)}`, `-1 ${HASH}`])(
  '%j is none',
  (text) => {
    expect(() => readHead(text)).toThrow('head_unreadable');
  },
);

test.each<[bigint, string, string | null, HeadAnswer]>([
  [9n, HASH, HASH, 'earlier'],
  [10n, HASH, HASH, 'same'],
  [10n, OTHER, HASH, 'rewritten'],
  [11n, HASH, null, 'older_database'],
  [9n, OTHER, HASH, 'rewritten'],
  [9n, HASH, null, 'rewritten'],
])('event %s against ten stored: %4$s', (count, hash, then, answer) => {
  expect(judgeHead({ count, hash }, { head: { count: 10n, hash: HASH }, then })).toBe(answer);
});
