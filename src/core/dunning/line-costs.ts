import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type CostLine, type LineCosts, noticeCosts, paymentsOf } from '#core/dunning/notice-costs.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import type { ProposalLine } from '#core/dunning/proposal-line.ts';
import type { LawNote } from '#core/interest/claim-notes.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';

/** What the costs of a notice depend on besides its lines. */
export type LineCostTerms = {
  readonly policy: Policy;
  readonly stepOf: (level: number) => Step;
  readonly datedOn: string;
  readonly currency: Currency;
  readonly companyCurrency: Currency;
  /** The level the notice speaks for. */
  readonly level: number | null;
  readonly kind: DebtorKind;
  readonly law: CompanyLaw | null;
};

/** The lines of a notice with their interest and fees, by the steps of the policy and the law, and what to know of them. */
export function lineCosts(
  lines: readonly ProposalLine[],
  terms: LineCostTerms,
): { lines: ProposalLine[]; lawNotes: readonly LawNote[] } {
  const asked = lines.map((line) => costLine(line, terms));
  const reaching = asked.filter((line) => line !== null);
  const costs = noticeCosts(reaching, { ...terms, leading: terms.level });
  const byLine = new Map<CostLine, LineCosts>(reaching.map((line, index) => [line, costs[index] ?? NOTHING]));
  const on = epochDayFrom(terms.datedOn);
  return {
    lines: lines.map((line, index) => {
      const own = asked[index];
      const { interest, fee } = (own && byLine.get(own)) ?? NOTHING;
      const figures = { interest: interest.amount.toString(), fee: fee.toString() };
      const rows = interest.rows.length > 0 ? { interestRows: interest.rows } : {};
      return { ...line, daysLate: on - epochDayFrom(line.dueOn), ...figures, ...rows };
    }),
    lawNotes: distinctNotes(costs),
  };
}

const NOTHING: LineCosts = {
  interest: { amount: 0n, rows: [], notes: [], gap: null },
  fee: 0n,
  feeNotes: [],
};

function costLine(line: ProposalLine, terms: LineCostTerms): CostLine | null {
  const { level, times } = line;
  if (level === null || level === 0) return null;
  return {
    level,
    times,
    step: terms.stepOf(level),
    settled: line.settledCosts ?? null,
    late: {
      open: BigInt(line.open),
      currency: terms.currency,
      dueOn: epochDayFrom(line.dueOn),
      issuedOn: epochDayFrom(line.issuedOn),
      on: epochDayFrom(terms.datedOn),
      kind: line.debtor?.kind ?? terms.kind,
      firstNotice: line.firstNotice ?? null,
      hasClause: terms.policy.lateClause ?? false,
      paid: line.paid && paymentsOf(line.paid),
    },
  };
}

/** Each thing to know once, however many lines it is about. */
function distinctNotes(costs: readonly LineCosts[]): LawNote[] {
  const notes = new Map<string, LawNote>();
  for (const { interest, feeNotes } of costs) {
    for (const note of [...feeNotes, ...interest.notes])
      notes.set(`${note.code} ${JSON.stringify(note.facts)}`, note);
  }
  return [...notes.values()];
}
