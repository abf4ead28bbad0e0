import { type MatchPart, moneyOf, type PartKind } from '#core/matching/match-facts.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { type Facts, Refusal, type RefusalCode, refuse } from '#core/refusal.ts';

/** A bank line as it stands: `remainingMinor` is what nothing has been settled with yet. Money in is positive. */
export type SettleLine = {
  readonly id: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint;
  /** Not booked yet, or set aside as no customer's payment: nothing is settled with it. */
  readonly state: 'open' | 'pending' | 'ignored';
};

/** The debtor owes: positive. A credit note or payment on account: negative. */
export type SettleItem = {
  readonly id: string;
  readonly number: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
};

/** A part in the item's currency; what it takes of the line must be said where the line is in another. */
export type ChosenPart = MatchPart & { readonly lineMinor?: bigint };

export type SettleLimits = {
  /** The most that may be written off as a small difference, over the whole settlement. */
  readonly smallDifferenceMax: bigint;
  /** Who has what stays on account; null where nobody is named. */
  readonly debtorId: string | null;
};

export type Allocation = {
  readonly dueItemId: string;
  readonly kind: PartKind;
  /** What the item's open amount went down by: negative where it opens again or a credit is used. */
  readonly amountMinor: bigint;
  /** What of the line it took, in the line's currency. */
  readonly lineMinor: bigint;
};

export type Settlement = {
  readonly lineId: string;
  readonly allocations: readonly Allocation[];
  /** What the debtor has in credit by it. */
  readonly onAccountMinor: bigint;
  /** Money of no item: fees of a batch (negative), differences kept (positive). */
  readonly besideMinor: bigint;
  /** What is open of each item afterwards. */
  readonly openAfter: ReadonlyMap<string, bigint>;
  readonly lineBefore: bigint;
  readonly remainderMinor: bigint;
};

export type Obstacle<Code extends RefusalCode = RefusalCode> = Code extends RefusalCode
  ? { readonly code: Code; readonly facts: Facts<Code> }
  : never;

/**
 * Settles due items with a bank line: one payment over many items, a part of it, several payments of one item, what is
 * too much on account, a credit paid back, a returned payment taken back. The parts' money and what remains are the line.
 * @throws Refusal with the first thing in the way (`whyNotSettle`)
 */
export function settle(
  line: SettleLine,
  items: readonly SettleItem[],
  parts: readonly ChosenPart[],
  limits: SettleLimits,
): Settlement {
  const obstacle = whyNotSettle(line, items, parts, limits);
  if (obstacle) throw new Refusal(obstacle.code, obstacle.facts);
  const openAfter = new Map(items.map((item) => [item.id, item.openMinor]));
  for (const { dueItemId, amountMinor } of parts)
    if (dueItemId !== null) openAfter.set(dueItemId, (openAfter.get(dueItemId) ?? 0n) - amountMinor);
  const ofItems = parts.filter(({ dueItemId }) => dueItemId !== null);
  const ofNone = parts.filter(({ dueItemId }) => dueItemId === null);
  return {
    lineId: line.id,
    allocations: ofItems.map((part) => ({
      dueItemId: part.dueItemId ?? '',
      kind: kindAfter(part.kind, openAfter.get(part.dueItemId ?? '') ?? 0n),
      amountMinor: part.amountMinor,
      lineMinor: takenOf(part),
    })),
    onAccountMinor: total(ofNone.filter(({ kind }) => kind === 'on_account')),
    besideMinor: total(ofNone.filter(({ kind }) => kind !== 'on_account')),
    openAfter,
    lineBefore: line.remainingMinor,
    remainderMinor: line.remainingMinor - total(parts),
  };
}

/** The first thing that keeps a settlement from being made, or null: what greys the button is what refuses. */
export function whyNotSettle(
  line: SettleLine,
  items: readonly SettleItem[],
  parts: readonly ChosenPart[],
  limits: SettleLimits,
): Obstacle | null {
  return (
    whyNotLine(line) ??
    (parts.length === 0 || parts.some(({ amountMinor }) => amountMinor === 0n)
      ? { code: 'settlement_empty', facts: {} }
      : null) ??
    first(parts, (part) => whyNotPart(line, items, part)) ??
    first(items, (item) => whyNotItem(item, parts)) ??
    whyNotDifference(line, parts, limits) ??
    whyNotTotal(line, parts, limits)
  );
}

function whyNotLine({ state, remainingMinor, amountMinor, currency }: SettleLine): Obstacle | null {
  if (state === 'pending') return { code: 'bank_line_pending', facts: {} };
  if (state === 'ignored') return { code: 'bank_line_ignored', facts: {} };
  return remainingMinor === 0n
    ? { code: 'bank_line_used', facts: { amount: decimal(amountMinor, { currency }) } }
    : null;
}

/** Kinds that may stand without an item. */
const OF_NO_ITEM: readonly PartKind[] = [
  'on_account',
  'bank_costs',
  'small_difference',
  'exchange_difference',
];

function whyNotPart(line: SettleLine, items: readonly SettleItem[], part: ChosenPart): Obstacle | null {
  if (part.dueItemId === null)
    return OF_NO_ITEM.includes(part.kind) ? null : { code: 'settlement_part_without_item', facts: {} };
  const item = items.find(({ id }) => id === part.dueItemId);
  if (!item || part.kind === 'on_account')
    return { code: 'open_item_unknown', facts: { item: part.dueItemId } };
  if (!isConverted(line, item, part))
    return {
      code: 'settlement_currencies_mixed',
      facts: { document: item.number, item: item.currency, line: line.currency },
    };
  const taken = takenOf(part);
  return taken === 0n || taken < 0n === part.amountMinor < 0n ? null : wrongWay(item, part.amountMinor);
}

