import type { EpochDay } from '#core/calendar/epoch-days.ts';

/** A change of what is open, on its day. Positive: it fell. Negative: it rose again. Minor units. */
export type OpenChange = { readonly on: EpochDay; readonly amount: bigint };

/** What was paid, by the day; where the day is not known, the due date stands for it: no interest is asked for that part. */
export type DatedPayment = {
  readonly on: EpochDay;
  readonly amount: bigint;
  readonly known: 'bank' | 'ledger' | 'unknown';
};

export type PaymentFacts = {
  /** What was asked at first, and what is open now. */
  readonly amount: bigint;
  readonly open: bigint;
  readonly dueOn: EpochDay;
  /** Money from the bank, by the day it was booked there. */
  readonly bank: readonly OpenChange[];
  /** What the ledger showed less open, by the day it was read. */
  readonly ledger: readonly OpenChange[];
};

/**
 * The payments of a debt that together make the difference between what was asked and what is open: first what the bank
 * shows, then what the ledger showed by the day it was read, and what nobody knows the day of. They never add up to more,
 * so that interest is never asked on too much.
 */
export function paymentsByDay({ amount, open, dueOn, bank, ledger }: PaymentFacts): DatedPayment[] {
  const fallen = amount - open;
  if (fallen <= 0n) return [];
  const shown = upTo(netted(bank), fallen);
  const rest = fallen - sumOf(shown);
  const read = upTo(netted(ledger), rest);
  const unknown = rest - sumOf(read);
  return [
    ...(unknown > 0n ? [{ on: dueOn, amount: unknown, known: 'unknown' as const }] : []),
    ...shown.map((change) => ({ ...change, known: 'bank' as const })),
    ...read.map((change) => ({ ...change, known: 'ledger' as const })),
  ].sort((a, b) => a.on - b.on);
}

/** What rose again takes back the latest falls before it. */
function netted(changes: readonly OpenChange[]): OpenChange[] {
  const falls: OpenChange[] = [];
  for (const change of [...changes].sort((a, b) => a.on - b.on)) {
    if (change.amount > 0n) falls.push(change);
    else takeBack(falls, -change.amount);
  }
  return falls;
}

function takeBack(falls: OpenChange[], risen: bigint): void {
  for (let left = risen; left > 0n; ) {
    const last = falls.pop();
    if (!last) return;
    if (last.amount > left) falls.push({ ...last, amount: last.amount - left });
    left -= last.amount;
  }
}

/** The earliest of them, no more than the sum. */
function upTo(falls: readonly OpenChange[], most: bigint): OpenChange[] {
  const kept: OpenChange[] = [];
  let left = most;
  for (const { on, amount } of falls) {
    const taken = amount < left ? amount : left;
    if (taken > 0n) kept.push({ on, amount: taken });
    left -= taken;
  }
  return kept;
}

function sumOf(changes: readonly OpenChange[]): bigint {
  return changes.reduce((sum, { amount }) => sum + amount, 0n);
}
