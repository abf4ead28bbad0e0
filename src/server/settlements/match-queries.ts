import { type RawBuilder, sql } from 'kysely';
import type { Certainty, MatchBasis, MatchPart } from '#core/matching/match-facts.ts';
import type { Doubt, Reason } from '#core/matching/match-reasons.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';

/** A line that has money to give, booked or not: what a proposal of it says still counts. */
const WAITING = sql`l.remaining_minor <> 0 and (l.state in ('open', 'partly') or l.state = 'pending')`;

export type ProbablePayment = {
  readonly lineId: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** The first reason of the match, by its code. */
  readonly reason: string;
};

/**
 * Due items that a line probably pays which nobody has settled yet, by their ids: nobody is reminded of those. All of the
 * company's, or of the items given. Few lines wait at any time, so this stays small.
 */
export async function listProbablyPaid(
  trx: Trx,
  companyId: string,
  itemIds?: readonly string[],
): Promise<ReadonlyMap<string, ProbablePayment>> {
  const narrowed = itemIds ? sql`and u.item_id = any(${[...new Set(itemIds)]}::uuid[])` : sql``;
  const { rows } = await sql<ProbablePayment & { itemId: string }>`
    select distinct on (u.item_id) u.item_id, l.id as line_id, l.booked_on, l.amount_minor, l.currency,
      coalesce(m.because -> 0 ->> 'code', m.basis) as reason
    from bank_line l
    join line_match m on m.company_id = l.company_id and m.line_id = l.id and m.certainty <> 'possible'
    cross join lateral unnest(m.item_ids) as u (item_id)
    where l.company_id = ${companyId} and ${WAITING} and l.amount_minor > 0 ${narrowed}
    order by u.item_id, m.certainty, l.booked_on, l.id`.execute(trx);
  return new Map(rows.map(({ itemId, ...payment }) => [itemId, payment]));
}

/** The ids of those items, for a query that leaves them out. */
export function probablyPaidItems(companyId: string): RawBuilder<unknown> {
  return sql`
    select distinct u.item_id
    from bank_line l
    join line_match m on m.company_id = l.company_id and m.line_id = l.id and m.certainty <> 'possible'
    cross join lateral unnest(m.item_ids) as u (item_id)
    where l.company_id = ${companyId} and ${WAITING} and l.amount_minor > 0`;
}

/** Lines that wait and were matched with one of these items: what is open of it has changed, so they are matched again. */
export async function listLinesMatchedWith(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
): Promise<string[]> {
  if (itemIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct l.id from bank_line l
    join line_match m on m.company_id = l.company_id and m.line_id = l.id
    cross join lateral unnest(m.item_ids) as u (item_id)
    where l.company_id = ${companyId} and ${WAITING} and u.item_id = any(${[...itemIds]}::uuid[])`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

/** A proposal as it is stored, its amounts numbers again. */
export type StoredMatch = {
  readonly lineId: string;
  readonly rank: number;
  readonly certainty: Certainty;
  readonly basis: MatchBasis;
  readonly debtorId: string | null;
  readonly because: readonly Reason[];
  readonly but: readonly Doubt[];
  readonly parts: readonly MatchPart[];
  readonly remainderMinor: bigint;
  readonly takesBackLineId: string | null;
};

/** The proposals of these lines, best first. */
export async function listMatches(
  trx: Trx,
  companyId: string,
  lineIds: readonly string[],
): Promise<StoredMatch[]> {
  if (lineIds.length === 0) return [];
  const rows = await trx
    .selectFrom('lineMatch')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('lineId', 'in', [...lineIds])
    .orderBy('lineId')
    .orderBy('rank')
    .execute();
  return rows.map(({ because, but, parts, ...row }) => ({
    ...row,
    because: because as readonly Reason[],
    but: but as readonly Doubt[],
    parts: (parts as readonly StoredPart[]).map((part) => ({
      ...part,
      amountMinor: BigInt(part.amountMinor),
    })),
  }));
}

type StoredPart = Omit<MatchPart, 'amountMinor'> & { readonly amountMinor: string };

export async function findMatch(trx: Trx, companyId: string, lineId: string, rank: number) {
  return (await listMatches(trx, companyId, [lineId])).find((match) => match.rank === rank);
}

/** The best proposal of each line that has one. */
export async function listBestMatches(trx: Trx, companyId: string, lineIds: readonly string[]) {
  return (await listMatches(trx, companyId, lineIds)).filter(({ rank }) => rank === 1);
}
