import { expect, test } from 'vitest';
import { hasEndedIdle } from './idle-session.ts';

const HOUR = 3_600_000;

test.each([
  [0, false],
  [8 * HOUR - 1, false],
  [8 * HOUR, true],
  [9 * HOUR, true],
])('a page without an answer for %d ms has ended: %s', (silent, hasEnded) => {
  expect(hasEndedIdle(1_000, 1_000 + silent)).toBe(hasEnded);
});
