import { expect, test } from 'vitest';
import { isOpen, RUN_ACTIONS, RUN_STATES, whyNot } from './run-states.ts';

test.each([
  // state, then what may be done with it
  ['planning', ['cancel']],
  ['planned', ['edit', 'recompute', 'approve', 'cancel']],
  ['approved', ['approve', 'send', 'cancel']],
  ['sending', ['approve', 'send', 'undo']],
  ['sent', ['approve', 'send', 'undo']],
  ['cancelled', ['cancel']],
  ['undone', ['undo']],
  ['failed', ['cancel']],
] as const)('a run that is %s may be: %o', (state, open) => {
  expect(RUN_ACTIONS.filter((action) => whyNot(action, state) === null)).toEqual(open);
});

test('a run is in the way of the next until it has ended', () => {
  expect(RUN_STATES.filter(isOpen)).toEqual(['planning', 'planned', 'approved', 'sending']);
});
