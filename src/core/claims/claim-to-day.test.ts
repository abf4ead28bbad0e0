import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { Refusal } from '#core/refusal.ts';
import { askedRule, claimToDay, type LateDebt } from './claim-to-day.ts';

const law = { country: 'BE', rates: STATUTORY_RATES };
const DEBT: LateDebt = {
  amount: 100_000n,
  currency: 'EUR',
  issuedOn: epochDayFrom('2026-01-30'),
  dueOn: epochDayFrom('2026-03-01'),
  kind: 'business',
  payments: [],
  firstNotice: null,
  hasClause: true,
  rule: { kind: 'statutory' },
};
const to = (day: string, order: 'as_booked' | 'by_law' = 'as_booked', endsAtGap = false) => ({
  until: epochDayFrom(day),
  order,
  endsAtGap,
});
const paid = (on: string, amount: bigint) => ({ on: epochDayFrom(on), amount, known: 'bank' as const });

test('a debt is late from the day after its due date', () => {
  expect(claimToDay(DEBT, law, to('2026-03-01'))).toBeNull();
  expect(claimToDay(DEBT, law, to('2026-03-02'))?.computed.interest).toBe(29n);
});

test('a term that the law strikes out ends where the law ends it, and says so', () => {
  const terms = (dueOn: string) => ({ ...DEBT, dueOn: epochDayFrom(dueOn) });
  expect(claimToDay(terms('2026-03-31'), law, to('2026-04-02'))?.computed.rows[0]?.from).toBe(
    epochDayFrom('2026-04-01'),
  );
  const struck = claimToDay(terms('2026-06-30'), law, to('2026-04-02'));
  expect(struck?.computed.rows[0]?.from).toBe(epochDayFrom('2026-04-01'));
  expect(struck?.notes.map(({ code }) => code)).toContain('term_void');
  expect(claimToDay(terms('2026-06-30'), law, to('2026-03-31'))).toBeNull();
});

test('a part payment changes the base from its day', () => {
  const part = { ...DEBT, payments: [paid('2026-03-31', 40_000n)] };
  const { computed } = claimToDay(part, law, to('2026-04-30')) ?? {};
  expect(computed?.rows.map(({ from, to: last, base }) => [isoDay(from), isoDay(last), base])).toEqual([
    ['2026-03-02', '2026-03-31', 100_000n],
    ['2026-04-01', '2026-04-30', 60_000n],
  ]);
  expect(computed?.openPrincipal).toBe(60_000n);
});

test('by law, a payment goes to interest first, and leaves more of the debt', () => {
  const part = { ...DEBT, payments: [paid('2026-03-31', 40_000n)] };
  const { computed, notes } = claimToDay(part, law, to('2026-04-30', 'by_law')) ?? {};
  // 30 days of 10.50 % on 1000 are 8.63
  expect(computed?.openPrincipal).toBe(60_863n);
  expect(notes?.map(({ code }) => code)).not.toContain('payments_as_booked');
  const booked = claimToDay(part, law, to('2026-04-30'))?.notes ?? [];
  expect(booked.map(({ code }) => code)).toContain('payments_as_booked');
});

test('what the general terms say counts as it does on notices', () => {
  const late = { ...DEBT, kind: 'consumer' as const, hasClause: false };
  const reminded = { ...late, firstNotice: { sentOn: epochDayFrom('2026-03-10'), by: 'mail' as const } };
  const terms = { hasClause: false, isSmall: false, takesOffVat: true, goods: null };
  const counted = (creditor?: typeof terms) => {
    const { computed } = claimToDay(reminded, { ...law, creditor }, to('2026-04-30')) ?? {};
    return [computed?.rows.map((row) => isoDay(row.from))[0], computed?.interest, computed?.openCosts];
  };
  expect(counted()).toEqual(['2026-03-25', 456n, 0n]);
  expect(counted(terms)).toEqual(counted());
  // With a clause the rate of commerce, and 65.00 with 5 % of what lies beyond 500; a small creditor from the reminder on.
  expect(counted({ ...terms, hasClause: true })).toEqual(['2026-03-25', 1064n, 9000n]);
  expect(counted({ ...terms, hasClause: true, isSmall: true })).toEqual(['2026-03-11', 1467n, 9000n]);
});

test('paid in full, interest stops and stays', () => {
  const settled = { ...DEBT, payments: [paid('2026-03-31', 100_000n)] };
  const { computed } = claimToDay(settled, law, to('2026-12-01')) ?? {};
  expect([computed?.openPrincipal, computed?.interest, computed?.compensation]).toEqual([0n, 863n, 4000n]);
});

test('a rate nobody knows is refused, or ends the days before it', () => {
  expect(() => claimToDay(DEBT, law, to('2027-01-10'))).toThrow(
    new Refusal('rate_missing', { series: 'BE_COMMERCIAL', from: '2027-01-01', until: '2027-06-30' }),
  );
  const found = claimToDay(DEBT, law, to('2027-01-10', 'as_booked', true));
  expect(found?.gap?.facts.series).toBe('BE_COMMERCIAL');
  expect(isoDay(found?.computed.rows.at(-1)?.to ?? 0)).toBe('2026-12-31');
});

test('where no rules are known, only agreed interest is counted', () => {
  const abroad = { country: 'JP', rates: STATUTORY_RATES };
  expect(claimToDay(DEBT, abroad, to('2026-04-30'))).toBeNull();
  const agreed = { ...DEBT, rule: { kind: 'contractual', yearlyPercent: '8.00' } as const };
  expect(claimToDay(agreed, abroad, to('2026-03-31'))?.computed.interest).toBe(658n);
});

test('a policy that asks for nothing leaves what the law would give', () => {
  expect(askedRule(null)).toEqual({ rule: { kind: 'statutory' }, byPolicy: false });
});
