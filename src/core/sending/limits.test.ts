import { expect, test } from 'vitest';
import { type Contact, DEFAULT_LIMITS, isTooOften, type SendingLimits } from './limits.ts';

const contact = (noticeId: string, runId: string, isToday = false): Contact => ({ noticeId, runId, isToday });
const twice: SendingLimits = { ...DEFAULT_LIMITS, contactsMax: 2, debtorDayMax: 3 };
const next = { noticeId: 'next', runId: 'r9' };

test.each<[name: string, contacts: readonly Contact[], tooOften: boolean]>([
  ['nobody wrote before', [], false],
  ['the second run of two', [contact('a', 'r1')], false],
  ['the third run of two', [contact('a', 'r1'), contact('b', 'r2')], true],
  ['one more letter of a run that counts already', [contact('a', 'r1'), contact('b', 'r9')], false],
  ['the third letter of a day of three', [contact('a', 'r9', true), contact('b', 'r9', true)], false],
  [
    'the fourth letter of a day of three',
    [contact('a', 'r9', true), contact('b', 'r9', true), contact('c', 'r9', true)],
    true,
  ],
  [
    'the same notice by another channel',
    [contact('a', 'r1'), contact('b', 'r2'), contact('next', 'r9')],
    false,
  ],
])('%s', (_, contacts, tooOften) => {
  expect(isTooOften(next, contacts, twice)).toBe(tooOften);
});
