import { type EpochDay, endOfMonth } from '#core/calendar/epoch-days.ts';
import type { Regime } from './regime.ts';

/** Days to pay as a contract writes them. French law accepts both readings of "45 days end of month". */
export type PaymentTerm = {
  readonly days: number;
  readonly endOfMonth: 'none' | 'days_then_end' | 'end_then_days';
};

/** The last day to pay an invoice of a day. */
export function dueAfter(issuedOn: EpochDay, { days, endOfMonth: reading }: PaymentTerm): EpochDay {
  if (reading === 'days_then_end') return endOfMonth(issuedOn + days);
  return reading === 'end_then_days' ? endOfMonth(issuedOn) + days : issuedOn + days;
}

/** The longest term the law of a regime lets a contract give, where the one given is longer; null where it is not. */
export function longestTerm(regime: Regime, issuedOn: EpochDay, dueOn: EpochDay): EpochDay | null {
  if (regime.termDaysMax === null) return null;
  const latest = [issuedOn + regime.termDaysMax];
  if (regime.country === 'FR' && regime.kinds.includes('business')) {
    latest.push(dueAfter(issuedOn, { days: 45, endOfMonth: 'days_then_end' }));
    latest.push(dueAfter(issuedOn, { days: 45, endOfMonth: 'end_then_days' }));
  }
  const longest = Math.max(...latest);
  return dueOn > longest ? longest : null;
}

/**
 * The last day a debtor of a regime may be given without more, where the term given is longer and only some of them may
 * have it, or only for a reason; null where it is not, or where none may: longestTerm tells that. Which body a French
 * public debtor is, and why another has longer, nobody says.
 */
export function ordinaryTerm(regime: Regime, issuedOn: EpochDay, dueOn: EpochDay): EpochDay | null {
  if (regime.termDaysOrdinary === undefined) return null;
  const ordinary = issuedOn + regime.termDaysOrdinary;
  return dueOn > ordinary && longestTerm(regime, issuedOn, dueOn) === null ? ordinary : null;
}

/**
 * The day a debt is due by law: the agreed one, unless the law strikes a longer term out; then the last day it lets a
 * contract give, so that interest is never counted too early. What takes the place of a clause struck out in Belgium is
 * disputed between the longest term and the 30 days of the law (art. 4 of the law of 2 August 2002).
 */
export function lawfulDueOn(regime: Regime, issuedOn: EpochDay | null, dueOn: EpochDay): EpochDay {
  if (regime.termBeyond !== 'void' || issuedOn === null || regime.termDaysMax === null) return dueOn;
  return Math.min(dueOn, issuedOn + regime.termDaysMax);
}
