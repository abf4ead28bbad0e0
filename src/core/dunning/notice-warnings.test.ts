import { describe, expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from './facts.ts';
import type { RunTerms } from './item-gates.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy, Step } from './policy.ts';

type Case = {
  items?: readonly ItemFacts[];
  debtor?: Partial<DebtorFacts>;
  policy?: Partial<Policy>;
  terms?: Partial<RunTerms>;
  on?: string;
};

/** What a reviewer is told of the first notice proposed: each code with its facts. */
function warnings({
  items = [itemFacts('a')],
  debtor = {},
  policy = {},
  terms = {},
  on = '2026-03-31',
}: Case) {
  const { notices } = planDebtor(debtorFacts(items, debtor), termsOn(on, policyWith(policy), terms));
  if (!notices[0]) throw new Error('nothing proposed');
  return notices[0].warnings.map(({ code, facts }) => [code, facts]);
}
const dispute = (amount: bigint | undefined, because: GivenGate['because'] = 'disputed'): GivenGate => ({
  because,
  facts: {},
  until: null,
  ...(amount !== undefined && { amount }),
});
const partly = (id: string, cents: bigint) => itemFacts(id, { gates: [dispute(cents)] });

test('an ordinary letter has nothing to look at', () => {
  expect(warnings({})).toEqual([]);
});

describe('money that is not settled', () => {
  const credit = (change: Partial<ItemFacts> = {}) =>
    itemFacts('c', { documentKind: 'credit_note', open: -10_00n, ...change });
  test.each<[string, readonly ItemFacts[], unknown[]]>([
    [
      'a credit nobody has set against an invoice',
      [itemFacts('a'), credit()],
      [['unallocated_credit', { credit: '10.00 EUR' }]],
    ],
    [
      'two of them, in one sum',
      [itemFacts('a'), credit(), credit({ id: 'd', open: -5_01n })],
      [['unallocated_credit', { credit: '15.01 EUR' }]],
    ],
    ['one that names its invoice is settled with it', [itemFacts('a'), credit({ linkedNumber: 'A' })], []],
    ['what is contested of an item', [partly('a', 30_00n)], [['partly_disputed', { amount: '30.00 EUR' }]]],
    [
      'of two items, together',
      [partly('a', 30_00n), partly('b', 12_34n), itemFacts('c')],
      [['partly_disputed', { amount: '42.34 EUR' }]],
    ],
    [
      'a part that is promised is not contested',
      [itemFacts('a', { gates: [dispute(30_00n, 'promised')] })],
      [],
    ],
    [
      'both',
      [partly('a', 30_00n), credit()],
      [
        ['unallocated_credit', { credit: '10.00 EUR' }],
        ['partly_disputed', { amount: '30.00 EUR' }],
      ],
    ],
  ])('%s', (_, items, expected) => {
    expect(warnings({ items })).toEqual(expected);
  });
});

describe('a level somebody chose for the whole run', () => {
  const at = (id: string, level: number) => itemFacts(id, { level, times: level > 0 ? 1 : 0 });
  const forced = [['level_forced', { level: '2' }]];
  test.each<[string, number | null, readonly ItemFacts[], unknown[]]>([
    ['that leaves one out', 2, [at('a', 0)], forced],
    ['that is the next one anyway', 2, [at('a', 1)], []],
    ['that leaves one out for one of two', 2, [at('a', 1), at('b', 0)], forced],
    ['the first', 1, [at('a', 0)], []],
  ])('%s', (_, forcedLevel, items, expected) => {
    expect(warnings({ items, terms: { forcedLevel } })).toEqual(expected);
  });

  test('nobody is told so where the policy itself has no level between', () => {
    const steps = [noticeStep(2, 10, { when: { basis: 'due_date', days: 10, count: 'calendar' } })];
    expect(warnings({ policy: { steps } })).toEqual([]);
  });
});

describe('a bank that was not read lately', () => {
  const stale = (days: number) => ({ bankData: { account: 'BE1', days } });
  const warn = { bankData: { daysMax: 3, stale: 'warn' as const } };
  const side = (kind: Step['kind']): Step => ({
    ...noticeStep(1, 0),
    kind,
    level: null,
    when: { basis: 'due_date', days: kind === 'courtesy' ? -5 : 3, count: 'calendar' },
  });
  const told = [['bank_data_stale', { days: '4' }]];
  test.each<[string, Case, unknown[]]>([
    ['a day too old', { terms: stale(4), policy: warn }, told],
    ['just young enough', { terms: stale(3), policy: warn }, []],
    [
      'where the policy does not mind',
      { terms: stale(4), policy: { bankData: { daysMax: 3, stale: 'ignore' } } },
      [],
    ],
    ['where no bank is followed', { policy: warn }, []],
    [
      'a call asks for money too',
      { terms: stale(4), policy: { ...warn, steps: [side('call'), noticeStep(1, 60)] } },
      told,
    ],
    [
      'a task asks nobody',
      { terms: stale(4), policy: { ...warn, steps: [side('task'), noticeStep(1, 60)] } },
      [],
    ],
    [
      'a courtesy is sent before anybody could have paid late',
      {
        terms: stale(4),
        policy: { ...warn, steps: [side('courtesy'), noticeStep(1, 10)] },
        on: '2026-02-25',
      },
      [],
    ],
  ])('%s', (_, given, expected) => {
    expect(warnings(given)).toEqual(expected);
  });
});

describe('it leaves by another way', () => {
  type Way = [string, Channel, readonly Channel[], Partial<DebtorFacts['addresses']>, unknown[]];
  test.each<Way>([
    ['as the debtor prefers', 'mail', [], {}, []],
    [
      'the debtor prefers what it has no address for',
      'fax',
      [],
      {},
      [['other_channel', { preferred: 'fax', channel: 'mail' }]],
    ],
    [
      'and none for mail either',
      'fax',
      [],
      { mail: false },
      [['other_channel', { preferred: 'fax', channel: 'post' }]],
    ],
    ['the portal is announced by mail', 'portal', [], {}, []],
    [
      'whoever prefers calls is written to',
      'call',
      [],
      {},
      [['other_channel', { preferred: 'call', channel: 'mail' }]],
    ],
    ['the step says how', 'mail', ['post'], {}, []],
    [
      'not by all the ways of the step',
      'mail',
      ['mail', 'fax'],
      {},
      [['channel_without_address', { channels: 'fax' }]],
    ],
    [
      'by one of three',
      'mail',
      ['mail', 'fax', 'registered_post'],
      { post: false },
      [['channel_without_address', { channels: 'fax, registered_post' }]],
    ],
  ])('%s', (_, preferredChannel, channels, addresses, expected) => {
    const debtor = { preferredChannel, addresses: { ...debtorFacts([]).addresses, ...addresses } };
    expect(warnings({ debtor, policy: { steps: [noticeStep(1, 10, { channels })] } })).toEqual(expected);
  });
});

describe('a rate of the law nobody knows yet', () => {
  const steps = [noticeStep(1, 10, { interest: { kind: 'statutory' } })];
  const law = { country: 'BE', rates: STATUTORY_RATES };
  const late = (id: string) => itemFacts(id, { issuedOn: day('2040-01-01'), dueOn: day('2040-01-10') });
  const missing = { series: 'BE_COMMERCIAL', from: '2040-01-01', until: '2040-06-30' };
  test('is told once, with its half-year, however many items want it', () => {
    const found = warnings({
      items: [late('a'), late('b')],
      policy: { steps },
      terms: { law },
      on: '2040-02-01',
    });
    expect(found).toEqual([['rate_missing', expect.objectContaining(missing)]]);
  });
  test('is told of no letter that asks for no interest', () => {
    expect(warnings({ items: [late('a')], terms: { law }, on: '2040-02-01' })).toEqual([]);
  });
});
