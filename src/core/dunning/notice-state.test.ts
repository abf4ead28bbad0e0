import { expect, test } from 'vitest';
import { type DispatchState, noticeState } from './notice-state.ts';

test.each<[DispatchState[], DispatchState]>([
  [['sent'], 'sent'],
  [['sent', 'unknown'], 'unknown'],
  [['sent', 'queued'], 'queued'],
  [['held', 'queued'], 'queued'],
  [['refused', 'sent'], 'sent'],
  [['bounced', 'sent'], 'sent'],
  [['bounced', 'refused'], 'bounced'],
  [['refused', 'withdrawn'], 'refused'],
  [['withdrawn', 'recalled'], 'withdrawn'],
  [['recalled'], 'recalled'],
])('through channels that are %j it is %s', (states, state) => {
  expect(noticeState(states)).toBe(state);
  expect(noticeState(states.toReversed())).toBe(state);
});
