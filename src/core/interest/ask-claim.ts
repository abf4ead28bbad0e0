import { dayFrom } from '#core/calendar/days.ts';
import { type EpochDay, epochDayOf } from '#core/calendar/epoch-days.ts';
import { type Currency, currencyFrom } from '#core/money/currencies.ts';
import { parseMoney } from '#core/money/money.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import type { Claim, ClaimOptions, Payment } from './claim.ts';
import type { DayCount } from './day-count.ts';
import { findRegime } from './find-regime.ts';
import { type Percent, readRate } from './percent.ts';
import type { Allocation, Regime } from './regime.ts';
import type { SentBy } from './waiting-periods.ts';

/** A claim as a person or a script asks about it: amounts are decimals, days '2026-03-31', rates '8.50'. */
export type ClaimQuestion = {
  readonly country: string;
  readonly kind: DebtorKind;
  readonly amount: string;
  readonly currency: string;
  readonly dueOn: string;
  readonly until: string;
  readonly contractOn: string | null;
  /** When the notice was sent that the law asks for; 'assumed': on the due date; 'none': it was not. */
  readonly noticeOn: string | 'assumed' | 'none';
  readonly noticeBy: SentBy;
  readonly deliveredOn: string | null;
  readonly creditorIsSmall: boolean;
  readonly hasClause: boolean;
  readonly contractRate: string | null;
  readonly asksCosts: boolean | null;
  readonly payments: readonly { readonly on: string; readonly amount: string }[];
  readonly selection: ClaimOptions['selection'];
  readonly dayCount: DayCount | null;
  readonly lastDay: boolean | null;
  readonly compound: 'never' | 'yearly' | null;
  readonly allocation: Allocation | null;
  readonly rounding: 'row' | 'daily';
  readonly rates: readonly { readonly from: string; readonly percent: string }[];
};

/** The claim a question is about. @throws Refusal for what does not read */
export function claimFrom(question: ClaimQuestion): Claim {
  const currency = currencyFrom(question.currency);
  const country = question.country.trim().toUpperCase();
  const dueOn = day(question.dueOn);
  const regime = findRegime(country, question.kind);
  return {
    country: country === 'UK' ? 'GB' : country,
    kind: question.kind,
    amount: amountFrom(question.amount, currency),
    currency,
    dueOn,
    until: day(question.until),
    contractOn: question.contractOn === null ? null : day(question.contractOn),
    notice: noticeFrom(question, regime, dueOn),
    deliveredOn: question.deliveredOn === null ? null : day(question.deliveredOn),
    creditorIsSmall: question.creditorIsSmall,
    hasClause: question.hasClause,
    contractRate: question.contractRate === null ? null : percentFrom(question.contractRate),
    asksCosts: question.asksCosts,
    payments: question.payments.map((payment) => paymentFrom(payment, currency)),
    options: optionsFrom(question),
  };
}

/** Whether a notice was assumed that the law of the claim asks for. */
export function assumesNotice(question: ClaimQuestion, regime: Regime | null): boolean {
  return question.noticeOn === 'assumed' && asksNotice(regime);
}

function asksNotice(regime: Regime | null): boolean {
  return regime !== null && ['notice', 'free_reminder', 'fourteen_day_letter'].includes(regime.formality);
}

function noticeFrom(question: ClaimQuestion, regime: Regime | null, dueOn: EpochDay): Claim['notice'] {
  if (question.noticeOn === 'none') return null;
  if (question.noticeOn !== 'assumed') return { sentOn: day(question.noticeOn), by: question.noticeBy };
  return asksNotice(regime) ? { sentOn: dueOn, by: question.noticeBy } : null;
}

function optionsFrom(question: ClaimQuestion): ClaimOptions {
  const { selection, dayCount, lastDay, compound, allocation, rounding } = question;
  const rates = question.rates
    .map(({ from, percent }) => ({ from: day(from), percent: percentFrom(percent) }))
    .sort((a, b) => a.from - b.from);
  return { selection, dayCount, lastDay, compound, allocation, rounding, rates };
}

function paymentFrom({ on, amount }: ClaimQuestion['payments'][number], currency: Currency): Payment {
  return { on: day(on), amount: amountFrom(amount, currency) };
}

/** Debts and payments are above zero: a sign would say that the creditor owes. */
function amountFrom(text: string, currency: Currency): bigint {
  const { minor } = parseMoney(text.trim(), currency);
  return minor > 0n ? minor : refuse('amount_not_positive', { given: text });
}

function percentFrom(text: string): Percent {
  const rate = readRate(text.trim().replace(/\s*%$/, ''));
  if (rate === null || rate < 0n) return refuse('rate_unreadable', { given: text, example: '8.50' });
  return rate;
}

function day(text: string): EpochDay {
  return epochDayOf(dayFrom(text.trim()));
}
