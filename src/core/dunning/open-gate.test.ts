import { expect, test } from 'vitest';
import { day, debtorFacts, itemFacts, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { DebtorFacts } from './facts.ts';
import { type FoundGate, openGate } from './open-gate.ts';

const TERMS = termsOn('2026-03-31', policyWith({ minimumItem: '10.00', minimumTotal: '20.00' }));
const gate = (because: FoundGate['because'], change: Partial<FoundGate> = {}): FoundGate => ({
  ...{ because, facts: {}, until: null },
  ...change,
});

function opened(closed: FoundGate, debtor: DebtorFacts = debtorFacts([itemFacts('a'), itemFacts('b')])) {
  const [item] = debtor.items;
  if (!item) throw new Error('no item');
  return openGate({ debtor, terms: TERMS }, item, closed);
}

test('a gate given with the item is taken off it alone, and the others stay', () => {
  const disputed = { because: 'disputed', facts: { reason: 'price' }, until: null } as const;
  const promised = { because: 'promised', facts: {}, until: null } as const;
  const items = [itemFacts('a', { gates: [disputed, promised] }), itemFacts('b', { gates: [disputed] })];
  const found = opened(gate('disputed'), debtorFacts(items));
  expect(found?.debtor.items.map(({ gates }) => gates?.map(({ because }) => because))).toEqual([
    ['promised'],
    ['disputed'],
  ]);
});

test.each(['not_yet_due', 'within_grace', 'waiting_by_law'] as const)(
  '%s: all of the item is as if it had happened sooner, and nothing of another',
  (because) => {
    const days = {
      courtesyOn: day('2026-02-20'),
      notifiedOn: day('2026-03-05'),
      deadlineOn: day('2026-03-19'),
    };
    const firstNotice = { sentOn: day('2026-03-05'), by: 'mail' } as const;
    const items = [itemFacts('a', { ...days, firstNotice }), itemFacts('b')];
    const found = opened(gate(because, { until: day('2026-04-03') }), debtorFacts(items));
    expect(found?.debtor.items[0]).toMatchObject({
      issuedOn: day('2026-01-29'),
      importedOn: day('2026-01-29'),
      dueOn: day('2026-02-26'),
      courtesyOn: day('2026-02-17'),
      notifiedOn: day('2026-03-02'),
      deadlineOn: day('2026-03-16'),
      firstNotice: { sentOn: day('2026-03-02'), by: 'mail' },
    });
    expect(found?.debtor.items[1]).toEqual(items[1]);
    expect(opened(gate(because))).toBeNull();
  },
);

test('days that never were stay so', () => {
  const found = opened(gate('within_grace', { until: day('2026-04-03') }));
  expect(found?.debtor.items[0]).toMatchObject({ courtesyOn: null, notifiedOn: null, deadlineOn: null });
  expect(found?.debtor.items[0]).not.toHaveProperty('firstNotice');
});

test('a collection is no more, of the item alone', () => {
  const items = [itemFacts('a', { directDebit: true }), itemFacts('b', { directDebit: true })];
  const found = opened(gate('collected_by_direct_debit'), debtorFacts(items));
  expect(found?.debtor.items.map(({ directDebit }) => directDebit)).toEqual([false, true]);
});

test('of holds, the first that still stands on the item or its debtor is lifted', () => {
  const hold = (dueItemId: string | null, untilOn: string | null, reason: string) => ({
    ...{ dueItemId, untilOn: untilOn === null ? null : day(untilOn), reason, by: 'An' },
  });
  const left = (...holds: ReturnType<typeof hold>[]) =>
    opened(gate('on_hold'), debtorFacts([itemFacts('a')], { holds }))?.debtor.holds.map(
      ({ reason }) => reason,
    );
  expect(
    left(hold('b', null, 'other'), hold('a', '2026-03-30', 'over'), hold('a', '2026-03-31', 'last day')),
  ).toEqual(['other', 'over']);
  expect(left(hold(null, null, 'debtor'), hold('a', null, 'item'))).toEqual(['item']);
  expect(left(hold('a', null, 'item'), hold(null, null, 'debtor'))).toEqual(['debtor']);
});

test('a run that waits, stale bank data and a contact do not stand in the way', () => {
  const debtor = debtorFacts([itemFacts('a')], { waitingRun: 7, contactedOn: day('2026-03-30') });
  expect(opened(gate('in_another_run'), debtor)?.debtor).toMatchObject({
    waitingRun: null,
    contactedOn: day('2026-03-30'),
  });
  const stale = { account: 'KBC', until: day('2026-03-01') };
  const terms = { ...TERMS, bankData: stale as never };
  expect(openGate({ debtor, terms }, itemFacts('a'), gate('bank_data_stale'))?.terms.bankData).toBeNull();
  const rested = opened(gate('contacted_recently'), debtor);
  expect(rested?.debtor).toMatchObject({ contactedOn: null, waitingRun: 7 });
  expect(rested?.terms.policies.get('p')?.body.contactIntervalDays).toBe(0);
  expect(TERMS.policies.get('p')?.body.contactIntervalDays).toBe(5);
});

test.each([
  ['item', [0n, 20_00n]],
  ['debtor', [10_00n, 0n]],
])('the minimum of the %s is none', (of, minima) => {
  const found = opened(gate('below_minimum', { facts: { of } }));
  const policy = found?.terms.policies.get('p');
  expect([policy?.minimumItem, policy?.minimumTotal]).toEqual(minima);
  expect(found?.terms.minimumBalance).toBeNull();
});

test('credits of the item’s currency are gone, those of another stay', () => {
  const items = [
    itemFacts('a'),
    itemFacts('b', { open: -10_00n }),
    itemFacts('c', { open: -10_00n, currency: 'USD' }),
    itemFacts('d', { open: 5_00n, currency: 'USD' }),
  ];
  expect(opened(gate('credit_balance'), debtorFacts(items))?.debtor.items.map(({ id }) => id)).toEqual([
    'a',
    'c',
    'd',
  ]);
});

test('there is an address of every kind', () => {
  const addresses = { mail: false, post: false, fax: false, mailRoles: [], faxRoles: [] };
  const found = opened(gate('no_address'), debtorFacts([itemFacts('a')], { addresses }));
  expect(found?.debtor.addresses).toEqual({ ...addresses, mail: true, post: true, fax: true });
});

test.each(['level_exhausted', 'no_policy', 'document_kind', 'handed_over'] as const)(
  'behind %s there is nothing to ask',
  (because) => {
    expect(opened(gate(because))).toBeNull();
  },
);
