import { expect, test } from 'vitest';
import type { Policy, StepKind } from './policy.ts';
import { type AskingNotices, findStaleBank } from './stale-bank.ts';

type Stale = Policy['bankData']['stale'];

function asking(stale: Stale, daysMax = 3, kind: StepKind = 'notice', notices = 1): AskingNotices {
  return { kind, rule: { daysMax, stale }, notices };
}

// what the policies of the notices say, how old the bank data are -> asked about
test.each<[string, readonly AskingNotices[], number | null, { most: number; notices: number } | null]>([
  ['just young enough', [asking('warn')], 3, null],
  ['a day too old', [asking('warn')], 4, { most: 3, notices: 1 }],
  ['read today, and nothing allowed but that', [asking('warn', 0)], 0, null],
  ['read yesterday, and nothing allowed but today', [asking('warn', 0)], 1, { most: 0, notices: 1 }],
  ['a policy that does not mind', [asking('ignore')], 400, null],
  ['grown too old since a policy let it through', [asking('gate')], 4, { most: 3, notices: 1 }],
  ['no account that is followed', [asking('warn')], null, null],
  ['no notice', [], 400, null],
  ['a courtesy and a task', [asking('warn', 3, 'courtesy'), asking('warn', 3, 'task')], 4, null],
  ['a call', [asking('warn', 3, 'call')], 4, { most: 3, notices: 1 }],
  [
    'of several the strictest, and none that does not mind',
    [asking('warn', 5, 'notice', 2), asking('warn', 3, 'notice', 4), asking('ignore', 1, 'notice', 8)],
    6,
    { most: 3, notices: 6 },
  ],
  [
    'of several only those it is too old for',
    [asking('warn', 6, 'notice', 2), asking('warn', 5, 'notice', 4)],
    6,
    { most: 5, notices: 4 },
  ],
])('%s', (_, notices, days, expected) => {
  const bankData = days === null ? null : { account: 'KBC', days };
  expect(findStaleBank(notices, bankData)).toEqual(expected && { account: 'KBC', days, ...expected });
});
