import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { FeeRule, InterestRule } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import { divideRounded } from '#core/money/money.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { type AgreedFee, feeOn } from './agreed-fee.ts';
import { type Claim, type InterestRow, type Payment, PLAIN_OPTIONS } from './claim.ts';
import { claimCosts } from './claim-costs.ts';
import { claimNotes, conditionNotes, type LawNote, termNotes } from './claim-notes.ts';
import { claimStart } from './claim-start.ts';
import { computeClaim } from './compute-claim.ts';
import { findRegime } from './find-regime.ts';
import { lawfulDueOn } from './payment-term.ts';
import { HUNDRED_PERCENT, rateFrom } from './percent.ts';
import type { RateBook } from './rate-book.ts';
import { findRateGap, type RateGap } from './rate-gap.ts';
import { BOOK_XIX_CAPS } from './regimes/belgium.ts';
import { BIK } from './regimes/netherlands.ts';
import { onScale } from './scale.ts';
import type { SentBy } from './waiting-periods.ts';

export { minorFrom } from './agreed-fee.ts';

/** The law that rules what a company may ask: that of its own country, with the rates known today. */
export type CompanyLaw = {
  readonly country: string;
  readonly rates: RateBook;
  /** What the law makes depend on the creditor; left out: nothing in its favour. */
  readonly creditor?: CreditorTerms | undefined;
};

export type CreditorTerms = {
  /** Whether its general terms have a clause about late payment. */
  readonly hasClause: boolean;
  /** A small or medium-sized creditor counts a Belgian consumer's interest from the reminder itself (CDE, art. XIX.4 (M)). */
  readonly isSmall: boolean;
  /** One that cannot take off the VAT on costs may ask it on top: Besluit BIK, art. 2 lid 3. */
  readonly takesOffVat: boolean;
  /** What it delivers, in a few words. */
  readonly goods: string | null;
};

/** What a notice asks of one due item. */
export type LateClaim = {
  /** In minor units. */
  readonly open: bigint;
  readonly currency: Currency;
  readonly dueOn: EpochDay;
  /** The day of its document, from which the law counts the longest term; left out where it is not known. */
  readonly issuedOn?: EpochDay | undefined;
  /** The day of the notice: the first day after the due date is the first day of interest. */
  readonly on: EpochDay;
  readonly kind: DebtorKind;
  /** The first reminder that left for it, for laws by which interest or costs wait for one. */
  readonly firstNotice: { readonly sentOn: EpochDay; readonly by: SentBy } | null;
  /** Whether the creditor's terms have a clause about late payment. */
  readonly hasClause: boolean;
  /** What was paid of it late: interest runs on each part until its day. As the ledger booked them, to the debt itself. */
  readonly paid?: readonly Payment[] | undefined;
};

/** Interest on one due item, with the rows it is made of and what a person must know. */
export type LateInterest = {
  readonly amount: bigint;
  readonly rows: readonly InterestRow[];
  readonly notes: readonly LawNote[];
  /** The first rate that is not known: interest is asked up to the day before it. */
  readonly gap: RateGap | null;
};

const NOTHING: LateInterest = { amount: 0n, rows: [], notes: [], gap: null };

/**
 * Interest by the rule of a step: that of the law, or the contract's within the bounds of the law. Where the country has
 * no rules here, agreed interest is simple, actual/365, from the day after the due date; that of the law is none.
 */
export function lateInterest(rule: InterestRule, late: LateClaim, law: CompanyLaw | null): LateInterest {
  if (rule.kind === 'none' || late.open <= 0n || late.on <= late.dueOn) return NOTHING;
  const regime = law && findRegime(law.country, late.kind);
  if (!law || !regime) return rule.kind === 'contractual' ? plainInterest(rule.yearlyPercent, late) : NOTHING;
  const claim = withPayments(
    claimOf(late, law, rule.kind === 'contractual' ? rule.yearlyPercent : null),
    late,
  );
  const gap = findRateGap(claim, regime, law.rates);
  const known = gap ? { ...claim, until: gap.day - 1 } : claim;
  if (gap && regime.selection !== 'floating') return { ...NOTHING, gap };
  const computed = computeClaim(known, law.rates);
  return {
    amount: computed.interest,
    rows: computed.rows,
    get notes() {
      const term = termNotes(regime, late.issuedOn ?? null, late.dueOn);
      return [...claimNotes(known, computed, law.rates), ...term];
    },
    gap,
  };
}

/** Simple interest, actual/365, rounded once, half away from zero. */
function plainInterest(yearlyPercent: string, late: LateClaim): LateInterest {
  const { open, dueOn, on } = late;
  let moneyDays = open * BigInt(on - dueOn);
  for (const payment of paidLate(late)) moneyDays += payment.amount * BigInt(payment.on - dueOn);
  const amount = divideRounded(moneyDays * rateFrom(yearlyPercent), HUNDRED_PERCENT * 365n);
  return { ...NOTHING, amount };
}

/** What is open now, and what was paid too late, was all owed on the due date. */
function withPayments(claim: Claim, late: LateClaim): Claim {
  const payments = paidLate(late);
  if (payments.length === 0) return claim;
  const amount = payments.reduce((sum, payment) => sum + payment.amount, claim.amount);
  return { ...claim, amount, payments, options: { ...claim.options, allocation: 'principal_first' } };
}

const NO_PAYMENTS: readonly Payment[] = [];
/** What came by the due date, or after the day of the notice, bears no interest there. */
function paidLate({ paid, dueOn, on }: LateClaim): readonly Payment[] {
  return paid?.filter((payment) => payment.on > dueOn && payment.on <= on) ?? NO_PAYMENTS;
}

