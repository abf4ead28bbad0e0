import type { Step } from '#core/dunning/policy.ts';
import type { LawNote } from '#core/interest/claim-notes.ts';
import {
  type CompanyLaw,
  feeNotes,
  type LateClaim,
  type LateInterest,
  lateInterest,
  stepFees,
} from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';

/** A line of a notice that reaches a level, with the step of that level. */
export type CostLine = {
  readonly level: number;
  /** How often the item will have had the level: 1, or more where the last step repeats. */
  readonly times: number;
  readonly step: Step;
  readonly late: LateClaim;
};

export type CostTerms = {
  /** The level the notice speaks for. */
  readonly leading: number | null;
  readonly currency: Currency;
  readonly companyCurrency: Currency;
  readonly law: CompanyLaw | null;
};

export type LineCosts = {
  readonly interest: LateInterest;
  readonly fee: bigint;
  /** Why a fee is not asked. */
  readonly feeNotes: readonly LawNote[];
};

/**
 * What a notice asks besides what is owed: interest on each line by the step of its own level. A fee the creditor sets
 * is that of the leading level, once, on the first line that has it for the first time; a compensation of the law is
 * asked on each line whose step asks for it, every time: it is the same one, and still unpaid.
 */
export function noticeCosts(lines: readonly CostLine[], terms: CostTerms): LineCosts[] {
  const fees = new Map<CostLine, bigint>();
  const statutory = lines.filter(({ step }) => step.fee.kind === 'statutory');
  const led = lines.filter(({ level, times }) => level === terms.leading && times === 1);
  const [first] = led;
  addFees(fees, statutory, terms);
  if (first && first.step.fee.kind !== 'statutory') addFees(fees, led, terms);
  return lines.map((line) => ({
    interest: lateInterest(line.step.interest, line.late, terms.law),
    fee: fees.get(line) ?? 0n,
    feeNotes: feeNotes(line.step.fee, line.late, terms.law),
  }));
}

/** Whether a step asks for anything: most ask for nothing, and are told so without being computed. */
export function asksCosts({ interest, fee }: Step): boolean {
  return interest.kind !== 'none' || fee.kind !== 'none';
}

function addFees(fees: Map<CostLine, bigint>, lines: readonly CostLine[], terms: CostTerms): void {
  const [first] = lines;
  if (!first || first.step.fee.kind === 'none') return;
  const facts = { ...terms, lines: lines.map(({ late }) => late) };
  for (const [index, fee] of stepFees(first.step.fee, facts).entries()) {
    const line = lines[index];
    if (line) fees.set(line, fee);
  }
}
