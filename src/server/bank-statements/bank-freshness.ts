import type { RunSummary } from '#contract/dunning-run-views.ts';
import { stalestOf, workingDaysSince } from '#core/bank/freshness.ts';
import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';

/** How old what is known of an account is. */
export type BankFreshness = {
  readonly accountId: string;
  readonly number: string;
  readonly currency: Currency;
  readonly name: string;
  readonly followed: boolean;
  /** Null while only intraday reports came in: then it counts from the day the account was met. */
  readonly bookedUntilOn: Temporal.PlainDate | null;
  /** Working days, weekends and the country's holidays left out. */
  readonly days: number;
};

/** The freshness of every account on a day, followed ones first, the oldest data first. */
export async function listBankFreshness(
  trx: Trx,
  companyId: string,
  on: Temporal.PlainDate,
): Promise<BankFreshness[]> {
  const rows = await trx
    .selectFrom('bankAccount as a')
    .innerJoin('company as c', 'c.id', 'a.companyId')
    .select(['a.id', 'a.number', 'a.currency', 'a.name', 'a.followed', 'a.bookedUntilOn', 'a.createdAt'])
    .select(['c.country', 'c.timeZone'])
    .where('a.companyId', '=', companyId)
    .execute();
  return rows
    .map(({ id, country, timeZone, createdAt, ...account }) => {
      const since = account.bookedUntilOn ?? createdAt.toZonedDateTimeISO(timeZone).toPlainDate();
      return { accountId: id, ...account, days: daysSince(since, on, country) };
    })
    .sort(
      (one, other) =>
        Number(other.followed) - Number(one.followed) ||
        other.days - one.days ||
        (one.name < other.name ? -1 : 1),
    );
}

/** Working days from a day up to another, in a country. */
export function daysSince(since: Temporal.PlainDate, on: Temporal.PlainDate, country: string): number {
  const holidays = publicHolidays(country, since.year, on.year);
  return workingDaysSince(epochDayOf(since), epochDayOf(on), { holidays, quietWeekdays: [6, 7] });
}

/** What a run must know of the bank: the oldest data of any account that is followed. */
export async function findBankData(
  trx: Trx,
  companyId: string,
  on: Temporal.PlainDate,
): Promise<RunTerms['bankData']> {
  const stalest = stalestOf(await listBankFreshness(trx, companyId, on));
  return stalest && { account: stalest.name, days: stalest.days };
}

/** The same as it stands on a run. */
export async function showBankFreshness(
  trx: Trx,
  companyId: string,
  on: Temporal.PlainDate,
): Promise<RunSummary['bankFreshness']> {
  const accounts = await listBankFreshness(trx, companyId, on);
  return accounts.map(({ bookedUntilOn, ...account }) => ({
    ...account,
    bookedUntilOn: bookedUntilOn?.toString() ?? null,
  }));
}
