import { expect, test } from 'vitest';
import { BANK_FILE_STATES } from './statement-states.ts';
import { doesAccountGo, obstacleOf, whyNotUndoFile } from './undo-file.ts';

test('only a file of which something is in can be taken back', () => {
  const open = BANK_FILE_STATES.filter((state) => whyNotUndoFile(state, 1) === null);
  expect(open).toEqual(['imported', 'refused']);
  expect(whyNotUndoFile('refused', 0)).toBe('bank_file_undo_closed');
  // All of it was known before: taking it back changes nothing but the day it told.
  expect(whyNotUndoFile('imported', 0)).toBeNull();
});

test.each([
  ['settled', 'automatic', false, null],
  ['settled', 'rule', false, null],
  ['settled', 'accepted', false, 'decided'],
  ['settled', 'manual', false, 'decided'],
  ['ignored', 'rule', false, null],
  ['ignored', 'manual', true, null],
  ['ignored', 'manual', false, 'ignored'],
  ['later', 'manual', false, null],
] as const)('%s by %s, of a collection sent back %s: %s', (kind, origin, marksCollection, expected) => {
  expect(obstacleOf({ kind, origin, marksCollection })).toBe(expected);
});

const added = { wasAdded: true, statementsLeft: 0, isNamed: false, isFollowed: true };
test.each([
  [added, true],
  [{ ...added, wasAdded: false }, false],
  [{ ...added, statementsLeft: 1 }, false],
  [{ ...added, isNamed: true }, false],
  [{ ...added, isFollowed: false }, false],
])('%o goes: %s', (account, goes) => {
  expect(doesAccountGo(account)).toBe(goes);
});
