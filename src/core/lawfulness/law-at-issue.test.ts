import { expect, test } from 'vitest';
import { type LawfulNotice, lawfulNotice, noticeStep, policyWith } from '#test/support/lawful-notice.ts';
import { lawAtIssue } from './law-at-issue.ts';

const BY_LAW = { fee: { kind: 'statutory' }, interest: { kind: 'statutory' } } as const;
const policy = policyWith([noticeStep(1), noticeStep(2), noticeStep(3, BY_LAW)], { lateClause: true });
const line = { open: '50000', level: 1 };

function breaches({ proposal, policy: of, kind, law }: LawfulNotice, enterpriseNumber: string | null = 'x') {
  const found = lawAtIssue({ proposal, policy: of, kind, creditor: { enterpriseNumber } }, law);
  return found.map(({ code, facts }) => [code, ...Object.values(facts)].join(' '));
}

test.each([
  // Announced by mail on Tuesday 10 March: fourteen days from the 11th, costs from the 25th.
  ['BE', 'mail', '2026-03-24', 'law_waiting_period F-1 CDE, art. XIX.2 2026-03-25'],
  ['BE', 'mail', '2026-03-25', null],
  // By post the days begin on the third working day, Friday 13 March.
  ['BE', 'post', '2026-03-26', 'law_waiting_period F-1 CDE, art. XIX.2 2026-03-27'],
  ['BE', 'post', '2026-03-27', null],
  ['NL', 'mail', '2026-03-24', 'law_waiting_period F-1 BW, art. 6:96 lid 6 2026-03-25'],
  ['NL', 'mail', '2026-03-25', null],
  // Delivered on Thursday 12 March, the second day.
  ['NL', 'post', '2026-03-26', 'law_waiting_period F-1 BW, art. 6:96 lid 6 2026-03-27'],
  ['NL', 'post', '2026-03-27', null],
  ['DE', 'post', '2026-03-11', null],
] as const)('%s, announced by %s, costs on %s', (country, by, on, found) => {
  const lines = [{ ...line, level: 3, announcedOn: '2026-03-10', by }];
  expect(breaches(lawfulNotice({ country, kind: 'consumer', policy, lines, on }))).toEqual(
    found ? [found] : [],
  );
});

test('free reminders may go out while the days run, and businesses wait for nothing', () => {
  const lines = [{ ...line, level: 2, announcedOn: '2026-03-10' }];
  const on = '2026-03-15';
  expect(breaches(lawfulNotice({ country: 'BE', kind: 'consumer', policy, lines, on }))).toEqual([]);
  const asked = [{ ...line, level: 3, announcedOn: '2026-03-10' }];
  expect(breaches(lawfulNotice({ country: 'BE', kind: 'business', policy, lines: asked, on }))).toEqual([]);
});

test('the number of the creditor stands on the first Belgian reminder to a consumer', () => {
  const first = lawfulNotice({ country: 'BE', kind: 'consumer', policy, lines: [line] });
  expect(breaches(first, null)).toEqual(['law_creditor_number_missing CDE, art. XIX.2']);
  expect(breaches(first)).toEqual([]);
  const later = [{ ...line, level: 2, announcedOn: '2026-03-10' }];
  expect(breaches(lawfulNotice({ country: 'BE', kind: 'consumer', policy, lines: later }), null)).toEqual([]);
});

test.each([
  // The step gives 14 days from Tuesday 31 March; Easter Monday is 6 April.
  ['BE', 'mail', '2026-04-14'],
  ['BE', 'post', '2026-04-16'],
  ['NL', 'mail', '2026-04-14'],
  ['NL', 'post', '2026-04-16'],
  ['DE', 'post', '2026-04-14'],
] as const)('the deadline printed in %s by %s leaves the days of the law', (country, channel, deadlineOn) => {
  const lines = [{ ...line, level: country === 'NL' ? 2 : 1 }];
  const notice = lawfulNotice({ country, kind: 'consumer', policy, lines, channel });
  expect(notice.proposal.deadlineOn).toBe(deadlineOn);
  expect(breaches(notice)).toEqual([]);
  const shorter = { ...notice.proposal, deadlineOn: '2026-04-13' };
  expect(breaches({ ...notice, proposal: shorter })).toEqual(
    country === 'DE' ? [] : [expect.stringMatching(/^law_deadline_too_short/)],
  );
});

test('a step that was saved before the law forbade it is refused by its article', () => {
  const early = policyWith([noticeStep(1, { fee: { kind: 'fixed', amount: '15.00' } }), noticeStep(2)], {
    lateClause: true,
  });
  const made = lawfulNotice({
    country: 'BE',
    kind: 'consumer',
    policy: { ...early, madeFor: 'consumer' },
    lines: [line],
  });
  expect(breaches(made)).toEqual(['policy_first_reminder_free 1 CDE, art. XIX.2']);
  // One made for any debtor asks a consumer nothing: what it may not ask is left out of the figures.
  const any = lawfulNotice({ country: 'BE', kind: 'consumer', policy: early, lines: [line] });
  expect([breaches(any), any.proposal.fee]).toEqual([[], 0n]);
});

test.each([
  [undefined, false, ['policy_clause_needed 3 CDE, art. XIX.4']],
  [true, false, []],
  // A clause in the general terms of the company is one.
  [undefined, true, []],
] as const)('a clause in the policy %s, in the terms %s', (lateClause, hasClause, found) => {
  const made = lawfulNotice({
    country: 'BE',
    kind: 'consumer',
    policy: { ...policy, lateClause, madeFor: 'consumer' },
    lines: [{ ...line, level: 3, announcedOn: '2026-03-02' }],
    creditor: { hasClause },
  });
  expect(breaches(made)).toEqual(found);
});

test.each([
  [2, []],
  [3, ['policy_one_letter BW, art. 6:96 lid 7']],
] as const)('Dutch claims in several letters, level %i', (level, found) => {
  const made = lawfulNotice({
    country: 'NL',
    kind: 'consumer',
    policy: { ...policy, grouping: 'due_item', madeFor: 'consumer' },
    lines: [{ ...line, level, announcedOn: '2026-03-02' }],
  });
  expect(breaches(made)).toEqual(found);
});

test('a courtesy before the due date, and a country without rules, are nobody’s affair', () => {
  const first = lawfulNotice({ country: 'BE', kind: 'consumer', policy, lines: [line] });
  expect(breaches({ ...first, proposal: { ...first.proposal, stepKind: 'courtesy' } }, null)).toEqual([]);
  expect(breaches(lawfulNotice({ country: 'CM', kind: 'consumer', policy, lines: [line] }), null)).toEqual(
    [],
  );
});
