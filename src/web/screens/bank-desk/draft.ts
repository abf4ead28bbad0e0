import type { z } from 'zod';
import type { DeskLine as DeskLineView, MatchView as MatchViewSchema } from '#contract/settlement-views.ts';
import type { PartKind } from '#core/matching/match-facts.ts';
import { isCurrency } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import {
  type ChosenPart,
  type Obstacle,
  type SettleItem,
  type SettleLimits,
  type SettleLine,
  whyNotSettle,
} from '#core/receivables/settle.ts';

export type DeskLine = z.output<typeof DeskLineView>;
export type Match = z.output<typeof MatchViewSchema>;
export type Item = NonNullable<Match['parts'][number]['item']>;
export type Debtor = Item['debtor'];

/** What becomes of what an item has left: it stays open, or it goes as one of these. */
export const RESTS = ['open', 'discount', 'bank_costs', 'small_difference'] as const;
export type Rest = (typeof RESTS)[number];

/** An item with what of the line pays it, and what becomes of the rest. */
export type Row = {
  readonly item: Item;
  readonly paid: string;
  /** What of the line pays it, where the item is in another currency. */
  readonly money?: string;
  readonly rest: Rest;
  /** A credit paid back or a payment that came back is that, and no part of a payment. */
  readonly fixed?: 'refund' | 'return';
};

/** What a person is about to decide about a line: items, and whether what is left of the line goes on account. */
export type Draft = {
  readonly rows: readonly Row[];
  /** Money of the line that is of no item: the fee of a card batch. It is taken over from a proposal as it stands. */
  readonly beside: readonly { readonly kind: PartKind; readonly amount: string }[];
  readonly onAccount: boolean;
  readonly debtor: Debtor | null;
};

export type PlannedPart = {
  readonly item: Item | null;
  readonly kind: PartKind;
  readonly amount: string;
  readonly money?: string;
};

/** What a draft comes to: its parts, what is open of each item afterwards, what is left of the line, what is in the way. */
export type Plan = {
  readonly parts: readonly PlannedPart[];
  readonly after: ReadonlyMap<string, string>;
  readonly onAccount: string;
  readonly left: string;
  /** Whether nothing of the line is left, so that it leaves the desk. */
  readonly isWhole: boolean;
  readonly obstacle: Obstacle | null;
};

const isRest = (kind: PartKind): kind is Exclude<Rest, 'open'> => (RESTS as readonly string[]).includes(kind);

/** A proposal as a draft, so that it can be changed before it is taken. */
export function draftOf(match: Match): Draft {
  const ofItems = match.parts.filter(({ kind }) => !isRest(kind));
  return {
    rows: ofItems.flatMap(({ item, kind, amount }): Row[] => {
      if (!item) return [];
      const beside = match.parts.find((part) => part.item?.id === item.id && isRest(part.kind));
      const rest = beside && isRest(beside.kind) ? beside.kind : 'open';
      return [
        { item, paid: amount, rest, ...(kind === 'refund' || kind === 'return' ? { fixed: kind } : {}) },
      ];
    }),
    beside: match.parts
      .filter(({ item, kind }) => !item && kind !== 'on_account')
      .map(({ kind, amount }) => ({ kind, amount })),
    onAccount: match.parts.some(({ kind }) => kind === 'on_account'),
    debtor: match.debtor,
  };
}

/** Everything of the line on account of a debtor. */
export function accountDraft(debtor: Debtor | null): Draft {
  return { rows: [], beside: [], onAccount: true, debtor };
}

/** Whether an item of the draft is paid less than is open of it. */
export function hasRest({ rows }: Draft): boolean {
  return rows.some(({ item, paid, fixed }) => !fixed && restOf(item, paid) !== 0n);
}

/** What is open of an item beyond what is paid of it. */
export function restOf(item: Item, paid: string): bigint {
  return minorOf(item.open, item.currency) - minorOf(paid, item.currency);
}

/** What the whole of the line that nobody spoke for pays of an item. */
export function paidFor(line: DeskLine, item: Item, others: readonly Row[]): string {
  if (item.currency !== line.currency) return '';
  const used = others.reduce((sum, row) => sum + minorOf(row.money ?? row.paid, line.currency), 0n);
  const left = minorOf(line.remaining, line.currency) - used;
  const open = minorOf(item.open, item.currency);
  if (open < 0n !== left < 0n) return decimal(open, item.currency);
  const paid = abs(left) < abs(open) ? left : open;
  return decimal(paid, item.currency);
}

