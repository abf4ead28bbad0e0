import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { Policy } from '#core/dunning/policy.ts';
import {
  type EffectiveProposal,
  type ProposalLine,
  type ProposalTerms,
  stepFor,
} from '#core/dunning/proposal.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import { writeRow } from '#core/interest/write-row.ts';
import type { NewClaim } from './add-claims.ts';

type Issued = {
  readonly noticeId: string;
  readonly debtorId: string;
  readonly effective: EffectiveProposal;
  readonly terms: ProposalTerms;
  /** The law of the company, where none is known for its interest. */
  readonly country: string;
};

/** What an issued notice asks besides the debts, line by line: interest, and the fee or the compensation of its step. */
export function claimsOf(issued: Issued): NewClaim[] {
  const { lines } = issued.effective;
  const asked = lines.filter(({ level }) => level !== null && level > 0);
  return asked.flatMap((line) => {
    const found: NewClaim[] = [];
    if (line.interest !== '0') found.push(interestClaim(issued, line));
    if (line.fee !== '0') found.push(feeClaim(issued, line, asked));
    return found;
  });
}

function common({ noticeId, debtorId, effective, terms, country }: Issued, line: ProposalLine) {
  return {
    noticeId,
    debtorId: line.debtor?.id ?? debtorId,
    dueItemId: line.dueItemId,
    level: line.level ?? 1,
    cycle: line.cycle,
    currency: effective.currency,
    lawCountry: terms.law?.country ?? country,
    lawKind: terms.kind,
    claimedOn: effective.datedOn,
  };
}

function interestClaim(issued: Issued, line: ProposalLine): NewClaim {
  const { effective, terms } = issued;
  const regime = terms.law && findRegime(terms.law.country, terms.kind);
  const rows = (line.interestRows ?? []).map((row) => writeRow(row, regime, effective.currency));
  return {
    ...common(issued, line),
    kind: 'interest',
    amount: line.interest,
    fromOn: rows[0]?.from ?? isoDay(epochDayFrom(line.dueOn) + 1),
    toOn: rows.at(-1)?.to ?? effective.datedOn,
    rows,
    forItems: [],
  };
}

function feeClaim(issued: Issued, line: ProposalLine, asked: readonly ProposalLine[]): NewClaim {
  const kind = feeKind(issued.terms.policy, line.level ?? 1);
  const alone = asked.filter(({ fee }) => fee !== '0').length === 1;
  return {
    ...common(issued, line),
    kind,
    amount: line.fee,
    fromOn: null,
    toOn: null,
    rows: [],
    forItems: kind === 'compensation' && alone ? asked.map(({ dueItemId }) => dueItemId) : [],
  };
}

/** What the law gives for each late debt is one claim however often it is asked; a fee of the terms is one for each level. */
function feeKind(policy: Policy, level: number): 'compensation' | 'fee' {
  return stepFor(policy, 'notice', level).fee.kind === 'statutory' ? 'compensation' : 'fee';
}
