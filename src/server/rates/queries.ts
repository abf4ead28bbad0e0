import { sql } from 'kysely';
import { type GivenRate, type RateBook, STATUTORY_RATES, withGivenRates } from '#core/interest/rate-book.ts';
import { ALL_SERIES, type SeriesId } from '#core/interest/rates/all-series.ts';
import type { Trx } from '#server/platform/db.ts';

export type StoredRate = {
  readonly id: string;
  readonly changeId: string;
  readonly series: string;
  readonly fromOn: Temporal.PlainDate;
  readonly untilOn: Temporal.PlainDate | null;
  readonly percent: string;
  readonly source: string;
};

/** The rates a company gave that count today, each of a series that is still known, with the change they came by. */
export function listGivenRates(trx: Trx, companyId: string): Promise<StoredRate[]> {
  return trx
    .selectFrom('givenRate')
    .select(['id', 'changeId', 'series', 'fromOn', 'untilOn', 'percent', 'source'])
    .where('companyId', '=', companyId)
    .where('endedBy', 'is', null)
    .orderBy('series')
    .orderBy('fromOn')
    .execute();
}

/** A stored rate as the law's engine takes it; null where its series is no longer known. */
export function givenRateOf({ series, fromOn, untilOn, percent, source }: StoredRate): GivenRate | null {
  const id = seriesId(series);
  if (!id) return null;
  return { series: id, from: fromOn.toString(), until: untilOn?.toString() ?? null, percent, source };
}

function seriesId(text: string): SeriesId | null {
  return ALL_SERIES.find(({ id }) => id === text)?.id ?? null;
}

/** The rates of the law with those the company gave in their place: what everything of the company is computed with. */
export async function readRateBook(trx: Trx, companyId: string): Promise<RateBook> {
  const given = (await listGivenRates(trx, companyId)).flatMap((rate) => givenRateOf(rate) ?? []);
  return given.length === 0 ? STATUTORY_RATES : withGivenRates(STATUTORY_RATES, given);
}

/** One change of rates at a time in a company: the second waits here. */
export async function lockRates(trx: Trx, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rates ${companyId}`}, 0))`.execute(trx);
}

export async function nextChangeNumber(trx: Trx, companyId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from rate_change where company_id = ${companyId}`.execute(
    trx,
  );
  return rows[0]?.next ?? 1;
}

/** Ends the rates in force for these series and days: a change puts others there, or nothing. */
export async function endRates(
  trx: Trx,
  companyId: string,
  changeId: string,
  keys: readonly { series: string; from: string }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    update given_rate g set ended_by = ${changeId}
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (series text, "from" date)
    where g.company_id = ${companyId} and g.series = k.series and g.from_on = k."from" and g.ended_by is null`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0n);
}

export type FoundChange = {
  readonly id: string;
  readonly number: number;
  readonly file: string | null;
  readonly reason: string | null;
  readonly madeBy: string | null;
  readonly madeAt: Temporal.Instant;
  readonly undoneBy: string | null;
  readonly undoneAt: Temporal.Instant | null;
  readonly given: readonly ChangedRate[];
  /** What it took away without putting another there. */
  readonly withdrawn: readonly ChangedRate[];
};
export type ChangedRate = {
  readonly series: string;
  readonly from: string;
  readonly until: string | null;
  readonly percent: string;
  readonly source: string;
};

const AS_JSON = sql`json_agg(json_build_object('series', g.series, 'from', g.from_on, 'until', g.until_on,
  'percent', g.percent, 'source', g.source) order by g.series, g.from_on)`;

/** The changes of rates, the latest first. */
export async function listChanges(
  trx: Trx,
  companyId: string,
  { limit, id }: { limit: number; id?: string },
): Promise<FoundChange[]> {
  const { rows } = await sql<
    Omit<FoundChange, 'given' | 'withdrawn'> & {
      given: ChangedRate[] | null;
      withdrawn: ChangedRate[] | null;
    }
  >`
    select c.id, c.number, c.file, c.reason, c.made_by, c.made_at, c.undone_by, c.undone_at,
      (select ${AS_JSON} from given_rate g where g.company_id = c.company_id and g.change_id = c.id) as given,
      (select ${AS_JSON} from given_rate g where g.company_id = c.company_id and g.ended_by = c.id and g.change_id <> c.id
        and not exists (select 1 from given_rate o where o.company_id = c.company_id and o.change_id = c.id
          and o.series = g.series and o.from_on = g.from_on)) as withdrawn
    from rate_change c
    where c.company_id = ${companyId} ${id ? sql`and c.id = ${id}` : sql``}
    order by c.number desc limit ${limit}`.execute(trx);
  return rows.map(({ given, withdrawn, ...change }) => ({
    ...change,
    given: given ?? [],
    withdrawn: withdrawn ?? [],
  }));
}

/** The number of a later change that stands on rates of this one; null where none does. */
export async function findLaterChange(trx: Trx, companyId: string, changeId: string): Promise<number | null> {
  const { rows } = await sql<{ number: number }>`
    select later.number
    from rate_change c
    join rate_change later on later.company_id = c.company_id and later.number > c.number and later.undone_at is null
    where c.company_id = ${companyId} and c.id = ${changeId} and (
      exists (select 1 from given_rate g where g.company_id = c.company_id and g.change_id = c.id and g.ended_by = later.id)
      or exists (
        select 1 from given_rate g join given_rate o on o.company_id = g.company_id and o.series = g.series
          and o.from_on = g.from_on and o.change_id = later.id
        where g.company_id = c.company_id and g.ended_by = c.id))
    order by later.number desc limit 1`.execute(trx);
  return rows[0]?.number ?? null;
}

/** Puts back what a change ended, and ends what it gave. */
export async function takeRatesBack(trx: Trx, companyId: string, changeId: string): Promise<void> {
  await sql`update given_rate set ended_by = ${changeId} where company_id = ${companyId} and change_id = ${changeId}`.execute(
    trx,
  );
  await sql`update given_rate set ended_by = null
    where company_id = ${companyId} and ended_by = ${changeId} and change_id <> ${changeId}`.execute(trx);
}
