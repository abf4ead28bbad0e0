import { expect, test } from 'vitest';
import { automaticPart, goesUnseen } from './automatic-part.ts';
import type { ItemFacts } from './facts.ts';
import type { DebtorPlan } from './plan-debtor.ts';
import type { PlannedNotice } from './plan-notices.ts';
import type { StepKind } from './policy.ts';

const item = (id: string) => ({ id }) as ItemFacts;

/** 'notice automatic a b' asks for a and b; '!' has a warning, '(c)' is only listed. */
function planned(text: string): PlannedNotice {
  const [kind, mode, ...ids] = text.replace(' !', '').split(' ');
  const lines = ids.map((id) => ({
    item: item(id.replace(/[()]/g, '')),
    level: id.startsWith('(') ? null : 1,
    times: 1,
    open: 100n,
  }));
  const warnings = text.endsWith('!') ? [{ code: 'unallocated_credit', facts: {} }] : [];
  const notice: Partial<PlannedNotice> = {
    key: text,
    stepKind: kind as StepKind,
    mode: mode === 'automatic' ? 'automatic' : 'confirm',
    lines,
    warnings,
  };
  return notice as PlannedNotice;
}

const held: DebtorPlan['leftOut'] = [
  { debtorId: 'd1', because: 'on_hold', facts: {}, until: null, items: [] },
];

test.each<[string, string[], string[], string[]]>([
  ['all automatic: all goes', ['notice automatic a', 'courtesy automatic b'], ['a', 'b'], []],
  ['none automatic: none goes', ['notice confirm a b'], [], ['a', 'b']],
  ['one contact waits: the others wait with it', ['notice confirm a', 'notice automatic b'], [], ['a', 'b']],
  ['a warning waits for a person too', ['notice automatic a !', 'courtesy automatic b'], [], ['a', 'b']],
  ['what is only listed waits for nobody', ['notice confirm a (b)'], [], ['a']],
  ['work in the house holds no letter back', ['notice automatic a', 'task confirm b'], ['a'], ['b']],
  ['a letter holds no work back', ['notice confirm a', 'task automatic b'], ['b'], ['a']],
  [
    'an item that goes by one step is not left out by another',
    ['notice confirm a', 'task automatic a'],
    ['a'],
    [],
  ],
  ['nothing planned: nothing goes', [], [], []],
])('%s', (_, notices, goes, waits) => {
  const part = automaticPart({ notices: notices.map(planned), leftOut: held }, 'd1');
  const asked = part.notices.flatMap(({ lines }) => lines.map((line) => line.item.id));
  expect(asked).toEqual(goes);
  const waiting = part.leftOut.filter(({ because }) => because === 'outside_run');
  expect(waiting.flatMap(({ items }) => items.map((one) => one.item.id))).toEqual(waits);
  for (const { debtorId, facts, until } of waiting) {
    expect({ debtorId, facts, until }).toEqual({ debtorId: 'd1', facts: { option: 'part' }, until: null });
  }
  expect(part.leftOut).toContain(held[0]);
});

test.each([
  ['notice automatic a', true],
  ['notice confirm a', false],
  ['notice automatic a !', false],
])('%s goes unseen: %s', (text, expected) => {
  expect(goesUnseen(planned(text))).toBe(expected);
});
