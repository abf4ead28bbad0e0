import { fineToDecimal } from './bank-amount.ts';
import type { BankLine, BankPart, BankProblem, StatementClosing, StatementOpening } from './bank-reading.ts';
import { withMaskedCards } from './bank-text.ts';

/** What is known of the statement being read. */
type Open = {
  readonly opening: StatementOpening;
  currency: string;
  booked: bigint;
  saidCurrency: boolean;
};

/**
 * The arithmetic of every format: pages of one statement are glued, and opening and booked lines must make the
 * closing. Parts go through in their order; what is wrong with a statement is said right before its closing. Numbers of
 * payment cards are masked on the way: no reader has to think of it.
 */
export class StatementCheck {
  #open: Open | null = null;
  /** The balance carried over at the foot of a page, until the next page shows. */
  #carried: StatementClosing | null = null;

  /** The parts as they may be used: problems added, carried balances left out. */
  take(parts: readonly BankPart[]): readonly BankPart[] {
    const checked: BankPart[] = [];
    for (const part of parts) {
      if (part.part === 'line') this.#line(part.line, checked);
      else if (part.part === 'opening') this.#opening(part.opening, checked);
      else if (part.part === 'closing') this.#closing(part.closing, checked);
      else checked.push(part);
    }
    return checked;
  }

  /** What was still held back when the file ended. */
  end(): readonly BankPart[] {
    const checked: BankPart[] = [];
    this.#release(checked);
    return checked;
  }

  #opening(opening: StatementOpening, checked: BankPart[]): void {
    const open = this.#open;
    if (open && this.#carried && isSamePaper(open.opening, opening)) {
      const { closing } = this.#carried;
      if (closing !== null && opening.opening !== null && closing !== opening.opening) {
        checked.push(problem(pagesApart(open, closing, opening)));
      }
      this.#carried = null;
      return;
    }
    this.#release(checked);
    this.#open = { opening, currency: opening.currency, booked: 0n, saidCurrency: false };
    checked.push({ part: 'opening', opening });
  }

  #line(line: BankLine, checked: BankPart[]): void {
    checked.push({ part: 'line', line: withMaskedCards(line) });
    const open = this.#open;
    if (!open || line.pending) return;
    open.booked += line.amount;
    if (open.currency === '') open.currency = line.currency;
    if (line.currency !== '' && line.currency !== open.currency && !open.saidCurrency) {
      open.saidCurrency = true;
      checked.push(problem(currencyMixed(open, line)));
    }
  }

  #closing(closing: StatementClosing, checked: BankPart[]): void {
    if (closing.continued) {
      this.#release(checked);
      this.#carried = closing;
      return;
    }
    this.#finish(closing, checked);
  }

  #release(checked: BankPart[]): void {
    const carried = this.#carried;
    this.#carried = null;
    if (carried) this.#finish(carried, checked);
  }

  #finish(closing: StatementClosing, checked: BankPart[]): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const { opening } = open.opening;
    const isKnown = opening !== null && closing.closing !== null;
    const adds = isKnown ? opening + open.booked === closing.closing : null;
    if (adds === false) checked.push(problem(unbalanced(open, closing)));
    const balanced = closing.balanced === false ? false : adds;
    const backwards = opening ?? (closing.closing === null ? null : closing.closing - open.booked);
    checked.push({ part: 'closing', closing: { ...closing, opening: backwards, balanced } });
  }
}

/** A page says that it continues, or carries the number of the page before. */
function isSamePaper(before: StatementOpening, next: StatementOpening): boolean {
  return (
    before.account === next.account &&
    (before.currency === next.currency || next.currency === '') &&
    (next.continues === true || (before.number !== null && before.number === next.number))
  );
}

function problem(problem: BankProblem): BankPart {
  return { part: 'problem', problem };
}

function unbalanced({ opening, booked, currency }: Open, { closing, row }: StatementClosing): BankProblem {
  const start = opening.opening ?? 0n;
  const words = (fine: bigint) => `${fineToDecimal(fine, currency)} ${currency}`.trim();
  return {
    code: 'statement_unbalanced',
    facts: {
      ...nameOf(opening),
      opening: words(start),
      lines: words(booked),
      sum: words(start + booked),
      closing: words(closing ?? 0n),
    },
    at: { row, column: 'balance' },
    refuses: 'statement',
  };
}

function pagesApart({ opening, currency }: Open, closed: bigint, next: StatementOpening): BankProblem {
  return {
    code: 'statement_pages_apart',
    facts: {
      ...nameOf(opening),
      given: fineToDecimal(next.opening ?? 0n, currency),
      expected: fineToDecimal(closed, currency),
    },
    at: { row: next.row, column: 'balance' },
    refuses: 'statement',
  };
}

function currencyMixed({ opening, currency }: Open, line: BankLine): BankProblem {
  return {
    code: 'statement_currency_mixed',
    facts: { ...nameOf(opening), given: line.currency, expected: currency },
    at: { row: line.row, column: 'currency' },
    refuses: 'statement',
  };
}

/** How a statement is called in a sentence: by its number, else by the day it opens. */
export function nameOf({ account, number, openedOn }: StatementOpening): {
  account: string;
  statement: string;
} {
  return { account: account || '?', statement: number ?? openedOn ?? '?' };
}
