import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import type { Doubt, Reason } from './match-reasons.ts';
import type { NumberPattern } from './number-patterns.ts';
import type { MatchRule } from './own-rules.ts';

/**
 * The facts matching decides by, and what it answers.
 *
 * How a batch of bank lines is matched, SQL narrowing and the core deciding:
 *
 * 1. `learnNumberPatterns(numbers)`: how the company numbers its documents, from the newest few thousand of them.
 * 2. `keysToFetch(lines, terms)`: the sets to ask the database for, one query each for the whole batch, never one a line:
 *    - `references`   equal to `document.structured_reference`, settled documents too (a reference to one is a doubt);
 *    - `numberKeys`   equal to `numberKeyOf(document.number)`, or to that of a debtor's number: its letters and digits, in small letters; settled ones too;
 *    - `amounts`      equal to `due_item.open_minor` in that currency (signed: a credit is negative);
 *    - `ibans`        of accounts known for a debtor;
 *    - `debtorIds`    that rules of one's own name;
 *    - names          are compared with those of all debtors that have something open: `nameKeys` is what their
 *                     `nameKeysOf(debtor.name)` must share at least one of.
 * 3. For each debtor reached in 2 (by item, account, name or rule) and for each debtor whose `payerId` is one of them:
 *    every open due item, so that sums, totals and twins of an amount are seen.
 * 4. `matchLines(lines, { items, debtors, paid, terms })`: one index for the batch. Lines are taken in order; what a
 *    certain match takes is not offered to the next one. More items than were asked for never make an answer
 *    worse; all 100,000 open items of a company may be given.
 */
export type LineFacts = {
  readonly id: string;
  readonly bookedOn: EpochDay;
  /** Signed, in minor units: money in is positive. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly counterparty: string | null;
  /** The debtor behind the payer, where the bank names one. */
  readonly ultimateParty: string | null;
  readonly iban: string | null;
  /** As stored: '+++090/9337/55493+++' or 'RF18…', its check digits verified. */
  readonly structuredReference: string | null;
  readonly text: string;
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly code: string | null;
  readonly reversal: boolean;
  readonly returnReason: string | null;
  readonly pending: boolean;
  /** The parts of a batch line: each carries who paid what. */
  readonly details: readonly LineDetail[];
};

export type LineDetail = Pick<
  LineFacts,
  | 'amountMinor'
  | 'counterparty'
  | 'ultimateParty'
  | 'iban'
  | 'structuredReference'
  | 'text'
  | 'endToEndId'
  | 'mandate'
>;

/** A due item that may be paid. Settled ones (nothing open) are given only because a line names them. */
export type ItemFacts = {
  readonly id: string;
  readonly debtorId: string;
  readonly documentId: string;
  readonly number: string;
  readonly kind: DocumentKind;
  readonly currency: Currency;
  /** Signed: the debtor owes is positive, a credit is negative; 0 is settled. */
  readonly openMinor: bigint;
  readonly amountMinor: bigint;
  readonly structuredReference: string | null;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  /** The creditor collects it: a transfer for it is unexpected. */
  readonly directDebit: boolean;
};

export type DebtorFacts = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  /** Names it paid under before, as the bank wrote them. */
  readonly otherNames: readonly string[];
  /** Accounts it gave us, or paid from in a match a person confirmed. */
  readonly ibans: readonly string[];
  /** The debtor that pays for this one. */
  readonly payerId: string | null;
};

/** A bank line that was settled before: what a returned or rejected payment takes back. */
export type PaidFacts = {
  readonly lineId: string;
  readonly bookedOn: EpochDay;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly counterparty: string | null;
  readonly iban: string | null;
  readonly structuredReference: string | null;
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly settled: readonly { readonly dueItemId: string; readonly amountMinor: bigint }[];
  /** What its items were lowered by without money: a discount, costs, a small difference. It is given for a payment that stays. */
  readonly given?: readonly MatchPart[];
};

