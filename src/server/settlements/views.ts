import type { z } from 'zod';
import type { DeskLine, MatchView } from '#contract/settlement-views.ts';
import { type Currency, isCurrency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { whyNotSettle } from '#core/receivables/settle.ts';
import type { DeskItemRow, DeskRow } from './desk-queries.ts';
import type { StoredMatch } from './match-queries.ts';
import type { StoredSettlement } from './queries.ts';

export type DeskLineView = z.infer<typeof DeskLine>;
type MatchShown = z.infer<typeof MatchView>;
export type DebtorNames = ReadonlyMap<string, { id: string; number: string; name: string }>;

/** What the views of one answer are made from. */
export type Shown = {
  readonly items: ReadonlyMap<string, DeskItemRow>;
  readonly debtors: DebtorNames;
  readonly users: ReadonlyMap<string, string>;
  readonly smallDifferenceMax: bigint;
};

/** An amount as the API writes it. A bank's currency may be one that nothing here is in: it has two decimals then. */
export function decimal(minor: bigint, currency: string): string {
  return toDecimal(money(minor, knownCurrency(currency)));
}

export function knownCurrency(currency: string): Currency {
  return isCurrency(currency) ? currency : 'EUR';
}

export function deskItemView(item: DeskItemRow) {
  const { id, number, kind, position, currency, level } = item;
  return {
    id,
    number,
    kind,
    position,
    debtor: { id: item.debtorId, number: item.debtorNumber, name: item.debtorName },
    dueOn: item.dueOn.toString(),
    currency,
    amount: decimal(item.amountMinor, currency),
    open: decimal(item.openMinor, currency),
    level,
  };
}

export function matchView(match: StoredMatch, line: DeskRow, shown: Shown): MatchShown {
  const { items, debtors } = shown;
  return {
    rank: match.rank,
    certainty: match.certainty,
    basis: match.basis,
    debtor: match.debtorId === null ? null : (debtors.get(match.debtorId) ?? null),
    because: match.because.map(({ code, facts }) => ({ code, facts })),
    but: match.but.map(({ code, facts }) => ({ code, facts })),
    parts: match.parts.map(({ dueItemId, kind, amountMinor }) => {
      const item = dueItemId === null ? undefined : items.get(dueItemId);
      const currency = item?.currency ?? line.currency;
      return { item: item ? deskItemView(item) : null, kind, amount: decimal(amountMinor, currency) };
    }),
    remainder: decimal(match.remainderMinor, line.currency),
    takesBack: match.takesBackLineId,
    stale: isStale(match, line, shown),
  };
}

/** By the very rule that would refuse it. */
function isStale(match: StoredMatch, line: DeskRow, { items, smallDifferenceMax }: Shown): boolean {
  const own = match.parts.flatMap(({ dueItemId }) =>
    dueItemId === null ? [] : (items.get(dueItemId) ?? []),
  );
  const settling = { ...line, state: 'open' as const };
  const limits = { smallDifferenceMax, debtorId: match.debtorId };
  return match.parts.length > 0 && whyNotSettle(settling, own, match.parts, limits) !== null;
}

export function lineView(
  line: DeskRow,
  matches: readonly StoredMatch[],
  standing: readonly StoredSettlement[],
  { shown, today }: { shown: Shown; today: Temporal.PlainDate },
): DeskLineView {
  const { currency } = line;
  const later = standing.find(
    ({ kind, untilOn }) => kind === 'later' && untilOn !== null && isAfter(untilOn, today),
  );
  return {
    id: line.id,
    account: { id: line.accountId, name: line.accountName, number: line.accountNumber },
    statement: { id: line.statementId, number: line.statementNumber },
    state: line.state,
    bookedOn: line.bookedOn.toString(),
    valueOn: line.valueOn?.toString() ?? null,
    amount: decimal(line.amountMinor, currency),
    currency,
    remaining: decimal(line.remainingMinor, currency),
    counterparty: line.counterparty,
    ultimateParty: line.ultimateParty,
    iban: line.iban,
    structuredReference: line.structuredReference,
    text: line.text,
    endToEndId: line.endToEndId,
    mandate: line.mandate,
    code: line.code,
    reversal: line.reversal,
    returnReason: line.returnReason,
    later: later?.untilOn ? { until: later.untilOn.toString(), note: later.note } : null,
    matches: isDecided(line) ? [] : matches.map((match) => matchView(match, line, shown)),
    decisions: standing.map((one) => ({
      id: one.id,
      kind: one.kind,
      origin: one.origin,
      amount: decimal(one.amountMinor, currency),
      note: one.note,
      madeBy: one.madeBy === null ? null : (shown.users.get(one.madeBy) ?? one.madeBy),
      madeAt: one.madeAt.toString(),
    })),
  };
}

function isDecided({ state }: DeskRow): boolean {
  return state === 'settled' || state === 'ignored';
}

function isAfter(day: Temporal.PlainDate, today: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, today) > 0;
}
