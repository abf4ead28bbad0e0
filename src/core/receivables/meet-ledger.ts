import type { DifferenceKind } from '#core/receivables/settlement-words.ts';

/** What the bank did to an item, as a list of the ledger meets it. */
export type BankedItem = {
  /** What is asked for. */
  readonly open: bigint;
  /** What the bank settled and the ledger has not shown: the ledger last said `open + provisional`. */
  readonly provisional: bigint;
  /** What it has shown of each settlement that stands, latest first. */
  readonly confirmed: readonly bigint[];
};

export type Met = {
  readonly open: bigint;
  readonly provisional: bigint;
  /** How much more of what the bank settled the ledger now shows; negative where it no longer shows what it had. */
  readonly confirmed: bigint;
  readonly difference: {
    readonly kind: DifferenceKind;
    readonly expected: bigint;
    readonly found: bigint;
  } | null;
};

/**
 * An item that the bank settled, in whole or in part, against what a list of the ledger says is open of it.
 *
 * The ledger is behind the bank: while it has not moved, the bank's settlement stands, however old the list is. As far as it
 * falls, the settlement is confirmed. Where it rises again by exactly what it had confirmed, the list is an older one, or
 * somebody in the accounts took the payment off: nobody is reminded of what the bank shows as paid before a person has looked.
 */
export function meetLedger({ open, provisional, confirmed }: BankedItem, ledger: bigint): Met {
  const fell = open + provisional - ledger;
  if (fell === 0n) return { open, provisional, confirmed: 0n, difference: null };
  if (provisional !== 0n && sameWay(fell, provisional)) {
    const seen = abs(fell) < abs(provisional) ? fell : provisional;
    const left = provisional - seen;
    const kind = abs(fell) < abs(provisional) ? 'fell_less' : 'fell_more';
    const difference = fell === provisional ? null : ({ kind, expected: provisional, found: fell } as const);
    return { open: ledger - left, provisional: left, confirmed: seen, difference };
  }
  const again = takenOff(confirmed, -fell);
  if (again === null) return { open: ledger - provisional, provisional, confirmed: 0n, difference: null };
  const next = provisional + again;
  const difference = { kind: 'open_again', expected: 0n, found: again } as const;
  return { open: ledger - next, provisional: next, confirmed: -again, difference };
}

/** The latest confirmed settlements that together are exactly this much, or null where none are. */
function takenOff(confirmed: readonly bigint[], rise: bigint): bigint | null {
  let sum = 0n;
  for (const one of confirmed) {
    sum += one;
    if (sum === rise) return sum;
  }
  return null;
}

function sameWay(one: bigint, other: bigint): boolean {
  return one < 0n === other < 0n;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