/** What a company matches by. Limits are in its own currency; amounts in another know no difference. */
export type MatchTerms = {
  readonly patterns: readonly NumberPattern[];
  readonly rules: readonly MatchRule[];
  readonly currency: Currency;
  /** '2' or '1.5' per cent, when paid within so many days of issue. */
  readonly discounts: readonly { readonly percent: string; readonly days: number }[];
  /** The most a bank may have kept of a payment. */
  readonly bankCostsMax: bigint;
  /** The most that may be written off as a small difference. */
  readonly smallDifferenceMax: bigint;
};

export const CERTAINTIES = ['certain', 'probable', 'possible'] as const;
/**
 * Certain: what stands on the line names the items and the amount, and nothing speaks against it; it may settle by itself
 * where the policy says so. Probable: a person will most likely agree; it holds the items back from reminders.
 * Possible: worth a look, and nothing more.
 */
export type Certainty = (typeof CERTAINTIES)[number];

/** What a match stands on; a policy says for each whether certain ones settle by themselves. */
export const MATCH_BASES = ['reference', 'number', 'account', 'name', 'amount', 'rule', 'return'] as const;
export type MatchBasis = (typeof MATCH_BASES)[number];

export const PART_KINDS = [
  'payment',
  'part_payment',
  'credit_used',
  'discount',
  'bank_costs',
  'small_difference',
  'exchange_difference',
  'on_account',
  'refund',
  'return',
] as const;
/**
 * `payment` settles an item whole, `part_payment` lowers it; `credit_used` takes a credit note or payment on account into
 * the sum; `discount`, `bank_costs`, `small_difference` and `exchange_difference` lower an item without money (see `moneyOf`);
 * `on_account` is money without an item;
 * `refund` pays a credit back; `return` opens an item again.
 */
export type PartKind = (typeof PART_KINDS)[number];

/**
 * One part of what a line is for. `amountMinor` is what the item's open amount goes down by, so it is negative for a credit
 * note that is used and for an item that opens again; of an on-account part it is what the debtor has in credit.
 */
export type MatchPart = {
  readonly dueItemId: string | null;
  readonly amountMinor: bigint;
  readonly kind: PartKind;
};

/**
 * A proposal for a line. What its parts take of the line (`moneyOf`) and `remainderMinor` are together the line's amount.
 * `because` speaks for it and `but` against it, in the order a person would say it; a certain match has no `but`.
 */
export type Match = {
  readonly certainty: Certainty;
  readonly basis: MatchBasis;
  readonly debtorId: string | null;
  readonly because: readonly Reason[];
  readonly but: readonly Doubt[];
  readonly parts: readonly MatchPart[];
  readonly remainderMinor: bigint;
  /** Of a return: the earlier line that it takes back. */
  readonly takesBack: string | null;
};

export type LineMatch = {
  readonly lineId: string;
  /** Best first, at most `MATCHES_MAX`; empty where nothing fits. */
  readonly matches: readonly Match[];
  /** A rule of one's own says that this is no customer's payment. */
  readonly notCustomer: { readonly ruleId: string; readonly contains: string } | null;
  /** Said of the line even where no match came of it: a number nobody knows, a card batch without parts. */
  readonly remarks: readonly (Reason | Doubt)[];
};

/** As many as a person weighs at a glance. */
export const MATCHES_MAX = 5;

/** Kinds that lower an item beside the payment: no money of the line stands behind them. */
const BESIDE_MONEY: ReadonlySet<PartKind> = new Set([
  'discount',
  'bank_costs',
  'small_difference',
  'exchange_difference',
]);

/**
 * What a part takes of the line. A discount on an item takes nothing; the same kinds without an item are money that came or
 * was kept for no item at all: the fee of a card batch (negative), a rounding in our favour (positive).
 */
export function moneyOf({ dueItemId, kind, amountMinor }: MatchPart): bigint {
  return dueItemId !== null && BESIDE_MONEY.has(kind) ? 0n : amountMinor;
}

/** What to ask the database for, for a whole batch of lines: see the top of this file. */
export type MatchKeys = {
  readonly references: readonly string[];
  readonly numberKeys: readonly string[];
  readonly amounts: readonly { readonly currency: string; readonly minor: bigint }[];
  readonly ibans: readonly string[];
  readonly nameKeys: readonly string[];
  readonly debtorIds: readonly string[];
};
