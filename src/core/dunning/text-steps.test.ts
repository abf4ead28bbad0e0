import { expect, test } from 'vitest';
import type { StepKind } from './policy.ts';
import { textStepOf } from './text-steps.ts';
import { isWithdrawal } from './withdrawal.ts';

test.each<[StepKind, number | null, string]>([
  ['notice', 1, 'level_1'],
  ['notice', 9, 'level_9'],
  ['notice', null, 'courtesy'],
  ['notice', 0, 'courtesy'],
  ['courtesy', null, 'courtesy'],
  ['courtesy', 2, 'courtesy'],
  ['statement', null, 'statement'],
  ['statement', 2, 'statement'],
  ['acceptance', null, 'acceptance'],
  ['call', 1, 'call'],
])('the words of a %s at level %s are those of %s', (kind, level, words) => {
  expect(textStepOf(kind, level)).toBe(words);
});

test.each([
  ['paid', true],
  ['address_changed', true],
  ['550 mailbox unknown', false],
  ['', false],
])('%j is a reason of ours not to send: %s', (word, expected) => {
  expect(isWithdrawal(word)).toBe(expected);
});
