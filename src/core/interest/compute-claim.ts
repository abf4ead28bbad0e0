import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { divideRounded } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import type { Claim, ComputedClaim, InterestRow, Payment } from './claim.ts';
import { type ClaimCosts, claimCosts, NO_COSTS } from './claim-costs.ts';
import { afterMonths, type ClaimStart, claimStart } from './claim-start.ts';
import { type DayCount, yearPart } from './day-count.ts';
import { findRegime } from './find-regime.ts';
import { HUNDRED_PERCENT } from './percent.ts';
import { type RateBook, type RateSpan, STATUTORY_RATES } from './rate-book.ts';
import { type AppliedRate, appliedRate } from './rate-timeline.ts';
import type { Allocation, Regime } from './regime.ts';

/**
 * Interest and costs of one late debt, by the law of its country and the kind of its debtor: a row for each stretch of
 * days with one base and one rate, each rounded once, half up. Where no rules are known, only an agreed rate makes
 * interest. @throws Refusal rate_missing, law_unknown
 */
export function computeClaim(claim: Claim, book: RateBook = STATUTORY_RATES): ComputedClaim {
  const { country, kind, contractRate, options } = claim;
  const regime = findRegime(country, kind);
  if (!regime && contractRate === null && options.rates.length === 0) {
    return refuse('law_unknown', { country, kind });
  }
  return new Walk(claim, regime, book).run();
}

/** How the days of a claim are counted. */
type Conventions = {
  readonly dayCount: DayCount;
  /** 1 where the last day counts and the first does not, 0 the other way round. */
  readonly shift: 0 | 1;
  readonly compound: 'never' | 'yearly';
  readonly allocation: Allocation;
};

/** One walk over the days of a claim, from event to event: a rate, a payment, an anniversary. */
class Walk {
  readonly #claim: Claim;
  readonly #regime: Regime | null;
  readonly #start: ClaimStart;
  readonly #book: RateBook;
  readonly #way: Conventions;
  readonly #rows: InterestRow[] = [];
  readonly #payments: readonly Payment[];
  #paid = 0;
  #principal: bigint;
  #accrued = 0n;
  #interest = 0n;
  /** The part of the unpaid interest that bears interest itself. */
  #capitalised = 0n;
  #costs: ClaimCosts | null = null;
  #openCosts = 0n;
  #overpaid = 0n;

