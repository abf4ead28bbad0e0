import { expect, test } from 'vitest';
import { isFresh, needsSecondFactor, stricterOf } from './second-factor.ts';

test.each([
  ['optional', 'optional', 'optional'],
  ['optional', 'owners', 'owners'],
  ['all', 'owners', 'all'],
  ['owners', 'all', 'all'],
] as const)('of %s and %s, %s holds', (a, b, holds) => {
  expect(stricterOf(a, b)).toBe(holds);
});

test.each([
  ['optional', 'owner', false],
  ['owners', 'owner', true],
  ['owners', 'clerk', false],
  ['all', 'reader', true],
  ['all', 'collector', true],
] as const)('under %s, %s: %s', (rule, role, needed) => {
  expect(needsSecondFactor(rule, role)).toBe(needed);
});

test('a factor is fresh for ten minutes', () => {
  const given = Temporal.Instant.from('2026-03-31T09:30:00Z');
  expect(isFresh(null, given)).toBe(false);
  expect(isFresh(given, given.add({ seconds: 599 }))).toBe(true);
  expect(isFresh(given, given.add({ seconds: 600 }))).toBe(false);
});
