import { expect, test } from 'vitest';
import { isContact, isLetter, type StepKind } from './policy.ts';

test.each<[StepKind, boolean, boolean]>([
  // kind, leaves the house, disturbs the debtor
  ['notice', true, true],
  ['courtesy', true, true],
  ['statement', true, true],
  ['acceptance', true, true],
  ['call', false, true],
  ['task', false, false],
  ['hand_over', false, false], // to a lawyer: the debtor hears of it from there
])('a %s leaves the house: %s, and is a contact: %s', (kind, letter, contact) => {
  expect([isLetter(kind), isContact(kind)]).toEqual([letter, contact]);
});