/** What a step's fee is computed from: the lines of one notice that have the step's level, oldest first. */
export type FeeFacts = {
  readonly lines: readonly LateClaim[];
  readonly currency: Currency;
  readonly companyCurrency: Currency;
  readonly law: CompanyLaw | null;
};

/**
 * The fee of a step on each line. A fixed one, and one by bands, are asked once, on the first line; flat compensation
 * of the law on every line, since it is due for each invoice; the Dutch scale on the sum of the claims that go in one
 * letter. Nothing is asked of a consumer before the law allows it, nor more than its cap.
 */
export function stepFees(rule: FeeRule, facts: FeeFacts): bigint[] {
  const { lines, law } = facts;
  const none = lines.map(() => 0n);
  if (rule.kind === 'none' || lines.length === 0) return none;
  if (rule.kind !== 'statutory') {
    return [agreedFee(rule, facts), ...none.slice(1)];
  }
  if (!law) return none;
  const regime = findRegime(law.country, lines[0]?.kind ?? 'business');
  if (regime?.collectionCosts && regime.compensation === null) {
    return [ofSum(facts, regime.collectionCosts), ...none.slice(1)];
  }
  return lines.map((line) => {
    if (!isClaimable(line, law)) return 0n;
    return claimCosts(claimOf(line, law, null), regime, line.open).compensation;
  });
}

/** Why the fee of a step is not asked, or not all of it, of one who is protected by the law. */
export function feeNotes(rule: FeeRule, late: LateClaim, law: CompanyLaw | null): LawNote[] {
  if (rule.kind === 'none' || late.kind !== 'consumer') return [];
  const regime = law && findRegime(law.country, late.kind);
  return law && regime ? conditionNotes(claimOf(late, law, null), regime) : [];
}

/** By the scale on the sum of the lines that may bear costs. */
function ofSum({ lines, law, currency }: FeeFacts, scale: typeof BIK): bigint {
  if (!law || scale.currency !== currency) return 0n;
  return withVat(onScale(scale, claimableSum(lines, law)), law);
}

/** VAT in the Netherlands, in percent. */
const DUTCH_VAT = 21n;

/** Besluit BIK, art. 2 lid 3: a creditor that cannot take off the VAT on its costs may ask it on top, and says so. */
export function withVat(costs: bigint, { country, creditor }: CompanyLaw): bigint {
  if (country !== 'NL' || (creditor?.takesOffVat ?? true)) return costs;
  return divideRounded(costs * (100n + DUTCH_VAT), 100n);
}

/**
 * A fee the creditor sets is written in the company's currency: a notice in another one carries none, since no exchange
 * rate is known.
 */
function agreedFee(rule: AgreedFee, { lines, currency, companyCurrency, law }: FeeFacts): bigint {
  if (currency !== companyCurrency) return 0n;
  const sum = lines.reduce((all, { open }) => all + open, 0n);
  const asked = feeOn(rule, sum, currency);
  const kind = lines[0]?.kind ?? 'business';
  if (kind !== 'consumer' || !law) return asked;
  const cap = consumerCap(lines, law);
  return cap !== null && asked > cap ? cap : asked;
}

/** What a consumer may be asked besides interest at most; null where the law here says nothing about it. */
function consumerCap(lines: readonly LateClaim[], law: CompanyLaw): bigint | null {
  switch (law.country) {
    // Book XIX: after the waiting period, by clause, within the caps.
    case 'BE': {
      const lawful = lines.filter((line) => hasClause(line, law) && isClaimable(line, law));
      return lawful.reduce((all, { open }) => all + onScale(BOOK_XIX_CAPS, open), 0n);
    }
    // BW, art. 6:96: after the fourteen-day letter, by the scale.
    case 'NL':
      return withVat(onScale(BIK, claimableSum(lines, law)), law);
    // CPCE, art. L111-8: out-of-court costs stay with the creditor (M).
    case 'FR':
      return 0n;
    // BGB § 286: the reminder that makes the default is free.
    case 'DE':
      return lines.some(({ firstNotice }) => firstNotice !== null) ? null : 0n;
    default:
      return null;
  }
}

function claimableSum(lines: readonly LateClaim[], law: CompanyLaw): bigint {
  return lines.reduce((all, line) => (isClaimable(line, law) ? all + line.open : all), 0n);
}

/** Whether the law lets costs be asked on the day of the notice. */
function isClaimable(line: LateClaim, law: CompanyLaw): boolean {
  if (line.open <= 0n || line.on <= line.dueOn) return false;
  const regime = findRegime(law.country, line.kind);
  const { costsClaimableOn } = claimStart(claimOf(line, law, null), regime);
  return costsClaimableOn === null || line.on >= costsClaimableOn;
}

/** In the policy, or in the general terms of the company. */
function hasClause(late: LateClaim, { creditor }: CompanyLaw): boolean {
  return late.hasClause || (creditor?.hasClause ?? false);
}

/**
 * A creditor that has not said that it is small is taken to be large: the law then counts a Belgian consumer's interest
 * later, never too early. A term longer than the law lets stand ends where the law ends it.
 */
function claimOf(late: LateClaim, law: CompanyLaw, yearlyPercent: string | null): Claim {
  const regime = findRegime(law.country, late.kind);
  return {
    country: law.country,
    kind: late.kind,
    amount: late.open,
    currency: late.currency,
    dueOn: regime ? lawfulDueOn(regime, late.issuedOn ?? null, late.dueOn) : late.dueOn,
    until: late.on,
    contractOn: null,
    notice: late.firstNotice,
    deliveredOn: null,
    creditorIsSmall: law.creditor?.isSmall ?? false,
    hasClause: hasClause(late, law) || yearlyPercent !== null,
    contractRate: yearlyPercent === null ? null : rateFrom(yearlyPercent),
    asksCosts: null,
    payments: [],
    options: PLAIN_OPTIONS,
  };
}
