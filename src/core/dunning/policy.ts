import type { Channel, ContactRole, DebtorKind, DocumentKind } from '#core/receivables/kinds.ts';

/**
 * A dunning policy: an ordered list of steps and the rules around them. Plain data, stored as JSON per version:
 * what was sent keeps pointing at the version it was sent under. Amounts are decimal strings in the company's
 * currency ('15.00'), rates are yearly percentages ('8.50').
 */
export type Policy = {
  readonly grouping: 'due_item' | 'level' | 'debtor' | 'payer';
  readonly situation: 'overdue' | 'full';
  readonly documents: readonly DocumentKind[];
  readonly minimumItem: string;
  readonly minimumTotal: string;
  /** Least number of days between two contacts with one debtor, over all its items. */
  readonly contactIntervalDays: number;
  readonly calendar: PolicyCalendar;
  /** What stale bank data does to a run: nothing, a warning, or a closed gate. */
  readonly bankData: { readonly daysMax: number; readonly stale: 'ignore' | 'warn' | 'gate' };
  /** Whether the creditor's terms have a clause about late payment: Belgian consumers owe nothing beyond the legal rate without one. */
  readonly lateClause?: boolean | undefined;
  /** The debtors it was made for, whose law its steps are held against; left out: any. */
  readonly madeFor?: DebtorKind | undefined;
  readonly steps: readonly Step[];
};

export type PolicyCalendar = {
  /** ISO 3166 country whose public holidays count, or null for none. */
  readonly holidays: string | null;
  /** ISO weekdays (1 = Monday) on which nothing goes out. */
  readonly quietWeekdays: readonly number[];
};

export const STEP_KINDS = [
  'notice',
  'courtesy',
  'call',
  'task',
  'statement',
  'acceptance',
  'hand_over',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** What leaves the house: the other kinds are work for a person, and have no channel. */
const LETTER_KINDS: ReadonlySet<StepKind> = new Set(['notice', 'courtesy', 'statement', 'acceptance']);
export function isLetter(kind: StepKind): boolean {
  return LETTER_KINDS.has(kind);
}

/** What a step does to the debtor's peace: work in the house leaves it alone. */
export function isContact(kind: StepKind): boolean {
  return kind !== 'task' && kind !== 'hand_over';
}

/** To whom a hand-over gives a debt. */
export const HAND_OVER_PARTIES = ['lawyer', 'bailiff', 'collector'] as const;
export type HandOverParty = (typeof HAND_OVER_PARTIES)[number];

export const STEP_BASES = ['due_date', 'previous_deadline', 'issue_date', 'end_of_month'] as const;
export type StepBasis = (typeof STEP_BASES)[number];

export type Step = {
  readonly kind: StepKind;
  /** 1 to 9 on notices; null on every other kind. */
  readonly level: number | null;
  readonly when: { readonly basis: StepBasis; readonly days: number; readonly count: 'calendar' | 'working' };
  /** Days given to pay, printed on the notice. */
  readonly deadlineDays: number;
  /** It leaves through each of them that has an address, the debtor's preference leading. Empty: that preference alone. */
  readonly channels: readonly Channel[];
  readonly recipient: ContactRole;
  readonly copies: readonly ContactRole[];
  /** Who signs, or null for the company's usual sender. */
  readonly sender: string | null;
  readonly interest: InterestRule;
  readonly fee: FeeRule;
  readonly attach: 'nothing' | 'overdue' | 'all';
  readonly mode: 'automatic' | 'confirm';
  /** On the last step only. */
  readonly repeat: { readonly everyDays: number; readonly timesMax: number } | null;
  /** On a hand-over; left out: the collector. */
  readonly handTo?: HandOverParty | undefined;
};

export type InterestRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'contractual'; readonly yearlyPercent: string }
  | { readonly kind: 'statutory' };

export type FeeRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly amount: string }
  | {
      readonly kind: 'bands';
      readonly bands: readonly { readonly upTo: string | null; readonly percent: string }[];
    }
  /** The penalty clause of the creditor's terms: a percentage, with a least and perhaps a most. */
  | {
      readonly kind: 'clause';
      readonly percent: string;
      readonly least: string;
      readonly most: string | null;
    }
  | { readonly kind: 'statutory' };
