import { daysBetween } from '#core/calendar/days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { bucketsOf } from '#core/receivables/ageing.ts';
import type { AgeingRow } from '#server/analytics/ageing.ts';
import type { CompanyDay } from '#server/analytics/company-day.ts';
import type { DebtorBalanceRow } from '#server/analytics/debtor-balances.ts';
import type { listHolds } from './queries.ts';

/** A row of the list, as the API shows it. */
export function debtorRowView(row: DebtorBalanceRow, { today, currency }: CompanyDay) {
  const late = row.oldestOn === null ? 0 : daysBetween(row.oldestOn, today);
  const balances = row.balances ?? [{ currency, open: '0', overdue: '0' }];
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    kind: row.kind,
    language: row.language,
    email: row.email,
    preferredChannel: row.preferredChannel,
    group: row.groupId === null ? null : { id: row.groupId, name: row.groupName ?? '' },
    level: row.level ?? 0,
    openItems: Number(row.items ?? 0n),
    open: balances.map((balance) => amountView(balance.open, balance.currency)),
    overdue: balances.map((balance) => amountView(balance.overdue, balance.currency)),
    daysLate: late < 0 ? 0 : late,
    onHold: row.onHold,
    noAddress: row.noAddress,
    restricted: row.restricted,
    contactedOn: row.contactedOn?.toString() ?? null,
  };
}

function amountView(minor: string, currency: Currency) {
  return { amount: toDecimal(money(BigInt(minor), currency)), currency };
}

/** The aged balance in each currency, with its empty buckets: what a row of tiles shows. */
export function balanceViews(rows: readonly AgeingRow[], { bounds, currency: own }: CompanyDay) {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return (currencies.length === 0 ? [own] : currencies).map((currency) => {
    const mine = rows.filter((row) => row.currency === currency);
    const sum = (some: readonly AgeingRow[]) => some.reduce((total, { minor }) => total + minor, 0n);
    return {
      currency,
      open: toDecimal(money(sum(mine), currency)),
      overdue: toDecimal(money(sum(mine.filter(({ bucket }) => bucket > 0)), currency)),
      items: Number(mine.reduce((total, { items }) => total + items, 0n)),
      buckets: bucketsOf(bounds).map((bucket) => {
        const row = mine.find((found) => found.bucket === bucket.bucket);
        return {
          ...bucket,
          items: Number(row?.items ?? 0n),
          amount: toDecimal(money(row?.minor ?? 0n, currency)),
        };
      }),
    };
  });
}

export function holdView(
  hold: Awaited<ReturnType<typeof listHolds>>[number],
  names: ReadonlyMap<string, string>,
) {
  return {
    id: hold.id,
    item: hold.dueItemId === null ? null : { id: hold.dueItemId, number: hold.documentNumber ?? '' },
    reason: hold.reason,
    until: hold.untilOn?.toString() ?? null,
    review: hold.reviewOn?.toString() ?? null,
    placedBy: hold.placedBy === null ? null : (names.get(hold.placedBy) ?? hold.placedBy),
    placedAt: hold.placedAt.toString(),
  };
}
