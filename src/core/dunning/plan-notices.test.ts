import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { Policy, Step, StepKind } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';

const ON = '2026-03-31';
const REMINDED = { level: 1, times: 1, notifiedOn: day('2026-03-11'), deadlineOn: day('2026-03-25') };

function side(kind: StepKind, change: Partial<Step> = {}): Step {
  const when = { basis: 'previous_deadline', days: 1, count: 'calendar' } as const;
  return { ...noticeStep(1, 0), kind, level: null, when, ...change };
}

function noticesOf(
  items: readonly ItemFacts[],
  policy: Partial<Policy> = {},
  { on = ON, debtor = {} }: { on?: string; debtor?: Partial<DebtorFacts> } = {},
) {
  return planDebtor(debtorFacts(items, debtor), termsOn(on, policyWith(policy))).notices;
}
const linesOf = (notices: ReturnType<typeof noticesOf>) =>
  notices.map(({ lines }) => lines.map(({ item, level }) => (level === null ? `(${item.id})` : item.id)));

describe('what is one, and what is one per item', () => {
  const items = [itemFacts('a', REMINDED), itemFacts('b', REMINDED)];
  test.each<[StepKind, string[][]]>([
    ['call', [['a', 'b']]],
    ['statement', [['a', 'b']]],
    ['task', [['a', 'b']]],
    ['acceptance', [['a'], ['b']]],
  ])('with a notice per item, a %s', (kind, expected) => {
    const steps = [noticeStep(1, 10), side(kind)];
    expect(linesOf(noticesOf(items, { grouping: 'due_item', steps }))).toEqual(expected);
  });

  test('the debtor’s own policy and a document’s make two letters, the oldest item first', () => {
    const own = compilePolicy({ id: 'own', version: 1, body: policyWith() }, day(ON), 'EUR');
    const terms = termsOn(ON);
    const policies = new Map([...terms.policies, ['own', own]]);
    const mixed = [
      itemFacts('young', { dueOn: day('2026-03-20') }),
      itemFacts('middle', { policyId: 'own', dueOn: day('2026-03-15') }),
      itemFacts('old', { dueOn: day('2026-03-10') }),
    ];
    const late = { ...terms, policies, on: day('2026-04-10') };
    expect(linesOf(planDebtor(debtorFacts(mixed), late).notices)).toEqual([['old', 'young'], ['middle']]);
  });

  test('the second call after a notice is the same work when the policy gets a step before it', () => {
    const done = [{ kind: 'call' as const, times: 1, on: day('2026-03-26') }];
    const called = [itemFacts('a', { ...REMINDED, stepsDone: done })];
    const keyOf = (steps: Step[], found: readonly ItemFacts[] = called) =>
      noticesOf(found, { steps })[0]?.key;
    const second = side('call', { when: { basis: 'previous_deadline', days: 4, count: 'calendar' } });
    const steps = [noticeStep(1, 10), side('call'), second, noticeStep(2, 30)];
    expect(keyOf([side('statement'), ...steps])).toBe(keyOf(steps));
    expect(keyOf(steps)).not.toBe(keyOf(steps, [itemFacts('a', REMINDED)]));
  });

  test('a call after the first notice is not the call after the second', () => {
    const steps = [noticeStep(1, 10), side('call'), noticeStep(2, 30), side('call'), noticeStep(3, 60)];
    const items = [itemFacts('a', REMINDED), itemFacts('b', { ...REMINDED, level: 2 })];
    expect(linesOf(noticesOf(items, { steps }))).toHaveLength(2);
  });
});

describe('credits and the letters that carry them', () => {
  const credit = (open: bigint) => itemFacts('c', { documentKind: 'credit_note', open });
  test.each([
    // the credit, what each letter asks, the older item first
    ['as much as the older', -50_00n, [50_00n, 50_00n]], // the older one keeps its letter
    ['a cent less', -49_99n, [1n, 100_00n]],
  ])('%s: one letter takes it and still asks for something', (_, open, expected) => {
    const items = [
      itemFacts('old', { open: 50_00n, dueOn: day('2026-03-01') }),
      itemFacts('new', { open: 100_00n, dueOn: day('2026-03-02') }),
      credit(open),
    ];
    const asked = noticesOf(items, { grouping: 'due_item' }).map((notice) => notice.open);
    expect(asked.sort((a, b) => Number(a - b))).toEqual(expected);
  });
});