  constructor(claim: Claim, regime: Regime | null, book: RateBook) {
    const { options } = claim;
    this.#claim = claim;
    this.#regime = regime;
    this.#start = claimStart(claim, regime);
    this.#book = book;
    this.#principal = claim.amount;
    this.#payments = claim.payments.length > 1 ? inOrder(claim.payments) : claim.payments;
    this.#way = {
      dayCount: options.dayCount ?? regime?.dayCount ?? 'actual_365',
      shift: (options.lastDay ?? regime?.lastDay ?? true) ? 1 : 0,
      compound: options.compound ?? regime?.compound ?? 'never',
      allocation: options.allocation ?? regime?.allocation ?? 'interest_principal',
    };
  }

  run(): ComputedClaim {
    const { until } = this.#claim;
    const { after, interestClaimableOn, costsClaimableOn } = this.#start;
    // What is paid before anything else may be asked is principal, as if it had been paid in time.
    const free = Math.max(after ?? until, (interestClaimableOn ?? 0) - 1);
    this.#payUpTo(Math.min(free, until));
    if (after !== null && until >= (interestClaimableOn ?? 0)) this.#count(after);
    this.#payUpTo(until);
    this.#addCostsBefore(until + 1);
    return {
      regime: this.#regime,
      rows: this.#rows,
      interest: this.#accrued,
      ...(this.#costs ?? NO_COSTS),
      openPrincipal: this.#principal,
      openInterest: this.#interest,
      openCosts: this.#openCosts,
      total: this.#principal + this.#interest + this.#openCosts,
      overpaid: this.#overpaid,
      claimableOn: interestClaimableOn ?? costsClaimableOn,
    };
  }

  #count(after: EpochDay): void {
    const { until } = this.#claim;
    const { shift, compound } = this.#way;
    let years = 1;
    for (let day = after; day < until; ) {
      const yearEnds = compound === 'yearly' ? afterMonths(after, 12 * years) : until;
      const stop = Math.min(until, yearEnds, this.#payments[this.#paid]?.on ?? until);
      this.#addRows(day + shift, stop + shift, after + 1);
      day = stop;
      if (compound === 'yearly' && day === yearEnds) {
        years += 1;
        this.#capitalised = this.#interest;
      }
      this.#payUpTo(day);
    }
  }

  /** One row for each rate between two days; the same rate published again makes no new one. */
  #addRows(from: EpochDay, to: EpochDay, startOn: EpochDay): void {
    const base = this.#principal + this.#capitalised;
    if (base <= 0n) return;
    for (let day = from; day < to; ) {
      const rate = this.#rateOn(day, startOn);
      const rates = rate.span ? [rate.span] : [];
      let end = Math.min(rate.endsOn, to);
      while (end < to) {
        const next = this.#rateOn(end, startOn);
        if (next.percent !== rate.percent || next.basis !== rate.basis) break;
        if (next.span) rates.push(next.span);
        end = Math.min(next.endsOn, to);
      }
      this.#addRow(base, rate, rates, day, end);
      day = end;
    }
  }

  #rateOn(day: EpochDay, startOn: EpochDay): AppliedRate {
    return appliedRate(this.#book, this.#claim, this.#regime, day, startOn);
  }

  #addRow(base: bigint, { percent, basis }: AppliedRate, rates: RateSpan[], from: EpochDay, end: EpochDay) {
    const { dayCount, shift } = this.#way;
    const moved = dayCount === 'thirty_360' ? shift : 0;
    const { days, numerator, denominator } = yearPart(dayCount, from - moved, end - moved);
    const amount =
      this.#claim.options.rounding === 'daily'
        ? divideRounded(base * percent, HUNDRED_PERCENT * (denominator === 360n ? 360n : 365n)) * BigInt(days)
        : divideRounded(base * percent * numerator, HUNDRED_PERCENT * denominator);
    this.#rows.push({ from, to: end - 1, days, base, percent, basis, dayCount, amount, rates });
    this.#accrued += amount;
    this.#interest += amount;
  }

  #payUpTo(day: EpochDay): void {
    for (;;) {
      const payment = this.#payments[this.#paid];
      if (!payment || payment.on > day) return;
      this.#addCostsBefore(payment.on);
      this.#allocate(payment.amount);
      this.#paid += 1;
    }
  }

  /** Costs arise with the first day of delay, or when the waiting period is over: of what is owed by then. */
  #addCostsBefore(day: EpochDay): void {
    const { costsClaimableOn } = this.#start;
    const arisesOn = costsClaimableOn === null ? this.#claim.dueOn + 1 : costsClaimableOn;
    if (this.#costs || arisesOn > day || arisesOn > this.#claim.until) return;
    this.#costs = claimCosts(this.#claim, this.#regime, this.#principal);
    this.#openCosts = this.#costs.compensation + this.#costs.collectionCosts;
  }

  #allocate(amount: bigint): void {
    let left = amount;
    const take = (open: bigint) => {
      const taken = left < open ? left : open;
      left -= taken;
      return taken;
    };
    const { allocation } = this.#way;
    if (allocation === 'principal_first') this.#principal -= take(this.#principal);
    if (allocation === 'costs_interest_principal') this.#openCosts -= take(this.#openCosts);
    const interest = take(this.#interest);
    this.#interest -= interest;
    this.#capitalised = this.#capitalised > interest ? this.#capitalised - interest : 0n;
    this.#principal -= take(this.#principal);
    this.#openCosts -= take(this.#openCosts);
    this.#overpaid += left;
  }
}

function inOrder(payments: readonly Payment[]): Payment[] {
  return [...payments].sort((a, b) => a.on - b.on);
}
