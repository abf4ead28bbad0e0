import { isoDay } from '#core/calendar/epoch-days.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { assumesNotice, type ClaimQuestion, claimFrom } from './ask-claim.ts';
import type { ComputedClaim, InterestRow, RateBasis } from './claim.ts';
import { claimNotes, type LawNote } from './claim-notes.ts';
import { computeClaim } from './compute-claim.ts';
import type { DayCount } from './day-count.ts';
import { rateText } from './percent.ts';
import { type RateBook, type RateSpan, STATUTORY_RATES } from './rate-book.ts';
import type { RateStatus } from './rates/rate-series.ts';
import type { Regime } from './regime.ts';

/** What a claim comes to, for people and scripts: amounts are decimals, days '2026-03-31', rates '8.50'. */
export type ClaimAnswer = {
  readonly interest: string;
  readonly compensation: string;
  readonly collectionCosts: string;
  /** Everything still to be paid: what is left of the principal, of the interest and of the costs. */
  readonly total: string;
  readonly principal: string;
  readonly openPrincipal: string;
  readonly openInterest: string;
  readonly openCosts: string;
  readonly currency: string;
  readonly claimableOn: string | null;
  readonly regime: { readonly country: string; readonly kind: string; readonly law: string } | null;
  readonly rows: readonly AnswerRow[];
  readonly notes: readonly LawNote[];
};

export type AnswerRow = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly base: string;
  readonly rate: string;
  readonly basis: RateBasis;
  readonly dayCount: DayCount;
  readonly amount: string;
  readonly source: string;
  readonly rates: readonly {
    readonly series: string;
    readonly from: string;
    readonly percent: string;
    readonly status: RateStatus;
    readonly sources: readonly string[];
  }[];
};

/** Answers a question about a claim, with everything it rests on. @throws Refusal for what does not read or is not known */
export function answerClaim(question: ClaimQuestion, book: RateBook = STATUTORY_RATES): ClaimAnswer {
  const claim = claimFrom(question);
  const computed = computeClaim(claim, book);
  const { regime } = computed;
  const write = (minor: bigint) => toDecimal(money(minor, claim.currency));
  const assumed: LawNote[] = assumesNotice(question, regime)
    ? [{ code: 'notice_assumed', facts: { on: isoDay(claim.dueOn) } }]
    : [];
  return {
    ...amountsOf(computed, write),
    principal: write(claim.amount),
    currency: claim.currency,
    claimableOn: computed.claimableOn === null ? null : isoDay(computed.claimableOn),
    regime: regime && { country: regime.country, kind: claim.kind, law: regime.law },
    rows: computed.rows.map((row) => answerRow(row, regime, write)),
    notes: [...assumed, ...claimNotes(claim, computed, book)],
  };
}

function amountsOf(computed: ComputedClaim, write: (minor: bigint) => string) {
  return {
    interest: write(computed.interest),
    compensation: write(computed.compensation),
    collectionCosts: write(computed.collectionCosts),
    total: write(computed.total),
    openPrincipal: write(computed.openPrincipal),
    openInterest: write(computed.openInterest),
    openCosts: write(computed.openCosts),
  };
}

function answerRow(row: InterestRow, regime: Regime | null, write: (minor: bigint) => string): AnswerRow {
  return {
    from: isoDay(row.from),
    to: isoDay(row.to),
    days: row.days,
    base: write(row.base),
    rate: rateText(row.percent),
    basis: row.basis,
    dayCount: row.dayCount,
    amount: write(row.amount),
    source: rowSource(row, regime),
    rates: row.rates.map((span) => ({
      series: span.series,
      from: isoDay(span.startsOn),
      percent: rateText(span.percent),
      status: span.status,
      sources: span.sources,
    })),
  };
}

/** Where the rate of a row comes from, in one line: the article, then the published rates with their sources. */
export function rowSource({ basis, rates }: InterestRow, regime: Regime | null): string {
  if (basis === 'option') return 'given';
  const cite = regime?.articles.find(({ rule }) => rule === (basis === 'law' ? 'rate' : 'agreed_rate'))?.cite;
  const parts = [basis === 'contract' ? 'contract' : cite, ...rates.map(spanSource)];
  return parts.filter(Boolean).join('; ');
}

function spanSource({ series, startsOn, status, sources }: RateSpan): string {
  return `${series} ${isoDay(startsOn)} (${[status, sources.join(' ')].filter(Boolean).join(': ')})`;
}