describe('how it leaves', () => {
  const steps = (kind: StepKind) => [noticeStep(1, 10), side(kind, { channels: ['mail', 'fax'] })];
  test.each<[StepKind, string, string[]]>([
    // work for a person has no channel, and nothing about addresses to look at
    ['call', 'call', []],
    ['task', 'post', []],
    ['hand_over', 'post', []],
    ['statement', 'mail', ['mail']],
  ])('a %s', (kind, channel, channels) => {
    const debtor = { preferredChannel: 'post' as const };
    const [found] = noticesOf([itemFacts('a', REMINDED)], { steps: steps(kind) }, { debtor });
    expect([found?.channel, found?.channels]).toEqual([channel, channels]);
    expect(found?.warnings.map(({ code }) => code)).toEqual(
      kind === 'statement' ? ['channel_without_address'] : [],
    );
  });

  test.each([
    [['fax', 'registered_post'] as const, 'fax, registered_post'],
    [[] as const, 'fax'],
  ])('with no address for %o, it says which was wanted: %s', (channels, said) => {
    const addresses = { mail: false, post: false, fax: false, mailRoles: [], faxRoles: [] };
    const debtor = debtorFacts([itemFacts('a')], { preferredChannel: 'fax', addresses });
    const { leftOut } = planDebtor(
      debtor,
      termsOn(ON, policyWith({ steps: [noticeStep(1, 10, { channels })] })),
    );
    expect(leftOut).toMatchObject([{ because: 'no_address', facts: { channels: said }, until: null }]);
  });
});

describe('what a letter lists', () => {
  const soon = { dueOn: day('2026-04-20') };
  test('of letters per item, the first alone lists what is not yet due', () => {
    const items = [itemFacts('a'), itemFacts('b'), itemFacts('soon', soon)];
    expect(linesOf(noticesOf(items, { grouping: 'due_item', situation: 'full' }))).toEqual([
      ['a', '(soon)'],
      ['b'],
    ]);
  });

  test.each<[string, Partial<ItemFacts>]>([
    ['disputed', { gates: [{ because: 'disputed', facts: { reason: 'price' }, until: null }] }],
    ['promised', { gates: [{ because: 'promised', facts: {}, until: day('2026-04-10') }] }],
    ['within its grace', { dueOn: day('2026-03-25') }],
  ])('what is late but %s is not listed as not yet due', (_, change) => {
    const items = [itemFacts('a'), itemFacts('held', change)];
    expect(linesOf(noticesOf(items, { situation: 'full' }))).toEqual([['a']]);
  });

  test('a statement does not list what a credit note has settled', () => {
    const items = [
      itemFacts('a', REMINDED),
      itemFacts('b', { ...REMINDED, dueOn: day('2026-03-30') }),
      itemFacts('c', { documentKind: 'credit_note', linkedNumber: 'B', open: -100_00n }),
    ];
    expect(linesOf(noticesOf(items, { steps: [noticeStep(1, 10), side('statement')] }))).toEqual([['a']]);
  });

  test('what is due today is on a statement, but not late', () => {
    const statement = side('statement', { when: { basis: 'due_date', days: 3, count: 'calendar' } });
    const open = (dueOn: string) => {
      const items = [itemFacts('a'), itemFacts('today', { dueOn: day(dueOn) })];
      return noticesOf(items, { steps: [statement, noticeStep(1, 60)] })[0]?.open;
    };
    expect(open('2026-03-31')).toBe(100_00n);
    expect(open('2026-03-30')).toBe(200_00n);
  });

  test('the oldest due date is that of its items, whichever it speaks for', () => {
    const items = [itemFacts('a', { ...REMINDED, dueOn: day('2026-03-05') }), itemFacts('b'), itemFacts('c')];
    const [found] = noticesOf(items);
    expect([found?.level, found && isoDay(found.oldestDueOn)]).toEqual([2, '2026-03-01']);
  });
});

describe('costs', () => {
  const fee = { kind: 'fixed', amount: '15.00' } as const;
  const interest = { kind: 'contractual', yearlyPercent: '10.00' } as const;

  test('beside an item whose own step is free, the step that is not is charged', () => {
    const steps = [noticeStep(1, 10), noticeStep(2, 5, { fee, interest })];
    const [found] = noticesOf([itemFacts('a', REMINDED), itemFacts('b')], { steps });
    // 100.00 at 10 % for 30 days is 0.82, on the item at level 2 alone.
    expect([found?.fee, found?.interest, found?.total]).toEqual([15_00n, 82n, 215_82n]);
  });

  test.each<StepKind>(['call', 'statement', 'task'])('a %s asks for none, whatever its step says', (kind) => {
    const [found] = noticesOf([itemFacts('a', REMINDED)], {
      steps: [noticeStep(1, 10), side(kind, { fee, interest })],
    });
    expect([found?.stepKind, found?.fee, found?.interest]).toEqual([kind, 0n, 0n]);
  });

  test('a courtesy asks for none', () => {
    const courtesy = side('courtesy', {
      fee,
      interest,
      when: { basis: 'due_date', days: -5, count: 'calendar' },
    });
    const [found] = noticesOf(
      [itemFacts('a')],
      { steps: [courtesy, noticeStep(1, 10)] },
      { on: '2026-02-26' },
    );
    expect([found?.stepKind, found?.total]).toEqual(['courtesy', 100_00n]);
  });
});
