import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankDetail, BankLine, BankProblem } from '#core/bank/bank-reading.ts';
import type { Movement } from './coda-movement.ts';

/** What a movement costs or is taxed (its gross amount, charges, VAT) is no part of a batch. */
const BREAKDOWN = '8';

/**
 * A movement with the ones that say what it is made of. Only the movement itself is booked. Its parts are told where
 * they add up to it; parts of parts stand for the part they make.
 */
export class MovementGroup {
  readonly movement: Movement;
  #others: Movement[] = [];

  constructor(movement: Movement) {
    this.movement = movement;
  }

  get sequence(): string {
    return this.movement.main.sequence;
  }

  add(movement: Movement): void {
    this.#others.push(movement);
  }

  line(bookedOn: string, currency: string): { line: BankLine; problem: BankProblem | null } {
    const { movement } = this;
    const own = this.#withBreakdown(movement.detail(currency), currency);
    const parts = leaves(this.#others.filter(({ type }) => type !== BREAKDOWN));
    const sum = parts.reduce((total, { amount }) => total + amount, 0n);
    const fits = parts.length === 0 || sum === movement.amount;
    const details = parts.map((part) => part.detail(currency));
    const line: BankLine = {
      ...own,
      row: movement.row,
      bookedOn,
      valueOn: movement.valueOn,
      pending: false,
      details: fits ? details : [],
      text: fits ? own.text : joined([own, ...details]),
    };
    return { line, problem: fits ? null : this.#apart(sum, currency) };
  }

  /** Its breakdown may carry the reference and the words that the movement itself lacks. */
  #withBreakdown(own: BankDetail, currency: string): BankDetail {
    const breakdown = this.#others
      .filter(({ type }) => type === BREAKDOWN)
      .map((movement) => movement.detail(currency));
    if (breakdown.length === 0) return own;
    const reference = breakdown.find(({ structuredReference }) => structuredReference)?.structuredReference;
    return {
      ...own,
      structuredReference: own.structuredReference ?? reference ?? null,
      text: joined([own, ...breakdown]),
    };
  }

  #apart(sum: bigint, currency: string): BankProblem {
    return {
      code: 'statement_details_apart',
      facts: {
        given: fineToDecimal(sum, currency),
        expected: fineToDecimal(this.movement.amount, currency),
      },
      at: { row: this.movement.row, column: 'amount' },
      refuses: null,
    };
  }
}

/** A part of type 7 gives way to the parts of type 9 behind it, if these make its amount. */
function leaves(parts: readonly Movement[]): Movement[] {
  const kept: Movement[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (!part) continue;
    let end = at + 1;
    while (parts[end]?.type === '9') end += 1;
    const inner = parts.slice(at + 1, end);
    const sum = inner.reduce((total, { amount }) => total + amount, 0n);
    if (part.type === '7' && inner.length > 0) {
      kept.push(...(sum === part.amount ? inner : [part]));
      at = end - 1;
    } else kept.push(part);
  }
  return kept;
}

function joined(details: readonly BankDetail[]): string {
  return details
    .map(({ text }) => text)
    .filter(Boolean)
    .join(' ')
    .slice(0, 1000);
}