export function planOf(line: DeskLine, draft: Draft, limits: { smallDifferenceMax: string }): Plan {
  const { currency } = line;
  const remaining = minorOf(line.remaining, currency);
  const paid = partsOf(draft);
  const taken = paid
    .filter(({ item, kind }) => !item || !isRest(kind))
    .reduce((sum, part) => sum + minorOf(part.money ?? part.amount, currency), 0n);
  const over = remaining - taken;
  const onAccount = draft.onAccount ? over : 0n;
  const parts: PlannedPart[] = [
    ...paid,
    ...(onAccount === 0n
      ? []
      : [{ item: null, kind: 'on_account' as const, amount: decimal(onAccount, currency) }]),
  ];
  return {
    parts,
    after: openAfter(draft, parts),
    onAccount: decimal(onAccount, currency),
    left: decimal(over - onAccount, currency),
    isWhole: over === onAccount,
    obstacle: obstacleOf(line, draft, parts, limits),
  };
}

function partsOf({ rows, beside }: Draft): PlannedPart[] {
  const ofItems = rows.flatMap(({ item, paid, money: taken, rest, fixed }): PlannedPart[] => {
    const left = restOf(item, paid);
    const isCredit = minorOf(item.open, item.currency) < 0n;
    const kind: PartKind =
      fixed ?? (isCredit ? 'credit_used' : left === 0n || rest !== 'open' ? 'payment' : 'part_payment');
    const part = { item, kind, amount: paid || '0', ...(taken === undefined ? {} : { money: taken || '0' }) };
    if (fixed || rest === 'open' || left === 0n) return [part];
    return [part, { item, kind: rest, amount: decimal(left, item.currency) }];
  });
  return [...ofItems, ...beside.map((part) => ({ item: null, ...part }))];
}

function openAfter({ rows }: Draft, parts: readonly PlannedPart[]): ReadonlyMap<string, string> {
  return new Map(
    rows.map(({ item }) => {
      const own = parts.filter((part) => part.item?.id === item.id);
      const open = minorOf(item.open, item.currency) - own.reduce(sumMinor(item.currency), 0n);
      return [item.id, decimal(open, item.currency)];
    }),
  );
}

/** The rule by which the server would refuse. An item in another currency is left to the server: its rate is not known here. */
function obstacleOf(
  line: DeskLine,
  { rows, debtor }: Draft,
  parts: readonly PlannedPart[],
  { smallDifferenceMax }: { smallDifferenceMax: string },
): Obstacle | null {
  const { currency } = line;
  if (!isCurrency(currency) || rows.some(({ item }) => item.currency !== currency)) return null;
  const items = rows.map(
    ({ item }): SettleItem => ({
      id: item.id,
      number: item.number,
      currency,
      amountMinor: minorOf(item.amount, currency),
      openMinor: minorOf(item.open, currency),
    }),
  );
  const settleLine: SettleLine = {
    id: line.id,
    currency,
    amountMinor: minorOf(line.amount, currency),
    remainingMinor: minorOf(line.remaining, currency),
    state: line.state === 'pending' || line.state === 'ignored' ? line.state : 'open',
  };
  const chosen = parts.map(
    ({ item, kind, amount }): ChosenPart => ({
      dueItemId: item?.id ?? null,
      kind,
      amountMinor: minorOf(amount, currency),
    }),
  );
  const limits: SettleLimits = {
    smallDifferenceMax: minorOf(smallDifferenceMax, currency),
    debtorId: debtor?.id ?? null,
  };
  return whyNotSettle(settleLine, items, chosen, limits);
}

const sumMinor =
  (currency: string) =>
  (sum: bigint, { amount }: { readonly amount: string }) =>
    sum + minorOf(amount, currency);

function minorOf(amount: string, currency: string): bigint {
  return amount === '' || !isCurrency(currency) ? 0n : parseMoney(amount, currency).minor;
}

function decimal(minor: bigint, currency: string): string {
  return isCurrency(currency) ? toDecimal(money(minor, currency)) : '';
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
