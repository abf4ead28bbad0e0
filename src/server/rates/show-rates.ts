import type { z } from 'zod';
import type { RateChangeView, SeriesView } from '#contract/rates.ts';
import { epochDayFrom, epochDayOf } from '#core/calendar/epoch-days.ts';
import { lastDayOf } from '#core/interest/given-rates.ts';
import { rateText } from '#core/interest/percent.ts';
import { findRate, STATUTORY_RATES, withGivenRates } from '#core/interest/rate-book.ts';
import { type ListedRate, type ListedSeries, listRates } from '#core/interest/rate-list.ts';
import type { RateStatus } from '#core/interest/rates/rate-series.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { type FoundChange, givenRateOf, listChanges, listGivenRates, type StoredRate } from './queries.ts';

export type RateFilter = {
  readonly country?: string | undefined;
  readonly search?: string | undefined;
  readonly status?: RateStatus | undefined;
};
type SeriesShown = z.infer<typeof SeriesView>[];
type ChangeShown = z.infer<typeof RateChangeView>;

const CHANGES_SHOWN = 200;

/** Every series with its rates as the company has them: those it gave stand in the place of the tables. */
export async function showRates(tools: CompanyTools, filter: RateFilter): Promise<SeriesShown> {
  const found = await inCompany(tools, async (trx) => ({
    stored: await listGivenRates(trx, tools.companyId),
    changes: await listChanges(trx, tools.companyId, { limit: 100_000 }),
    day: await findCompanyDay(trx, tools),
  }));
  const given = found.stored.flatMap((rate) => givenRateOf(rate) ?? []);
  const book = withGivenRates(STATUTORY_RATES, given);
  const names = await listUserNames(
    tools.db,
    found.changes.map(({ madeBy }) => madeBy),
  );
  const facts = { stored: found.stored, changes: found.changes, names };
  return listRates(book, epochDayOf(found.day.today))
    .filter((series) => matches(series, filter))
    .map((series) => ({
      ...series,
      countries: [...series.countries],
      rates: series.rates
        .filter(({ status }) => filter.status === undefined || status === filter.status)
        .map((rate) => rateView(series.id, rate, facts)),
    }))
    .filter(({ rates }) => rates.length > 0);
}

function matches({ id, title, countries, publishedIn, rates }: ListedSeries, filter: RateFilter): boolean {
  const wanted = filter.country?.toUpperCase();
  if (wanted && !countries.includes(wanted === 'UK' ? 'GB' : wanted)) return false;
  const search = filter.search?.toLowerCase();
  if (!search) return true;
  const sources = rates.flatMap((rate) => rate.sources);
  return [id, title, publishedIn, ...sources].some((text) => text.toLowerCase().includes(search));
}

type Facts = {
  readonly stored: readonly StoredRate[];
  readonly changes: readonly FoundChange[];
  readonly names: ReadonlyMap<string, string>;
};

function rateView(series: string, rate: ListedRate, { stored, changes, names }: Facts) {
  const own = rate.status === 'given' ? givenFor(series, rate.from, stored) : undefined;
  const change = own && changes.find(({ id }) => id === own.changeId);
  const id = own && givenRateOf(own)?.series;
  const span = id && findRate(STATUTORY_RATES, id, epochDayFrom(rate.from));
  return {
    ...rate,
    sources: [...rate.sources],
    given: change
      ? {
          change: change.id,
          number: change.number,
          by: change.madeBy && (names.get(change.madeBy) ?? null),
          at: change.madeAt.toString(),
          file: change.file,
          reason: change.reason,
        }
      : null,
    builtIn: span ? { percent: rateText(span.percent), status: span.status } : null,
  };
}

/** Of given rates whose days overlap, the one that began last stands. */
function givenFor(series: string, day: string, stored: readonly StoredRate[]): StoredRate | undefined {
  return stored.findLast((one) => {
    const given = one.series === series && one.fromOn.toString() <= day ? givenRateOf(one) : null;
    return given !== null && (lastDayOf(given) ?? day) >= day;
  });
}

/** The history: who gave, withdrew or undid what and when, the latest first. */
export async function showRateChanges(tools: CompanyTools): Promise<ChangeShown[]> {
  const changes = await inCompany(tools, (trx) =>
    listChanges(trx, tools.companyId, { limit: CHANGES_SHOWN }),
  );
  const names = await listUserNames(
    tools.db,
    changes.flatMap(({ madeBy, undoneBy }) => [madeBy, undoneBy]),
  );
  return changes.map(({ madeBy, madeAt, undoneBy, undoneAt, given, withdrawn, ...change }) => ({
    ...change,
    by: madeBy && (names.get(madeBy) ?? null),
    at: madeAt.toString(),
    undone: undoneAt && { by: undoneBy && (names.get(undoneBy) ?? null), at: undoneAt.toString() },
    given: [...given],
    withdrawn: [...withdrawn],
  }));
}

/** What a file of rates would be that gives all these back: columns as `readRateFile` reads them. */
export function rateRows(series: readonly SeriesShown[number][]) {
  return series.flatMap(({ id, countries, rates }) =>
    rates.map((rate) => ({
      series: id,
      from: rate.from,
      until: rate.until ?? '',
      percent: rate.percent ?? '',
      source: rate.sources.join(' '),
      status: rate.status,
      countries: countries.join(' '),
      remark: rate.remark ?? '',
    })),
  );
}