/** Within one currency a part takes what it settles; across two, what it takes of the line has to be said. */
function isConverted(line: SettleLine, item: SettleItem, part: ChosenPart): boolean {
  if (item.currency === line.currency) return takenOf(part) === moneyOf(part);
  return moneyOf(part) === 0n ? takenOf(part) === 0n : (part.lineMinor ?? 0n) !== 0n;
}

/** An item is never settled for more than is open, nor opened for more than it was. */
function whyNotItem(item: SettleItem, parts: readonly ChosenPart[]): Obstacle | null {
  const own = parts.filter(({ dueItemId }) => dueItemId === item.id);
  if (own.length === 0) return null;
  const reopening = own.filter(({ kind }) => kind === 'return');
  if (reopening.length > 0) return whyNotReopen(item, own);
  const stray = own.find(
    ({ amountMinor }) => item.openMinor !== 0n && amountMinor < 0n !== item.openMinor < 0n,
  );
  if (stray) return wrongWay(item, stray.amountMinor);
  const sum = own.reduce((whole, { amountMinor }) => whole + amountMinor, 0n);
  if (abs(sum) > abs(item.openMinor))
    return {
      code: 'settlement_above_open',
      facts: { document: item.number, given: decimal(sum, item), open: decimal(item.openMinor, item) },
    };
  return own.some((part) => takenOf(part) !== 0n)
    ? null
    : { code: 'settlement_without_money', facts: { document: item.number } };
}

function whyNotReopen(item: SettleItem, own: readonly ChosenPart[]): Obstacle | null {
  const sum = own.reduce((whole, { amountMinor }) => whole + amountMinor, 0n);
  const stray = own.find(({ amountMinor }) => amountMinor < 0n === item.amountMinor < 0n);
  if (stray) return wrongWay(item, stray.amountMinor);
  return abs(item.openMinor - sum) > abs(item.amountMinor)
    ? {
        code: 'settlement_reopens_too_much',
        facts: {
          document: item.number,
          given: decimal(-sum, item),
          settled: decimal(item.amountMinor - item.openMinor, item),
        },
      }
    : null;
}

function whyNotDifference(
  line: SettleLine,
  parts: readonly ChosenPart[],
  { smallDifferenceMax }: SettleLimits,
): Obstacle | null {
  const written = parts
    .filter(({ kind }) => kind === 'small_difference')
    .reduce((whole, { amountMinor }) => whole + abs(amountMinor), 0n);
  return written > smallDifferenceMax
    ? {
        code: 'settlement_difference_too_large',
        facts: { given: decimal(written, line), limit: decimal(smallDifferenceMax, line) },
      }
    : null;
}

function whyNotTotal(
  line: SettleLine,
  parts: readonly ChosenPart[],
  { debtorId }: SettleLimits,
): Obstacle | null {
  const taken = total(parts);
  const rest = line.remainingMinor - taken;
  const beyond = rest !== 0n && rest < 0n !== line.remainingMinor < 0n;
  if (beyond || (taken !== 0n && taken < 0n !== line.remainingMinor < 0n))
    return {
      code: 'settlement_above_line',
      facts: { given: decimal(taken, line), left: decimal(line.remainingMinor, line) },
    };
  const unnamed = debtorId === null && parts.some(({ kind }) => kind === 'on_account');
  return unnamed ? { code: 'settlement_without_debtor', facts: {} } : null;
}

/** The exact inverse: what each item and the line have again. `items` and `line` are as they stand now. */
export function undoSettlement(
  settlement: Settlement,
  line: Pick<SettleLine, 'amountMinor' | 'remainingMinor'>,
  items: readonly SettleItem[],
): { readonly openAfter: ReadonlyMap<string, bigint>; readonly remainingMinor: bigint } {
  const openAfter = new Map(items.map((item) => [item.id, item.openMinor]));
  for (const { dueItemId, amountMinor } of settlement.allocations)
    openAfter.set(dueItemId, (openAfter.get(dueItemId) ?? 0n) + amountMinor);
  for (const item of items) {
    const open = openAfter.get(item.id) ?? 0n;
    const reopened = open !== 0n && open < 0n !== item.amountMinor < 0n;
    if (reopened || abs(open) > abs(item.amountMinor))
      return refuse('settlement_undo_blocked', { document: item.number });
  }
  return {
    openAfter,
    remainingMinor: line.remainingMinor + (settlement.lineBefore - settlement.remainderMinor),
  };
}

function takenOf(part: ChosenPart): bigint {
  return part.lineMinor ?? moneyOf(part);
}

function total(parts: readonly ChosenPart[]): bigint {
  return parts.reduce((whole, part) => whole + takenOf(part), 0n);
}

/** What settles an item whole is a payment, what leaves something open a part of one. */
function kindAfter(kind: PartKind, open: bigint): PartKind {
  return kind === 'payment' || kind === 'part_payment' ? (open === 0n ? 'payment' : 'part_payment') : kind;
}

function wrongWay(item: SettleItem, given: bigint): Obstacle {
  return {
    code: 'settlement_wrong_way',
    facts: { document: item.number, given: decimal(given, item), open: decimal(item.openMinor, item) },
  };
}

function decimal(minor: bigint, { currency }: { readonly currency: Currency }): string {
  return `${toDecimal(money(minor, currency))} ${currency}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function first<T>(all: readonly T[], look: (one: T) => Obstacle | null): Obstacle | null {
  for (const one of all) {
    const found = look(one);
    if (found) return found;
  }
  return null;
}
