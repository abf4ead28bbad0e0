import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankPart } from '#core/bank/bank-reading.ts';

/** Count and sum of money out and in, to hold against ':90D:' and ':90C:' of an interim report. */
export class Totals {
  #out = { count: 0, sum: 0n };
  #in = { count: 0, sum: 0n };

  add(amount: bigint): void {
    const side = amount < 0n ? this.#out : this.#in;
    side.count += 1;
    side.sum += amount < 0n ? -amount : amount;
  }

  compare(
    place: { readonly tag: string; readonly row: number; readonly currency: string },
    count: number,
    sum: bigint,
    statement: { readonly account: string; readonly statement: string },
  ): readonly BankPart[] {
    const own = place.tag === '90D' ? this.#out : this.#in;
    if (own.count === count && own.sum === sum) return [];
    const words = (times: number, fine: bigint) => `${times} × ${fineToDecimal(fine, place.currency)}`;
    const facts = {
      ...statement,
      total: `:${place.tag}:`,
      given: words(count, sum),
      expected: words(own.count, own.sum),
    };
    const at = { row: place.row, column: `:${place.tag}:` };
    return [
      { part: 'problem', problem: { code: 'statement_totals_disagree', facts, at, refuses: 'statement' } },
    ];
  }
}
