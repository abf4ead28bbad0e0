import { isoDay } from '#core/calendar/epoch-days.ts';
import { readTypedRates, type TypedRate, verifiedBeneath } from '#core/interest/given-rates.ts';
import { rateText } from '#core/interest/percent.ts';
import { type GivenRate, STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { Problem } from '#core/problem.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import {
  endRates,
  findLaterChange,
  listChanges,
  listGivenRates,
  lockRates,
  nextChangeNumber,
  takeRatesBack,
} from './queries.ts';

export type RatesInput = {
  readonly rates: readonly TypedRate[];
  /** The name of the file they came in; null: by hand. */
  readonly file: string | null;
  readonly reason: string | null;
  /** Another value in the place of a verified one is meant. */
  readonly replaceVerified: boolean;
};
/** Nothing is taken where anything is wrong. `change` null: all of it stood already. */
export type RatesTaken = {
  readonly change: string | null;
  readonly taken: number;
  readonly unchanged: number;
  readonly problems: readonly Problem[];
};

/**
 * Takes rates over, all or none: each replaces what the company gave for that series and day before, and stands in the
 * place of the tables. Another value than a verified one must be confirmed, with a reason.
 * @throws Refusal rate_reason_missing
 */
export function giveRates(tools: CompanyTools, input: RatesInput): Promise<RatesTaken> {
  const { rates, problems } = readTypedRates(input.rates);
  const verified = rates.flatMap((rate) => overVerified(rate, input));
  const all = input.replaceVerified ? problems : [...problems, ...verified];
  if (all.length > 0) return Promise.resolve({ change: null, taken: 0, unchanged: 0, problems: all });
  if (verified.length > 0 && !input.reason?.trim()) refuse('rate_reason_missing', {});
  return inCompany(tools, (trx) => take(trx, tools, input, rates));
}

/** One rate by hand, refused by its own problem rather than told in a list. */
export async function giveRate(
  tools: CompanyTools,
  { rate, ...input }: Omit<RatesInput, 'rates' | 'file'> & { rate: Omit<TypedRate, 'row'> },
): Promise<RatesTaken> {
  const taken = await giveRates(tools, { ...input, file: null, rates: [{ ...rate, row: 0 }] });
  const [first] = taken.problems;
  if (first) throw new Refusal(first.code, first.facts);
  return taken;
}

function overVerified(rate: GivenRate, { rates }: RatesInput): Problem[] {
  const span = verifiedBeneath(STATUTORY_RATES, rate);
  if (!span) return [];
  const row = rates.find((one) => one.from.trim() === rate.from && sameSeries(one, rate))?.row ?? 0;
  const facts = { series: rate.series, from: isoDay(span.startsOn), percent: rateText(span.percent) };
  return [{ code: 'rate_from_verified', facts, at: { row, column: 'percent' } }];
}

function sameSeries(typed: TypedRate, rate: GivenRate): boolean {
  return typed.series.trim().toUpperCase() === rate.series;
}

async function take(
  trx: Trx,
  tools: CompanyTools,
  { file, reason }: RatesInput,
  rates: readonly GivenRate[],
): Promise<RatesTaken> {
  const { companyId } = tools;
  await lockRates(trx, companyId);
  const standing = await listGivenRates(trx, companyId);
  const fresh = rates.filter(
    (rate) =>
      !standing.some(
        (one) =>
          one.series === rate.series &&
          one.fromOn.toString() === rate.from &&
          (one.untilOn?.toString() ?? null) === rate.until &&
          one.percent === rate.percent &&
          one.source === rate.source,
      ),
  );
  const unchanged = rates.length - fresh.length;
  if (fresh.length === 0) return { change: null, taken: 0, unchanged, problems: [] };
  const change = await addChange(trx, tools, { file, reason, rates: fresh.length });
  await endRates(trx, companyId, change, fresh);
  await trx
    .insertInto('givenRate')
    .values(
      fresh.map(({ series, from, until, percent, source }) => ({
        ...{ companyId, id: newId(), changeId: change, series, percent, source, endedBy: null },
        fromOn: Temporal.PlainDate.from(from),
        untilOn: until === null ? null : Temporal.PlainDate.from(until),
      })),
    )
    .execute();
  return { change, taken: fresh.length, unchanged, problems: [] };
}

async function addChange(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  { file, reason, rates }: { file: string | null; reason: string | null; rates: number },
): Promise<string> {
  const id = newId();
  const number = await nextChangeNumber(trx, companyId);
  const at = clock.now();
  await trx
    .insertInto('rateChange')
    .values({
      ...{ companyId, id, number, file, reason: reason?.trim() || null },
      ...{ madeBy: actor, madeAt: at, undoneBy: null, undoneAt: null },
    })
    .execute();
  const facts = { change: String(number), rates: String(rates), file: file ?? '' };
  await addTimelineEntries(trx, companyId, [{ kind: 'rates_given', facts, at, actor }]);
  return id;
}

/** Withdraws a given rate: that of the tables holds again. @throws Refusal rate_not_given */
export function withdrawRate(
  tools: CompanyTools,
  { series, from, reason }: { series: string; from: string; reason?: string | null | undefined },
): Promise<string> {
  return inCompany(tools, async (trx) => {
    await lockRates(trx, tools.companyId);
    const change = await addChange(trx, tools, { file: null, reason: reason ?? null, rates: 0 });
    const ended = await endRates(trx, tools.companyId, change, [{ series, from }]);
    if (ended === 0) refuse('rate_not_given', { series, from });
    return change;
  });
}

/**
 * Undoes a change of rates: what it gave counts no more, what it replaced counts again.
 * @throws Refusal rate_change_unknown, rate_change_undone, rate_change_overtaken
 */
export function undoRateChange(tools: CompanyTools, { change }: { change: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    await lockRates(trx, companyId);
    const [found] = await listChanges(trx, companyId, { limit: 1, id: change });
    if (!found) return refuse('rate_change_unknown', { change });
    if (found.undoneAt) refuse('rate_change_undone', { change: String(found.number) });
    const later = await findLaterChange(trx, companyId, change);
    if (later !== null)
      refuse('rate_change_overtaken', { change: String(found.number), later: String(later) });
    await takeRatesBack(trx, companyId, change);
    const at = clock.now();
    await trx
      .updateTable('rateChange')
      .set({ undoneBy: actor, undoneAt: at })
      .where('companyId', '=', companyId)
      .where('id', '=', change)
      .execute();
    const facts = { change: String(found.number) };
    await addTimelineEntries(trx, companyId, [{ kind: 'rates_undone', facts, at, actor }]);
  });
}
