import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { claimToDay, type LateDebt } from './claim-to-day.ts';
import { registerSums, sheetSums } from './sheet-debt.ts';

const claim = (
  kind: 'interest' | 'compensation' | 'fee',
  state: 'claimed' | 'paid' | 'booked' | 'taken_back',
  paid = 0n,
) => ({
  ...{ kind, state, amountMinor: 1500n, paidMinor: paid, waivedMinor: 100n, carriedMinor: 0n },
});
const NONE = { fee: 0n, paid: 0n, waived: 0n };

function counted(given: Partial<LateDebt> = {}) {
  const debt: LateDebt = {
    ...{ amount: 100_000n, currency: 'EUR', kind: 'business' },
    ...{ issuedOn: epochDayFrom('2026-01-30'), dueOn: epochDayFrom('2026-03-01') },
    ...{ payments: [], firstNotice: null, hasClause: true, rule: { kind: 'statutory' } },
    ...given,
  };
  const until = epochDayFrom('2026-03-31');
  const found = claimToDay(
    debt,
    { country: 'BE', rates: STATUTORY_RATES },
    { until, order: 'as_booked', endsAtGap: false },
  );
  if (!found) throw new Error('nothing is late');
  return found;
}

test('fees count while they are asked, and what was paid or waived of the rest', () => {
  expect(
    registerSums([claim('fee', 'claimed', 400n), claim('fee', 'booked'), claim('fee', 'taken_back')]),
  ).toEqual({
    ...NONE,
    fee: 1000n,
  });
  expect(
    registerSums([
      claim('interest', 'paid', 1400n),
      claim('compensation', 'claimed'),
      claim('interest', 'taken_back'),
    ]),
  ).toEqual({
    fee: 0n,
    paid: 1400n,
    waived: 200n,
  });
});

test('the total is what is open, with the fees, less what was settled of interest and costs', () => {
  // 1000.00 + 8.63 + 40.00
  expect(sheetSums(counted(), NONE).total).toBe(104_863n);
  expect(sheetSums(counted(), { fee: 1500n, paid: 4000n, waived: 63n })).toMatchObject({
    off: 4063n,
    total: 102_300n,
  });
});

test('more than there is of interest and costs is never taken off', () => {
  expect(sheetSums(counted(), { ...NONE, waived: 4863n })).toMatchObject({ off: 4863n, total: 100_000n });
  expect(sheetSums(counted(), { ...NONE, waived: 4864n })).toMatchObject({ off: 4863n, total: 100_000n });
});

test('a debt goes on bearing interest on what is open, at the last rate', () => {
  // 1000.00 at 10.50 % over 365
  expect(sheetSums(counted(), NONE).onward).toEqual({
    percent: 10_500_000n,
    base: 100_000n,
    perDay: 29n,
    floating: true,
  });
  const paid = [{ on: epochDayFrom('2026-03-31'), amount: 100_000n, known: 'bank' as const }];
  expect(sheetSums(counted({ payments: paid }), NONE).onward).toBeNull();
});

test('an agreed rate goes on as it is', () => {
  expect(
    sheetSums(counted({ rule: { kind: 'contractual', yearlyPercent: '8.00' } }), NONE).onward,
  ).toMatchObject({
    percent: 8_000_000n,
    floating: false,
  });
});
