import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { FeeRule, InterestRule, Policy, Step } from '#core/dunning/policy.ts';
import type { RateBook } from '#core/interest/rate-book.ts';
import type { Currency } from '#core/money/currencies.ts';
import { DEBTOR_KINDS, type DebtorKind } from '#core/receivables/kinds.ts';
import { lawProblems } from './law-problems.ts';

/** What a company's general terms say about late payment. Amounts and percentages as machines write them. */
export type LateClause = {
  readonly hasClause: boolean;
  readonly yearlyPercent: string | null;
  /** The penalty clause; null: there is none. */
  readonly penalty: { readonly percent: string; readonly least: string; readonly most: string | null } | null;
};

/** A clause that goes beyond what the law lets be agreed with one kind of debtors: the same codes as of a policy. */
export type ClauseProblem = {
  readonly kind: DebtorKind;
  readonly of: 'interest' | 'penalty';
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
};

/**
 * What the law does not let a clause ask, of each kind of debtors: a rate below its floor (Code de commerce, art.
 * L441-10) or above its ceiling (CDE, art. XIX.4), none at all against authorities, penalties above the caps, costs that
 * stay with the creditor. The clause is held against the law as a step that asks all it gives would be.
 */
export function clauseProblems(
  clause: LateClause,
  country: string,
  terms: { readonly currency: Currency; readonly on: EpochDay; readonly rates: RateBook },
): ClauseProblem[] {
  if (!clause.hasClause) return [];
  const policy = askingAll(clause);
  return DEBTOR_KINDS.flatMap((kind) =>
    lawProblems(policy, country, kind, { ...terms, hasClause: true })
      .filter(({ step }) => step === policy.steps.length - 1)
      .map(({ code, facts, field }) => ({
        kind,
        of: field.startsWith('interest') ? ('interest' as const) : ('penalty' as const),
        code,
        facts,
      })),
  );
}

/** A free first notice with time to pay, then one that asks what the clause gives. */
function askingAll({ yearlyPercent, penalty }: LateClause): Policy {
  const interest: InterestRule = yearlyPercent ? { kind: 'contractual', yearlyPercent } : { kind: 'none' };
  const fee: FeeRule = penalty ? { kind: 'clause', ...penalty } : { kind: 'none' };
  const free: Step = { ...STEP, level: 1 };
  return { ...AROUND, steps: [free, { ...STEP, level: 2, interest, fee }] };
}

const STEP: Step = {
  kind: 'notice',
  level: 1,
  when: { basis: 'due_date', days: 10, count: 'calendar' },
  deadlineDays: 30,
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  interest: { kind: 'none' },
  fee: { kind: 'none' },
  attach: 'nothing',
  mode: 'confirm',
  repeat: null,
};
const AROUND: Omit<Policy, 'steps'> = {
  grouping: 'debtor',
  situation: 'overdue',
  documents: ['invoice'],
  minimumItem: '0',
  minimumTotal: '0',
  contactIntervalDays: 0,
  calendar: { holidays: null, quietWeekdays: [] },
  bankData: { daysMax: 0, stale: 'ignore' },
  lateClause: true,
};
