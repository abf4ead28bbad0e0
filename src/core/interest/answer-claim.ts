import { isoDay } from '#core/calendar/epoch-days.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { assumesNotice, type ClaimQuestion, claimFrom } from './ask-claim.ts';
import type { ComputedClaim } from './claim.ts';
import { claimNotes, type LawNote } from './claim-notes.ts';
import { computeClaim } from './compute-claim.ts';
import { type RateBook, STATUTORY_RATES } from './rate-book.ts';
import { type WrittenRow, writeRow } from './write-row.ts';

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
  readonly rows: readonly WrittenRow[];
  readonly notes: readonly LawNote[];
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
    rows: computed.rows.map((row) => writeRow(row, regime, claim.currency)),
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
