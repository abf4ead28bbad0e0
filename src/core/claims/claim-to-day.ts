import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { InterestRule, Policy } from '#core/dunning/policy.ts';
import { type Claim, type ComputedClaim, PLAIN_OPTIONS } from '#core/interest/claim.ts';
import { claimNotes, type LawNote, termNotes } from '#core/interest/claim-notes.ts';
import { computeClaim } from '#core/interest/compute-claim.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { lawfulDueOn } from '#core/interest/payment-term.ts';
import { rateFrom } from '#core/interest/percent.ts';
import { findRateGap, type RateGap } from '#core/interest/rate-gap.ts';
import type { SentBy } from '#core/interest/waiting-periods.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { DatedPayment } from './payments-by-day.ts';

/** One late debt of the books, with what was paid of it by the day. Amounts in minor units. */
export type LateDebt = {
  readonly amount: bigint;
  readonly currency: Currency;
  /** The day of its document, from which the law counts the longest term. */
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  readonly kind: DebtorKind;
  readonly payments: readonly DatedPayment[];
  readonly firstNotice: { readonly sentOn: EpochDay; readonly by: SentBy } | null;
  readonly hasClause: boolean;
  readonly rule: AskedRule;
};
export type AskedRule = Exclude<InterestRule, { kind: 'none' }>;

/**
 * How payments count. `as_booked`: to the debt itself, as the ledger booked them. `by_law`: in the order of the law,
 * interest and costs first where it says so; what is then left of the debt is more than the ledger shows open.
 */
export const PAYMENT_ORDERS = ['as_booked', 'by_law'] as const;
export type PaymentOrder = (typeof PAYMENT_ORDERS)[number];

export type ClaimToDay = {
  readonly computed: ComputedClaim;
  readonly notes: readonly LawNote[];
  /** The first rate that is not known: counted up to the day before. Only where that was asked for. */
  readonly gap: RateGap | null;
};

/** The interest a policy asks for at its last step that asks for any; that of the law where none does. */
export function askedRule(policy: Policy | null): { rule: AskedRule; byPolicy: boolean } {
  const asked = policy?.steps.findLast(({ interest }) => interest.kind !== 'none')?.interest;
  if (!asked || asked.kind === 'none') return { rule: { kind: 'statutory' }, byPolicy: false };
  return { rule: asked, byPolicy: true };
}

/** The day a debt is due: as agreed, or earlier where its law strikes so long a term out. */
export function dueByLaw(
  { kind, issuedOn, dueOn }: Pick<LateDebt, 'kind' | 'issuedOn' | 'dueOn'>,
  { country }: Pick<CompanyLaw, 'country'>,
): EpochDay {
  const regime = findRegime(country, kind);
  return regime ? lawfulDueOn(regime, issuedOn, dueOn) : dueOn;
}

/**
 * Interest and costs of a debt to a day, from its payments. Null where nothing is late, or where no rules are known and
 * none are agreed. @throws Refusal rate_missing, unless it may end the day before the first rate that is not known
 */
export function claimToDay(
  debt: LateDebt,
  law: CompanyLaw,
  { until, order, endsAtGap }: { until: EpochDay; order: PaymentOrder; endsAtGap: boolean },
): ClaimToDay | null {
  const regime = findRegime(law.country, debt.kind);
  const { rule } = debt;
  const dueOn = dueByLaw(debt, law);
  if (debt.amount <= 0n || until <= dueOn || (!regime && rule.kind === 'statutory')) return null;
  const claim = claimFrom(debt, law, until, order);
  const gap = regime && findRateGap(claim, regime, law.rates);
  if (gap && endsAtGap && regime.selection !== 'floating') return null;
  const known = gap && endsAtGap ? { ...claim, until: gap.day - 1 } : claim;
  const computed = computeClaim(known, law.rates);
  const unknown = debt.payments.some((payment) => payment.known === 'unknown');
  return {
    computed,
    notes: [
      ...claimNotes(known, computed, law.rates),
      ...(regime ? termNotes(regime, debt.issuedOn, debt.dueOn) : []),
      ...(unknown ? [{ code: 'payment_day_unknown' as const, facts: {} }] : []),
      ...(order === 'as_booked' && debt.payments.some(({ on }) => on > dueOn)
        ? [{ code: 'payments_as_booked' as const, facts: {} }]
        : []),
    ],
    gap: endsAtGap ? gap : null,
  };
}

function claimFrom(debt: LateDebt, law: CompanyLaw, until: EpochDay, order: PaymentOrder): Claim {
  const { rule } = debt;
  return {
    country: law.country,
    kind: debt.kind,
    amount: debt.amount,
    currency: debt.currency,
    dueOn: dueByLaw(debt, law),
    until,
    contractOn: null,
    notice: debt.firstNotice,
    deliveredOn: null,
    creditorIsSmall: law.creditor?.isSmall ?? false,
    hasClause: debt.hasClause || (law.creditor?.hasClause ?? false) || rule.kind === 'contractual',
    contractRate: rule.kind === 'contractual' ? rateFrom(rule.yearlyPercent) : null,
    asksCosts: null,
    payments: debt.payments.filter(({ on }) => on <= until),
    options: order === 'as_booked' ? { ...PLAIN_OPTIONS, allocation: 'principal_first' } : PLAIN_OPTIONS,
  };
}
