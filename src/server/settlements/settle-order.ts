import type { Reason } from '#core/matching/match-reasons.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { ChosenPart, Obstacle } from '#core/receivables/settle.ts';
import { type LockedLine, stateOf } from './queries.ts';

/** What is to be settled with one line. */
export type SettleOrder = {
  /** Made by whoever asks, so that asking twice settles once. */
  readonly id: string;
  readonly lineId: string;
  readonly parts: readonly ChosenPart[];
  /** Who has what stays on account. */
  readonly debtorId: string | null;
  readonly origin: 'automatic' | 'rule' | 'accepted' | 'manual';
  readonly because: readonly Pick<Reason, 'code' | 'facts'>[];
  readonly note: string | null;
  readonly learnIban: boolean;
  readonly takesBackLineId: string | null;
};

export type MadePart = {
  readonly kind: ChosenPart['kind'];
  readonly debtorId: string | null;
  readonly dueItemId: string | null;
  readonly currency: Currency;
  readonly moneyMinor: bigint;
  readonly amountMinor: bigint;
  readonly openBeforeMinor: bigint;
  readonly openAfterMinor: bigint;
};

/** A settlement as it is about to be written. */
export type Made = {
  readonly order: SettleOrder;
  readonly line: LockedLine;
  readonly parts: readonly MadePart[];
  /** The document that stands for what stays on account. */
  readonly onAccount: {
    readonly documentId: string;
    readonly dueItemId: string;
    readonly minor: bigint;
  } | null;
};

export type NotMade = {
  readonly order: SettleOrder;
  readonly line: LockedLine | null;
  readonly because: Obstacle | null;
};

/** What is left of each line once all of these are made. */
export function linesAfter(made: readonly Made[]) {
  const left = new Map<string, { line: LockedLine; remainingMinor: bigint }>();
  for (const { line, parts } of made) {
    const before = left.get(line.id)?.remainingMinor ?? line.remainingMinor;
    const taken = parts.reduce((sum, { moneyMinor }) => sum + moneyMinor, 0n);
    left.set(line.id, { line, remainingMinor: before - taken });
  }
  return [...left.values()].map(({ line, remainingMinor }) => ({
    id: line.id,
    remainingMinor,
    state: stateOf(line, remainingMinor),
  }));
}
