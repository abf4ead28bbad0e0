import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { explainItems } from './explain.ts';
import { workingDays } from './replay.ts';

const runDays = workingDays('BE', 2026, 2028);

type Case = { items?: ItemFacts[]; debtor?: Partial<DebtorFacts>; policy?: Partial<Policy>; on?: string };

function explain({ items = [itemFacts('a')], debtor = {}, policy = {}, on = '2026-03-31' }: Case) {
  const facts = debtorFacts(items, debtor);
  const [found] = explainItems(facts, termsOn(on, policyWith(policy)), { items: items.slice(0, 1), runDays });
  if (!found) throw new Error('nothing explained');
  return {
    gates: found.gates.map(({ because, change }) => [because, change?.code ?? null]),
    facts: found.gates.map(({ facts: own }) => own),
    changes: found.gates.map(({ change }) => change?.facts),
    proposed: found.proposed && [found.proposed.level, found.proposed.channel],
    next: found.next && [found.next.level, isoDay(found.next.opensOn)],
    expected: found.expected && [found.expected.level, isoDay(found.expected.on)],
  };
}

describe('one gate: its reason, what opens it, and when the reminder comes', () => {
  test.each<[string, Case, [string, string | null][], [number, string] | null]>([
    ['none is closed', {}, [], [1, '2026-03-31']],
    ['the day before the step opens', { on: '2026-03-10' }, [['within_grace', 'wait']], [1, '2026-03-11']],
    ['the day it opens', { on: '2026-03-11' }, [], [1, '2026-03-11']],
    ['not yet due', { on: '2026-03-01' }, [['not_yet_due', 'wait']], [1, '2026-03-11']],
    [
      'written to four days ago',
      { debtor: { contactedOn: day('2026-03-27') } },
      [['contacted_recently', 'wait']],
      [1, '2026-04-01'],
    ],
    ['written to five days ago', { debtor: { contactedOn: day('2026-03-26') } }, [], [1, '2026-03-31']],
    ['too small', { policy: { minimumItem: '100.01' } }, [['below_minimum', 'reach_minimum']], null],
    [
      'the debtor owes too little',
      { policy: { minimumTotal: '112.50' } },
      [['below_minimum', 'reach_minimum']],
      null,
    ],
    [
      'on hold until Friday',
      { debtor: { holds: [{ dueItemId: null, untilOn: day('2026-04-03'), reason: 'plan', by: 'me' }] } },
      [['on_hold', 'lift_hold']],
      [1, '2026-04-07'],
    ],
    [
      'nowhere to write to',
      { debtor: { addresses: { mail: false, post: false, fax: false, mailRoles: [], faxRoles: [] } } },
      [['no_address', 'add_address']],
      null,
    ],
    [
      'collected',
      { items: [itemFacts('a', { directDebit: true })] },
      [['collected_by_direct_debit', 'reject_collection']],
      null,
    ],
    [
      'covered by a credit',
      { items: [itemFacts('a'), itemFacts('c', { open: -100_00n, documentKind: 'credit_note' })] },
      [['credit_balance', 'use_credits']],
      null,
    ],
    ['in a run that has not ended', { debtor: { waitingRun: 7 } }, [['in_another_run', 'end_run']], null],
    [
      'after the last step',
      {
        items: [
          itemFacts('a', {
            level: 3,
            times: 1,
            notifiedOn: day('2026-02-01'),
            deadlineOn: day('2026-02-15'),
          }),
        ],
      },
      [['level_exhausted', 'add_step']],
      null,
    ],
    [
      'a kind nobody is reminded of',
      { items: [itemFacts('a', { documentKind: 'miscellaneous' })] },
      [['document_kind', 'remind_kind']],
      null,
    ],
  ])('%s', (_, given, gates, expected) => {
    const found = explain(given);
    expect(found.gates).toEqual(gates);
    expect(found.expected).toEqual(expected);
    expect(found.proposed).toEqual(gates.length === 0 ? [1, 'mail'] : null);
  });
});

test('all closed gates are told, not only the first, each with its own facts', () => {
  const found = explain({
    on: '2026-03-05',
    items: [
      itemFacts('a', {
        open: 87_50n,
        gates: [{ because: 'disputed', facts: { reason: 'price' }, until: null }],
      }),
    ],
    policy: { minimumTotal: '100.00', contactIntervalDays: 10 },
    debtor: {
      contactedOn: day('2026-03-03'),
      holds: [{ dueItemId: 'a', untilOn: day('2026-04-03'), reason: 'asked', by: 'Ann' }],
      addresses: { mail: false, post: false, fax: false, mailRoles: [], faxRoles: [] },
    },
  });
  expect(found.gates).toEqual([
    ['disputed', 'settle_dispute'],
    ['on_hold', 'lift_hold'],
    ['within_grace', 'wait'],
    ['contacted_recently', 'wait'],
    ['below_minimum', 'reach_minimum'],
    ['no_address', 'add_address'],
  ]);
  expect(found.changes).toEqual([
    { reason: 'price' },
    { reason: 'asked', of: 'item' },
    { on: '2026-03-11' },
    { on: '2026-03-13' },
    { missing: '12.50 EUR', minimum: '100.00 EUR', of: 'total' },
    { channels: 'mail' },
  ]);
  expect(found.next).toEqual([1, '2026-03-11']);
});

