import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { itemFacts } from '#test/support/dunning-facts.ts';
import { nextAction } from './next-action.ts';
import { EVERY_DAY, workingDays } from './replay.ts';

const day = epochDayFrom;
const step = (level: number, basis: Step['when']['basis'], days: number): Step => ({
  kind: 'notice',
  level,
  when: { basis, days, count: 'calendar' },
  deadlineDays: 14,
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  interest: { kind: 'none' },
  fee: { kind: 'none' },
  attach: 'nothing',
  mode: 'confirm',
  repeat: null,
});
const POLICY: Policy = {
  grouping: 'debtor',
  situation: 'overdue',
  documents: ['invoice'],
  minimumItem: '0.00',
  minimumTotal: '0.00',
  contactIntervalDays: 5,
  calendar: { holidays: null, quietWeekdays: [] },
  bankData: { daysMax: 3, stale: 'ignore' },
  steps: [step(1, 'due_date', 10), step(2, 'previous_deadline', 5)],
};
const TERMS: RunTerms = {
  on: day('2026-03-31'),
  firstImportOn: null,
  extraGraceDays: 0,
  forcedLevel: null,
  companyCurrency: 'EUR',
  law: null,
  policies: new Map([['p', compilePolicy({ id: 'p', version: 1, body: POLICY }, day('2026-03-31'), 'EUR')]]),
  defaultPolicyId: 'p',
  minimumBalance: null,
  bankData: null,
};
const ITEM = itemFacts('i1', { documentNumber: 'F1' });
const DEBTOR: DebtorFacts = {
  id: 'd1',
  language: 'fr',
  kind: 'business',
  preferredChannel: 'mail',
  contactedOn: null,
  policyId: null,
  groupPolicyId: null,
  addresses: { mail: true, post: true, fax: false, mailRoles: [], faxRoles: [] },
  holds: [],
  waitingRun: null,
  items: [ITEM],
};
const hold = (until: string) => ({ dueItemId: null, untilOn: day(until), reason: 'x', by: 'y' });

test.each<[string, Partial<ItemFacts>, Partial<DebtorFacts>, object]>([
  ['ten days late on the day', { dueOn: day('2026-03-21') }, {}, { level: 1, on: '2026-03-31' }],
  ['nine days late: tomorrow', { dueOn: day('2026-03-22') }, {}, { level: 1, on: '2026-04-01' }],
  ['on hold to 10 April: the day after', {}, { holds: [hold('2026-04-10')] }, { level: 1, on: '2026-04-11' }],
  [
    'on hold, and not yet ten days late behind it',
    { dueOn: day('2026-04-05') },
    { holds: [hold('2026-04-10')] },
    { level: 1, on: '2026-04-15' },
  ],
  ['contacted four days ago', {}, { contactedOn: day('2026-03-27') }, { level: 1, on: '2026-04-01' }],
  [
    'level 1 with its deadline: five days after it',
    { level: 1, times: 1, notifiedOn: day('2026-03-20'), deadlineOn: day('2026-04-03') },
    {},
    { level: 2, on: '2026-04-08' },
  ],
  [
    'the last level is done',
    { level: 2, times: 1, notifiedOn: day('2026-03-01'), deadlineOn: day('2026-03-15') },
    {},
    { kind: null, because: 'level_exhausted' },
  ],
])('%s', (_, item, debtor, expected) => {
  const facts = { ...DEBTOR, items: [{ ...ITEM, ...item }], ...debtor };
  expect(nextAction(facts, TERMS, { itemId: null, runDays: EVERY_DAY })).toMatchObject(expected);
});

test('of one item only that item is told; a credit is reminded of nothing', () => {
  const late = { ...ITEM, id: 'i2', dueOn: day('2026-03-25') };
  const credit = { ...ITEM, id: 'c1', open: -50_00n };
  const debtor = { ...DEBTOR, items: [ITEM, late, credit] };
  const of = (itemId: string) => nextAction(debtor, TERMS, { itemId, runDays: EVERY_DAY });
  expect(of('i1')).toMatchObject({ level: 1, on: '2026-03-31' });
  // Ten days late on 4 April; but the debtor is written to about the other one on 31 March.
  expect(of('i2')).toMatchObject({ level: 1, on: '2026-04-05' });
  expect(of('c1')).toBeNull();
});

test('it waits for a day on which a run takes place', () => {
  const debtor = { ...DEBTOR, items: [{ ...ITEM, dueOn: day('2026-03-25') }] };
  // Saturday the 4th; Monday the 6th is Easter Monday.
  const runDays = workingDays('BE', 2026, 2026);
  expect(nextAction(debtor, TERMS, { itemId: null, runDays })).toMatchObject({ on: '2026-04-07' });
});
