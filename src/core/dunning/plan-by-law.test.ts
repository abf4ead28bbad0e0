import { describe, expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy } from './policy.ts';

const ON = '2026-03-31';
const BY_LAW = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as const;
const STEPS = [noticeStep(1, 10), noticeStep(2, 5, BY_LAW), noticeStep(3, 5, BY_LAW)];
/** 1,000.00 due on 1 March 2026, reminded once: the next notice, on 31 March, asks what the law gives. */
const OWED: Partial<ItemFacts> = {
  open: 1000_00n,
  level: 1,
  times: 1,
  notifiedOn: day('2026-03-01'),
  deadlineOn: day('2026-03-15'),
};
const ANNOUNCED = { firstNotice: { sentOn: day('2026-03-02'), by: 'mail' as const } };

type Case = {
  country?: string;
  items?: readonly ItemFacts[];
  item?: Partial<ItemFacts>;
  debtor?: Partial<DebtorFacts>;
  policy?: Partial<Policy>;
};

function planned({ country = 'BE', item = {}, items, debtor = {}, policy = {} }: Case) {
  const law = { country, rates: STATUTORY_RATES };
  const facts = debtorFacts(items ?? [itemFacts('a', { ...OWED, ...item })], debtor);
  const terms = termsOn(ON, policyWith({ steps: STEPS, ...policy }), { law });
  return planDebtor(facts, terms).notices;
}

describe('what a plan asks by law: interest and compensation', () => {
  test.each<[string, Case, bigint, bigint]>([
    // 10.5 % in Belgium for thirty days, and the 40.00 of the law
    ['of a business', {}, 8_63n, 40_00n],
    // 10.15 % in the Netherlands: a person put the debtor under its law
    ['of one that is under another law', { debtor: { lawCountry: 'NL' } }, 8_34n, 40_00n],
    [
      'what was settled of it is not asked again',
      { item: { settledCosts: { interest: '300', compensation: '1000' } } },
      5_63n,
      30_00n,
    ],
    [
      'what was paid late bears interest until its day: 15 days on another 1,000.00',
      { item: { paid: [{ on: day('2026-03-16'), amount: '100000' }] } },
      12_95n,
      40_00n,
    ],
    [
      'what was paid in time bears none',
      { item: { paid: [{ on: day('2026-03-01'), amount: '100000' }] } },
      8_63n,
      40_00n,
    ],
    ['nothing of a consumer nobody has reminded by law', { debtor: { kind: 'consumer' } }, 0n, 0n],
    [
      'of a consumer with a clause, from the end of the fourteen days: 10.5 %, and 90.00 by the bands',
      { item: ANNOUNCED, debtor: { kind: 'consumer' }, policy: { lateClause: true } },
      4_32n,
      90_00n,
    ],
    [
      'without a clause the legal rate of 4.5 % alone',
      { item: ANNOUNCED, debtor: { kind: 'consumer' } },
      1_85n,
      0n,
    ],
  ])('%s', (_, given, interest, fee) => {
    const [found] = planned(given);
    expect([found?.interest, found?.fee]).toEqual([interest, fee]);
    expect(found?.total).toBe(1000_00n + interest + fee);
  });

  test('another law than the company’s says nothing where the company has none', () => {
    const debtor = debtorFacts([itemFacts('a', OWED)], { lawCountry: 'NL' });
    const [found] = planDebtor(debtor, termsOn(ON, policyWith({ steps: STEPS }))).notices;
    expect([found?.interest, found?.fee]).toEqual([0n, 0n]);
  });

  test('the Dutch scale is of all in the letter, once, whatever level each has reached', () => {
    const items = [
      itemFacts('a', { ...OWED, ...ANNOUNCED }),
      itemFacts('b', { ...OWED, ...ANNOUNCED, level: 2 }),
    ];
    const [found] = planned({ country: 'NL', debtor: { kind: 'consumer' }, items });
    // 15 % of 2,000.00; 4 % for thirty days on each.
    expect([found?.level, found?.fee, found?.interest]).toEqual([3, 300_00n, 6_58n]);
  });
});

describe('the days a letter leaves to pay', () => {
  const first = { ...OWED, level: 0, times: 0, notifiedOn: null, deadlineOn: null };
  const ladder = (deadlineDays: number) => [noticeStep(1, 10, { deadlineDays }), noticeStep(2, 5, BY_LAW)];
  const daysOf = (deadlineDays: number, items: readonly ItemFacts[], debtor: Partial<DebtorFacts>) => {
    const [found] = planned({ items, debtor, policy: { steps: ladder(deadlineDays) } });
    return found && found.deadlineOn - day(ON);
  };
  const fresh = itemFacts('a', first);
  const announced = itemFacts('b', { ...first, ...ANNOUNCED });
  test.each<[string, number, readonly ItemFacts[], DebtorFacts['kind'], number]>([
    ['a business: those of the policy', 5, [fresh], 'business', 5],
    ['a consumer: at least fourteen', 5, [fresh], 'consumer', 14],
    ['a consumer: thirteen are too few', 13, [fresh], 'consumer', 14],
    ['a consumer: those of the policy where they are more', 15, [fresh], 'consumer', 15],
    ['a consumer who had them', 5, [announced], 'consumer', 5],
    ['a consumer who had them for one of two debts', 5, [announced, fresh], 'consumer', 14],
  ])('%s', (_, deadlineDays, items, kind, days) => {
    expect(daysOf(deadlineDays, items, { kind })).toBe(days);
  });
});