test('each item is told its own facts, though the planner groups them by reason', () => {
  const items = [itemFacts('b', { dueOn: day('2026-03-28') }), itemFacts('a', { dueOn: day('2026-03-25') })];
  expect(explain({ items }).facts).toEqual([{ from: '2026-03-28', level: '1' }]);
});

test('of restricted data the hold tells no reason, and what opens it', () => {
  const hold = { dueItemId: null, untilOn: null, reason: '', by: '', restricted: true };
  const found = explain({ debtor: { holds: [hold] } });
  expect(found.gates).toEqual([['on_hold', 'lift_hold']]);
  expect(found.changes).toEqual([{ reason: '', of: 'restricted' }]);
});

test('two holds are two reasons', () => {
  const hold = { untilOn: day('2026-05-01'), by: 'Ann' };
  const holds = [
    { ...hold, dueItemId: null, reason: 'one' },
    { ...hold, dueItemId: 'a', reason: 'two' },
  ];
  expect(explain({ debtor: { holds } }).gates).toEqual([
    ['on_hold', 'lift_hold'],
    ['on_hold', 'lift_hold'],
  ]);
});

test('where the policy comes from: the nearest first', () => {
  const because = (item: Partial<ItemFacts>, debtor: Partial<DebtorFacts>) => {
    const facts = debtorFacts([itemFacts('a', item)], debtor);
    return explainItems(facts, termsOn('2026-03-31'), { items: facts.items, runDays })[0]?.policy?.because;
  };
  expect(because({ policyId: 'p' }, { policyId: 'p', groupPolicyId: 'p' })).toBe('document');
  expect(because({}, { policyId: 'p', groupPolicyId: 'p' })).toBe('debtor');
  expect(because({}, { groupPolicyId: 'p' })).toBe('group');
  expect(because({}, {})).toBe('company');
});

test('what is said of today is what a run of today would do', () => {
  const items = [
    itemFacts('a'),
    itemFacts('b', { dueOn: day('2026-03-30') }),
    itemFacts('c', { level: 1, times: 1, deadlineOn: day('2026-03-20') }),
  ];
  const facts = debtorFacts(items);
  const terms = termsOn('2026-03-31', policyWith({ steps: [noticeStep(1, 10), noticeStep(2, 5)] }));
  const asked = planDebtor(facts, terms).notices.flatMap(({ lines }) => lines.map(({ item }) => item.id));
  const proposed = explainItems(facts, terms, { items, runDays }).filter((one) => one.proposed);
  expect(proposed.map(({ item }) => item.id).sort()).toEqual(asked.sort());
});

test('nothing is said of what is settled or in the debtor’s favour', () => {
  for (const open of [0n, -50_00n]) {
    const items = [itemFacts('a', { open, documentKind: open < 0n ? 'credit_note' : 'invoice' })];
    const [found] = explainItems(debtorFacts(items), termsOn('2026-03-31'), { items, runDays });
    expect(found).toMatchObject({ next: null, proposed: null, gates: [], expected: null, changes: [] });
  }
});

test('paying it would change the answer', () => {
  const items = [itemFacts('a', { open: 87_50n })];
  const [found] = explainItems(debtorFacts(items), termsOn('2026-03-31'), { items, runDays });
  expect(found?.changes).toEqual([{ code: 'pay', facts: { amount: '87.50 EUR' } }]);
});

test('of several items each is told its own day', () => {
  const items = [itemFacts('a', { dueOn: day('2026-03-01') }), itemFacts('b', { dueOn: day('2026-03-25') })];
  const found = explainItems(debtorFacts(items), termsOn('2026-03-31'), { items, runDays });
  expect(
    found.map(({ item, expected, gates }) => [item.id, expected && isoDay(expected.on), gates.length]),
  ).toEqual([
    ['a', '2026-03-31', 0],
    // The sixth is Easter Monday.
    ['b', '2026-04-07', 1],
  ]);
});

test.each<[string, string | null, string]>([
  ['where nobody may be contacted, the task is told', '2026-03-29', 'task'],
  ['a reminder comes before what is done beside it', null, 'notice'],
])('%s', (_, contactedOn, kind) => {
  const when = { basis: 'due_date', days: 5, count: 'calendar' } as const;
  const task = noticeStep(0, 5, { kind: 'task', level: null, when });
  const policy = policyWith({ steps: [task, noticeStep(1, 10), noticeStep(2, 5)] });
  const items = [itemFacts('a')];
  const debtor = debtorFacts(items, { contactedOn: contactedOn === null ? null : day(contactedOn) });
  const [found] = explainItems(debtor, termsOn('2026-03-31', policy), { items, runDays });
  expect(found?.proposed?.stepKind).toBe(kind);
});
