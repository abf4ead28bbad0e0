import { expect, test } from 'vitest';
import { choicesFor, whyEditImpossible } from '#core/dunning/check-edit.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import {
  type EditChange,
  effectiveProposal,
  levelsOf,
  type Proposal,
  type ProposalLine,
  stepFor,
} from '#core/dunning/proposal.ts';

function step(level: number, given: Partial<Step> = {}): Step {
  return {
    kind: 'notice',
    level,
    when: { basis: 'due_date', days: 10, count: 'calendar' },
    deadlineDays: 10 + level,
    channels: [],
    recipient: 'accounts_payable',
    copies: [],
    sender: null,
    interest: { kind: 'none' },
    fee: { kind: 'none' },
    attach: 'nothing',
    mode: 'confirm',
    repeat: null,
    ...given,
  };
}

const policy: Policy = {
  grouping: 'debtor',
  situation: 'overdue',
  documents: ['invoice', 'credit_note'],
  minimumItem: '0.00',
  minimumTotal: '0.00',
  contactIntervalDays: 5,
  calendar: { holidays: null, quietWeekdays: [] },
  bankData: { daysMax: 3, stale: 'ignore' },
  steps: [
    step(1),
    step(2, { fee: { kind: 'fixed', amount: '15.00' } }),
    step(3, {
      fee: { kind: 'fixed', amount: '40.00' },
      interest: { kind: 'contractual', yearlyPercent: '10.00' },
    }),
  ],
};
const terms = {
  policy,
  plannedFor: '2026-03-31',
  companyCurrency: 'EUR' as const,
  kind: 'business' as const,
  law: null,
};

function line(id: string, level: number | null, given: Partial<ProposalLine> = {}): ProposalLine {
  return {
    dueItemId: id,
    documentId: `doc-${id}`,
    documentNumber: id,
    documentKind: 'invoice',
    issuedOn: '2026-01-30',
    dueOn: '2026-03-01',
    daysLate: 0,
    amount: '10000',
    open: '10000',
    level,
    cycle: 1,
    times: 1,
    reached: (level ?? 1) - 1,
    reachedTimes: (level ?? 1) > 1 ? 1 : 0,
    interest: '0',
    fee: '0',
    section: level === null ? 'credit' : 'overdue',
    ...given,
  };
}

const proposal: Proposal = {
  stepKind: 'notice',
  level: 2,
  currency: 'EUR',
  stepIndex: null,
  channel: 'mail',
  channels: ['mail'],
  language: 'fr',
  lines: [line('a', 2), line('b', 1), line('c', null, { open: '-3000' })],
};

function after(...changes: EditChange[]) {
  const edits = changes.map((change, nth) => ({ batch: String(nth), at: '', by: null, change }));
  return effectiveProposal(proposal, edits, terms);
}
const levels = (made: ReturnType<typeof after>) => made.lines.map(({ level, times }) => [level, times]);

test('untouched, it is what was computed: the leading level’s fee once, credits taken off', () => {
  const made = after();
  expect(made).toMatchObject({
    level: 2,
    open: 17_000n,
    fee: 1500n,
    interest: 0n,
    total: 18_500n,
    dropped: false,
  });
  expect(made).toMatchObject({ datedOn: '2026-03-31', deadlineOn: '2026-04-12', channel: 'mail' });
  expect(made.lines.map(({ daysLate }) => daysLate)).toEqual([30, 30, 30]);
});

test.each([
  // the whole notice to, what the lines get
  [
    3,
    [
      [3, 1],
      [1, 1],
    ],
  ], // only the leading line moves up
  [
    1,
    [
      [1, 2],
      [1, 1],
    ],
  ], // reached already: said once more
] as const)('the notice put to level %i', (level, expected) => {
  expect(levels(after({ kind: 'level', level })).slice(0, 2)).toEqual(expected);
});

test('a level lowered to the one reached is a repetition, and charges no second fee', () => {
  const reachedTwo = { ...proposal, level: 3, lines: [line('a', 3)] };
  const edits = [{ batch: '1', at: '', by: null, change: { kind: 'level' as const, level: 2 } }];
  expect(effectiveProposal(reachedTwo, edits, terms)).toMatchObject({
    level: 2,
    fee: 0n,
    lines: [{ level: 2, times: 2 }],
  });
});

