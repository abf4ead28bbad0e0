import { describe, expect, test } from 'vitest';
import { noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { choicesFor, levelChoices, whyEditImpossible } from './check-edit.ts';
import type { EditChange, Proposal, ProposalLine } from './proposal.ts';

const policy = policyWith({ steps: [1, 2, 3, 4].map((level) => noticeStep(level, 10)) });

/** A line at a level, of an item that has reached `reached`. */
function line(dueItemId: string, level: number | null, reached = 0): ProposalLine {
  return {
    dueItemId,
    documentId: dueItemId,
    documentNumber: dueItemId,
    documentKind: 'invoice',
    issuedOn: '2026-01-30',
    dueOn: '2026-03-01',
    daysLate: 30,
    amount: '10000',
    open: '10000',
    level,
    cycle: 1,
    times: 1,
    reached,
    reachedTimes: 1,
    interest: '0',
    fee: '0',
    section: 'overdue',
  };
}
function notice(level: number | null, lines: readonly ProposalLine[]): Proposal {
  return {
    stepKind: level === null ? 'statement' : 'notice',
    level,
    stepIndex: level === null ? 0 : null,
    currency: 'EUR',
    channel: 'mail',
    channels: ['mail'],
    language: 'fr',
    lines,
  };
}

describe('the levels a line may be given: never below what its debtor has read already', () => {
  test.each([
    // proposed level, reached, choices
    [1, 0, [1, 2, 3, 4]],
    [2, 1, [1, 2, 3, 4]],
    [3, 2, [2, 3, 4]],
    [4, 4, [4]],
    [null, 2, []], // only listed
    [0, 2, []], // a call about it, which raises none
  ])('at %s, having reached %s: %j', (level, reached, expected) => {
    expect(levelChoices(line('a', level, reached), policy)).toEqual(expected);
  });
});

describe('the levels a whole notice may be given: those that one of its leading lines may have', () => {
  test.each<[string, number | null, ProposalLine[], number[]]>([
    ['its only line', 3, [line('a', 3, 2)], [2, 3, 4]],
    ['the lower of two that lead', 3, [line('a', 3, 3), line('b', 3, 2)], [2, 3, 4]],
    ['not that of a line below the leading ones', 3, [line('a', 3, 3), line('b', 1, 0)], [3, 4]],
    ['not that of a line that is only listed', 3, [line('a', 3, 3), line('b', null, 0)], [3, 4]],
    ['a statement has none, whatever it lists', null, [line('a', null, 1), line('b', 0, 1)], []],
    ['a notice whose lines are all lower now', 4, [line('a', 2, 1)], []],
  ])('%s', (_, level, lines, expected) => {
    expect(choicesFor(notice(level, lines), policy)).toEqual(expected);
  });
});

describe('why a change cannot be made', () => {
  const proposal = notice(3, [line('a', 3, 2), line('b', 1, 0)]);
  test.each<[EditChange, string | null]>([
    [{ kind: 'level', level: 2 }, null],
    [{ kind: 'level', level: 1 }, 'level_impossible'],
    [{ kind: 'level', level: 5 }, 'level_impossible'],
    [{ kind: 'item_level', dueItemId: 'b', level: 1 }, null],
    [{ kind: 'item_level', dueItemId: 'a', level: 1 }, 'level_impossible'],
    [{ kind: 'item_level', dueItemId: 'x', level: 1 }, 'item_gone'],
    [{ kind: 'drop_item', dueItemId: 'b' }, null],
    [{ kind: 'drop_item', dueItemId: 'x' }, 'item_gone'],
    [{ kind: 'restore_item', dueItemId: 'a' }, null],
    [{ kind: 'restore_item', dueItemId: 'x' }, 'item_gone'],
    [{ kind: 'drop' }, null],
    [{ kind: 'channel', channel: 'post' }, null],
  ])('%j: %s', (change, expected) => {
    expect(whyEditImpossible(proposal, change, { policy })).toBe(expected);
  });
});
