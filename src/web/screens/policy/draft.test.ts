import { expect, test } from 'vitest';
import { checkPolicy } from '#core/dunning/check-policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import {
  asKind,
  changed,
  startOf,
  undone,
  withNewStep,
  withoutStep,
  withStep,
  withStepMoved,
} from './draft.ts';

const body = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const levels = (policy: typeof body) => policy.steps.map(({ level, kind }) => level ?? kind);

test('levels follow the order of the steps, whatever is added, moved or removed', () => {
  expect(levels(withNewStep(body, 'notice'))).toEqual([1, 2, 3, 4]);
  expect(levels(withNewStep(body, 'courtesy'))).toEqual(['courtesy', 1, 2, 3]);
  expect(levels(withoutStep(body, 0))).toEqual([1, 2]);
  expect(levels(withStepMoved(body, 2, -1))).toEqual([1, 2, 3]);
  expect(withStepMoved(body, 2, -1).steps[1]?.copies).toEqual(['director']);
  expect(levels(withStep(body, 1, { kind: 'call' }))).toEqual([1, 'call', 2]);
});

test('what is added has no problem of its own', () => {
  expect(checkPolicy(withNewStep(withNewStep(body, 'courtesy'), 'notice'), 'EUR', 'BE')).toEqual([]);
  const empty = { ...body, steps: [] };
  expect(checkPolicy(withNewStep(empty, 'notice'), 'EUR', 'BE')).toEqual([]);
  const [first] = body.steps;
  expect(first && checkPolicy(withStep(body, 0, asKind(first, 'courtesy')), 'EUR', 'BE')).toEqual([
    expect.objectContaining({ code: 'policy_basis_without_notice', step: 1 }),
  ]);
});

test('each kind of step may be added, comes before a hand-over, and has no problem of its own', () => {
  for (const kind of ['call', 'task', 'statement', 'acceptance', 'hand_over'] as const) {
    expect(checkPolicy(withNewStep(body, kind), 'EUR', 'BE')).toEqual([]);
  }
  const ended = withNewStep(withNewStep(body, 'hand_over'), 'call');
  expect(levels(ended)).toEqual([1, 2, 3, 'call', 'hand_over']);
  expect(levels(withNewStep(ended, 'notice'))).toEqual([1, 2, 3, 'call', 4, 'hand_over']);
});

test('what becomes a call asks for no costs, and leaves by no channel', () => {
  const [, second] = body.steps;
  const costly = { ...second, channels: ['mail'], fee: { kind: 'statutory' } } as NonNullable<typeof second>;
  expect(asKind(costly, 'call')).toMatchObject({ channels: [], fee: { kind: 'none' }, level: null });
  expect(asKind(costly, 'statement')).toMatchObject({ channels: ['mail'], fee: { kind: 'none' } });
});

test('typing in one field is one change to take back; each other act is its own', () => {
  const name = (text: string) => ({ name: text, body });
  let history = startOf(name('a'));
  history = changed(history, name('ab'), 'name');
  history = changed(history, name('abc'), 'name');
  history = changed(history, { name: 'abc', body: withoutStep(body, 0) }, null);
  history = undone(history);
  expect(history.now).toEqual(name('abc'));
  history = undone(history);
  expect(history.now).toEqual(name('a'));
  expect(undone(history)).toBe(history);
});
