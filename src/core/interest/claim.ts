import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { DayCount } from './day-count.ts';
import type { Percent } from './percent.ts';
import type { RateSpan } from './rate-book.ts';
import type { Allocation, Regime } from './regime.ts';
import type { SentBy } from './waiting-periods.ts';

/** One late debt, as the legal engine weighs it. Amounts in minor units. */
export type Claim = {
  /** The country whose law rules the contract. */
  readonly country: string;
  readonly kind: DebtorKind;
  readonly amount: bigint;
  readonly currency: Currency;
  /** The last day to pay. */
  readonly dueOn: EpochDay;
  /** The day interest is counted to: of payment, of the letter, or today. */
  readonly until: EpochDay;
  /** When the contract was made, for laws that changed meanwhile. Null: recently. */
  readonly contractOn: EpochDay | null;
  /** When the notice that the law asks for was sent, and how. Null: none was. */
  readonly notice: { readonly sentOn: EpochDay; readonly by: SentBy } | null;
  /** When the goods or the work were delivered (Luxembourg, consumers). Null: by the due date. */
  readonly deliveredOn: EpochDay | null;
  /** Small and medium-sized creditors count Belgian consumers' interest from the reminder itself. */
  readonly creditorIsSmall: boolean;
  /** Whether the contract has a clause about late payment, as Belgian consumer law demands. */
  readonly hasClause: boolean;
  /** The yearly rate of the contract, or null where it has none. */
  readonly contractRate: Percent | null;
  /** Collection costs by the scale of the law; null: where they are due by law alone. */
  readonly asksCosts: boolean | null;
  readonly payments: readonly Payment[];
  readonly options: ClaimOptions;
};

export type Payment = { readonly on: EpochDay; readonly amount: bigint };

/** Where custom differs, the regime's own way may be changed. Null: as the regime has it. */
export type ClaimOptions = {
  readonly selection: 'floating' | 'frozen_at_start' | 'frozen_on_due' | null;
  readonly dayCount: DayCount | null;
  /** Whether the last day, and each day of payment, bears interest. The number of days is the same: only a rate that changes on a boundary tells. */
  readonly lastDay: boolean | null;
  readonly compound: 'never' | 'yearly' | null;
  readonly allocation: Allocation | null;
  /** Once at the end of each row, or the amount of one day first, as British practice does. */
  readonly rounding: 'row' | 'daily';
  /** Rates from their days on, in the place of the law's. Rising days. */
  readonly rates: readonly { readonly from: EpochDay; readonly percent: Percent }[];
};

export const PLAIN_OPTIONS: ClaimOptions = {
  selection: null,
  dayCount: null,
  lastDay: null,
  compound: null,
  allocation: null,
  rounding: 'row',
  rates: [],
};

/** Where the rate of a row comes from. */
export type RateBasis = 'law' | 'contract' | 'floor' | 'ceiling' | 'option';

/** Interest on one amount at one rate. Both days are included. */
export type InterestRow = {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly days: number;
  readonly base: bigint;
  readonly percent: Percent;
  readonly basis: RateBasis;
  readonly dayCount: DayCount;
  readonly amount: bigint;
  /** The published rates it rests on; none where the contract or the caller gave it. */
  readonly rates: readonly RateSpan[];
};

/** What a claim comes to. `open…` is what is left after the payments. */
export type ComputedClaim = {
  readonly regime: Regime | null;
  readonly rows: readonly InterestRow[];
  /** All interest, compensation and costs that arose. */
  readonly interest: bigint;
  readonly compensation: bigint;
  readonly collectionCosts: bigint;
  readonly openPrincipal: bigint;
  readonly openInterest: bigint;
  readonly openCosts: bigint;
  /** What is still to be paid, all together. */
  readonly total: bigint;
  readonly overpaid: bigint;
  /** The day from which interest or costs may be asked, where a waiting period runs; null: at once or never. */
  readonly claimableOn: EpochDay | null;
};