test('words, fee, interest and deadline follow the level', () => {
  // 100.00 × 10 % × 30 / 365 = 0.82
  expect(after({ kind: 'level', level: 3 })).toMatchObject({
    fee: 4000n,
    interest: 82n,
    deadlineOn: '2026-04-13',
  });
});

test('one line may be put to its own level, and a level for the notice forgets it', () => {
  expect(levels(after({ kind: 'item_level', dueItemId: 'b', level: 3 })).slice(0, 2)).toEqual([
    [2, 1],
    [3, 1],
  ]);
  const both = after({ kind: 'item_level', dueItemId: 'b', level: 3 }, { kind: 'level', level: 2 });
  expect(levels(both).slice(0, 2)).toEqual([
    [2, 1],
    [1, 1],
  ]);
});

test('a line dropped takes its amount, its fee and its level along', () => {
  const made = after({ kind: 'drop_item', dueItemId: 'a' });
  expect(made).toMatchObject({ level: 1, open: 7000n, fee: 0n, droppedLines: [{ dueItemId: 'a' }] });
  expect(after({ kind: 'drop_item', dueItemId: 'a' }, { kind: 'restore_item', dueItemId: 'a' }).level).toBe(
    2,
  );
});

test.each([
  [[{ kind: 'drop' }], true],
  [[{ kind: 'drop' }, { kind: 'restore' }], false],
  [[{ kind: 'printed', printed: false }], true],
  [[{ kind: 'printed', printed: true }], false],
  [
    [
      { kind: 'printed', printed: false },
      { kind: 'printed', printed: null },
    ],
    false,
  ],
  [
    [
      { kind: 'drop_item', dueItemId: 'a' },
      { kind: 'drop_item', dueItemId: 'b' },
    ],
    true,
  ], // nothing left to ask
] as [EditChange[], boolean][])('after %o it is left out of the issue: %s', (changes, dropped) => {
  expect(after(...changes).dropped).toBe(dropped);
});

test('another date moves deadline, days late and interest', () => {
  const made = after({ kind: 'level', level: 3 }, { kind: 'dated', on: '2026-04-05' });
  expect(made).toMatchObject({ datedOn: '2026-04-05', deadlineOn: '2026-04-18', interest: 96n });
});

test('a recipient is an address of its channel: another channel forgets it', () => {
  const recipient = { kind: 'recipient', name: 'Anne', address: 'anne@example.org' } as const;
  expect(after(recipient).recipient).toEqual({ name: 'Anne', address: 'anne@example.org' });
  expect(after(recipient, { kind: 'channel', channel: 'post' })).toMatchObject({
    channel: 'post',
    recipient: null,
  });
});

test('a fixed fee is in the company’s currency: a notice in another carries none', () => {
  expect(effectiveProposal({ ...proposal, currency: 'USD' }, [], terms).fee).toBe(0n);
});

test.each([
  [{ kind: 'level', level: 1 }, null],
  [{ kind: 'level', level: 4 }, 'level_impossible'],
  [{ kind: 'item_level', dueItemId: 'a', level: 3 }, null],
  [{ kind: 'item_level', dueItemId: 'z', level: 3 }, 'item_gone'],
  [{ kind: 'item_level', dueItemId: 'c', level: 1 }, 'level_impossible'], // a credit has no level
  [{ kind: 'drop_item', dueItemId: 'z' }, 'item_gone'],
  [{ kind: 'channel', channel: 'post' }, null],
] as [EditChange, string | null][])('%o is possible, or why not: %s', (change, because) => {
  expect(whyEditImpossible(proposal, change, terms)).toBe(because);
});

test('a level below the one reached never comes back', () => {
  const reachedTwo = { ...proposal, level: 3, lines: [line('a', 3)] };
  expect(choicesFor(reachedTwo, policy)).toEqual([2, 3]);
  expect(whyEditImpossible(reachedTwo, { kind: 'level', level: 1 }, terms)).toBe('level_impossible');
});

test('levels are those of notices, in order', () => {
  const call = step(1, { kind: 'call', level: null });
  expect(levelsOf({ ...policy, steps: [step(3), call, step(1), step(2)] })).toEqual([1, 2, 3]);
});

