import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { DayCount } from './day-count.ts';
import type { SeriesId } from './rates/all-series.ts';
import type { Scale } from './scale.ts';

/** What an article is about: each is a sentence on the screen where it is still to be confirmed. */
export const LAW_RULES = [
  'scope',
  'rate',
  'selection',
  'agreed_rate',
  'start',
  'last_day',
  'day_count',
  'compounding',
  'allocation',
  'compensation',
  'collection_costs',
  'formality',
  'term',
  'regular_supplies',
] as const;
export type LawRule = (typeof LAW_RULES)[number];

/** `read`: rests on sources that were read. The others reach the screen as "to be confirmed". */
export type Mark = 'read' | 'one_source' | 'memory' | 'conflict';

/** Where a rule stands in the law, and how sure that is. */
export type Article = {
  readonly rule: LawRule;
  readonly cite: string;
  readonly mark: Mark;
  /** In a sentence, for the page of regimes and for a lawyer. */
  readonly says: string;
};

/** A rate of the law: a series, or a fixed percentage, plus points. The first whose conditions hold is used. */
export type RateRule = {
  readonly series?: SeriesId;
  readonly fixed?: string;
  readonly plus?: string;
  /** Only for contracts made before this day. */
  readonly madeBefore?: string;
  /** Only for days before this one. */
  readonly daysBefore?: string;
};

/** What a rate agreed in the contract may do to that of the law. */
export type AgreedRule =
  /** It takes its place. */
  | { readonly kind: 'replaces' }
  /** It counts where it is higher. */
  | { readonly kind: 'raises' }
  | { readonly kind: 'ignored' }
  /** It takes its place, and is never less than so many times this series. */
  | { readonly kind: 'floor'; readonly series: SeriesId; readonly times: string }
  /** It takes its place, and is never more than the rate of the law. */
  | { readonly kind: 'ceiling' };

/** What must have happened before interest or costs may be asked. */
export type Formality =
  | 'none'
  /** Interest runs from a formal notice. */
  | 'notice'
  /** Belgium, Book XIX: a free reminder, and fourteen days that start late by post. */
  | 'free_reminder'
  /** The Netherlands: interest runs, but collection costs wait for the fourteen-day letter. */
  | 'fourteen_day_letter'
  /** Luxembourg: three months after delivery, if the invoice says so. */
  | 'invoice_notice';

export type Allocation = 'costs_interest_principal' | 'interest_principal' | 'principal_first';

/** The rules of late payment of one country for some kinds of debtors. Plain data: docs/law.md is printed from it. */
export type Regime = {
  readonly country: string;
  readonly kinds: readonly DebtorKind[];
  readonly law: string;
  readonly rates: readonly RateRule[];
  readonly agreed: AgreedRule;
  /** Floating: a new rate applies from its day. Frozen: the rate of the day it was fixed on stays to the end. */
  readonly selection: 'floating' | 'frozen_on_due' | 'frozen_at_start';
  readonly dayCount: DayCount;
  /** Whether the day of payment bears interest. */
  readonly lastDay: boolean;
  readonly compound: 'never' | 'yearly';
  readonly allocation: Allocation;
  readonly formality: Formality;
  /** Asked for besides interest, whatever was spent. */
  readonly compensation: Scale | null;
  /** Only for contracts made from this day on. */
  readonly compensationFrom?: string;
  /** Costs of collection by a scale of the law. */
  readonly collectionCosts: Scale | null;
  /** The compensation counts towards the costs of the scale: the two are never asked together. */
  readonly costsIncludeCompensation?: boolean;
  /** Nothing but interest at this rate where the contract has no clause about late payment. */
  readonly withoutClause?: RateRule;
  /** An agreed remedy takes the place of the whole law, the compensation included. */
  readonly agreedEndsCompensation?: boolean;
  /** Days a contract may give at most, or null where none are known. */
  readonly termDaysMax: number | null;
  /** Days that may be taken without more, where up to `termDaysMax` is for some bodies only, or where it is justified. */
  readonly termDaysOrdinary?: number;
  readonly termLongerFor?: 'some_bodies' | 'justified';
  /** What becomes of a longer term: struck out by the law, or standing where it is express and fair (the usual). */
  readonly termBeyond?: 'void';
  readonly articles: readonly Article[];
};

export function article(rule: LawRule, cite: string, says: string, mark: Mark = 'read'): Article {
  return { rule, cite, says, mark };
}
