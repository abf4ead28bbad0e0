import type { PaidPart, SettledCosts } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';
import type { Payment } from '#core/interest/claim.ts';
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
  /** What was paid or waived of what earlier notices asked for it: it is not asked again. */
  readonly settled?: SettledCosts | null;
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
 * asked on each line whose step asks for it, every time: it is the same one, and still unpaid. What was paid or waived
 * of either is not asked again.
 */
export function noticeCosts(lines: readonly CostLine[], terms: CostTerms): LineCosts[] {
  const fees = new Map<CostLine, bigint>();
  const statutory = lines.filter(({ step }) => step.fee.kind === 'statutory');
  const led = lines.filter(({ level, times }) => level === terms.leading && times === 1);
  const [first] = led;
  addFees(fees, statutory, terms);
  if (first && first.step.fee.kind !== 'statutory') addFees(fees, led, terms);
  if (lines.some(({ settled }) => settled)) takeSettledOff(fees, statutory);
  return lines.map((line) => ({
    interest: unsettled(lateInterest(line.step.interest, line.late, terms.law), line.settled),
    fee: fees.get(line) ?? 0n,
    feeNotes: feeNotes(line.step.fee, line.late, terms.law),
  }));
}

/** Parts paid late, as the law counts with them. */
export function paymentsOf(paid: readonly PaidPart[]): Payment[] {
  return paid.map(({ on, amount }) => ({ on, amount: BigInt(amount) }));
}

/** Whether a step asks for anything: most ask for nothing, and are told so without being computed. */
export function asksCosts({ interest, fee }: Step): boolean {
  return interest.kind !== 'none' || fee.kind !== 'none';
}

function unsettled(interest: LateInterest, settled: SettledCosts | null | undefined): LateInterest {
  if (!settled || settled.interest === '0') return interest;
  return { ...interest, amount: less(interest.amount, BigInt(settled.interest)) };
}

/** One compensation for the sum of the debts stands on one line: what was settled on any of them goes off it. */
function takeSettledOff(fees: Map<CostLine, bigint>, lines: readonly CostLine[]): void {
  const settledOf = ({ settled }: CostLine) => BigInt(settled?.compensation ?? '0');
  const asking = lines.filter((line) => (fees.get(line) ?? 0n) > 0n);
  const all = lines.reduce((sum, line) => sum + settledOf(line), 0n);
  for (const line of asking) {
    const settled = asking.length === 1 ? all : settledOf(line);
    fees.set(line, less(fees.get(line) ?? 0n, settled));
  }
}

function less(amount: bigint, settled: bigint): bigint {
  return amount > settled ? amount - settled : 0n;
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