test('the step of a level is its notice; of another kind, the first of it', () => {
  const [call, later] = [1, 2].map((days) =>
    step(0, { kind: 'call', level: null, when: { basis: 'due_date', days, count: 'calendar' } }),
  ) as [Step, Step];
  const mixed = { ...policy, steps: [call, step(1), later, step(2)] };
  expect(stepFor(mixed, 'notice', 2)).toBe(mixed.steps[3]);
  expect(stepFor(mixed, 'call', null)).toBe(call);
  expect(() => stepFor(mixed, 'notice', 3)).toThrow('the policy has no step notice 3');
  expect(() => stepFor(mixed, 'task', null)).toThrow('the policy has no step task null');
});

test('a step that raises no level is the one it was planned by, and no letter where it is work', () => {
  const steps = [1, 2].map((days) =>
    step(0, {
      kind: 'call',
      level: null,
      deadlineDays: days,
      when: { basis: 'due_date', days, count: 'calendar' },
    }),
  );
  const called = effectiveProposal(
    {
      ...proposal,
      stepKind: 'call',
      level: null,
      stepIndex: 1,
      channel: 'call',
      channels: ['mail'],
      lines: [line('a', 0)],
    },
    [],
    { ...terms, policy: { ...policy, steps } },
  );
  expect(called).toMatchObject({
    level: null,
    step: { deadlineDays: 2 },
    channels: [],
    dropped: false,
    open: 10_000n,
  });
});

test('of a notice, what is not yet due is listed; of a statement, it is part of the balance', () => {
  const lines = [line('a', 1), line('u', 1, { section: 'upcoming', open: '2500' })];
  const informed = effectiveProposal(
    { ...proposal, level: 1, lines: [line('a', 1), line('u', null, { section: 'upcoming', open: '2500' })] },
    [],
    terms,
  );
  expect(informed).toMatchObject({ open: 10_000n, upcoming: 2500n });
  const asIs = effectiveProposal({ ...proposal, level: 1, lines }, [], terms);
  expect(asIs).toMatchObject({ open: 10_000n, upcoming: 2500n });
  const stated = effectiveProposal(
    { ...proposal, stepKind: 'statement', level: null, stepIndex: 0, lines },
    [],
    {
      ...terms,
      policy: { ...policy, steps: [step(0, { kind: 'statement', level: null }), ...policy.steps] },
    },
  );
  expect(stated).toMatchObject({ open: 12_500n, upcoming: 0n });
});

test('the total asks for interest beside the amount and the fee', () => {
  const made = effectiveProposal({ ...proposal, level: 3, lines: [line('a', 3)] }, [], terms);
  // 100.00 of 1 March, at 10 % for 30 days of 2026.
  expect(made).toMatchObject({ open: 10_000n, interest: 82n, fee: 4000n, total: 14_082n });
});

test.each<[string, ProposalLine[], boolean]>([
  ['a line that asks for something', [line('a', 1)], false],
  ['lines for information alone', [line('c', null)], true],
  ['credits as large as what is asked', [line('a', 1), line('c', null, { open: '-10000' })], true],
  ['credits a cent smaller', [line('a', 1), line('c', null, { open: '-9999' })], false],
])('a notice of %s', (_, lines, dropped) => {
  expect(effectiveProposal({ ...proposal, level: 1, lines }, [], terms).dropped).toBe(dropped);
});

test('the highest level leads, wherever it stands', () => {
  const leading = (...lines: ProposalLine[]) => effectiveProposal({ ...proposal, lines }, [], terms).level;
  expect(leading(line('a', 1), line('b', 2), line('c', null))).toBe(2);
  expect(leading(line('a', 2), line('b', 1))).toBe(2);
});

test('words a person wrote stand; a recipient stays while its channel leads', () => {
  const to = { kind: 'recipient', name: 'An', address: 'an@example.org' } as const;
  const channels = (...list: ('mail' | 'post' | 'fax')[]) => ({ kind: 'channels', channels: list }) as const;
  expect(after({ kind: 'words', subject: 'S', body: 'B' })).toMatchObject({ subject: 'S', body: 'B' });
  const chosen = after(channels('mail'), to, channels('mail', 'post'));
  expect(chosen).toMatchObject({
    recipient: { name: 'An', address: 'an@example.org' },
    channels: ['mail', 'post'],
  });
  expect(after(channels('mail'), to, channels('post', 'mail'))).toMatchObject({
    recipient: null,
    channel: 'post',
  });
});
