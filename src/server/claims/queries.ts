import { type SqlBool, sql } from 'kysely';
import type { ClaimActKind, ClaimKind, ClaimState } from '#core/claims/claim-states.ts';
import type { WrittenRow } from '#core/interest/write-row.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';

/** A claim with what it belongs to. */
export type FoundClaim = {
  readonly id: string;
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  readonly level: number;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly waivedMinor: bigint;
  readonly carriedMinor: bigint;
  readonly fromOn: Temporal.PlainDate | null;
  readonly toOn: Temporal.PlainDate | null;
  readonly rows: readonly WrittenRow[];
  readonly lawCountry: string;
  readonly lawKind: DebtorKind;
  readonly claimedOn: Temporal.PlainDate;
  readonly dueItemId: string;
  readonly documentNumber: string;
  readonly settledOn: Temporal.PlainDate | null;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly noticeId: string;
  readonly noticeNumber: number;
  /** The later notice that asks for what was left of it. */
  readonly carriedToNotice: number | null;
};

export type ClaimFilter = {
  readonly ids?: readonly string[] | undefined;
  readonly item?: string | undefined;
  readonly debtor?: string | undefined;
  readonly state?: ClaimState | 'open' | 'standing' | 'to_book' | undefined;
  readonly kind?: ClaimKind | undefined;
  readonly search?: string | undefined;
};

/** The claims that match, the newest notice first. */
export async function listClaims(
  trx: Trx,
  companyId: string,
  filter: ClaimFilter,
  { offset = 0, limit = 100_000 }: { offset?: number; limit?: number } = {},
): Promise<FoundClaim[]> {
  const { rows } = await sql<FoundClaim>`
    select c.id, c.kind, c.state, c.level, c.currency, c.amount_minor, c.paid_minor, c.waived_minor, c.carried_minor,
      c.from_on, c.to_on, c.rows, c.law_country, c.law_kind, c.claimed_on, c.due_item_id, doc.number as document_number,
      i.settled_on, c.debtor_id, d.number as debtor_number, d.name as debtor_name, c.notice_id,
      n.number as notice_number, later.number as carried_to_notice
    ${fromClaims(companyId, filter)}
    order by n.number desc, doc.number, c.kind limit ${limit} offset ${offset}`.execute(trx);
  return rows;
}

/** What they come to, by currency. */
export async function sumClaims(trx: Trx, companyId: string, filter: ClaimFilter) {
  const { rows } = await sql<{
    currency: Currency;
    count: number;
    openMinor: bigint;
    paidMinor: bigint;
    waivedMinor: bigint;
  }>`
    select c.currency, count(*)::int as count,
      coalesce(sum(c.amount_minor - c.paid_minor - c.waived_minor - c.carried_minor) filter (where c.state = 'claimed'), 0)::bigint as open_minor,
      coalesce(sum(c.paid_minor) filter (where c.state <> 'taken_back'), 0)::bigint as paid_minor,
      coalesce(sum(c.waived_minor) filter (where c.state <> 'taken_back'), 0)::bigint as waived_minor
    ${fromClaims(companyId, filter)}
    group by c.currency order by c.currency`.execute(trx);
  return rows;
}

function fromClaims(companyId: string, filter: ClaimFilter) {
  return sql`from claim c
    join due_item i on i.company_id = c.company_id and i.id = c.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = c.company_id and d.id = c.debtor_id
    join notice n on n.company_id = c.company_id and n.id = c.notice_id
    left join claim k on k.company_id = c.company_id and k.id = c.carried_to
    left join notice later on later.company_id = k.company_id and later.id = k.notice_id
    where c.company_id = ${companyId} and ${conditions(filter)}`;
}

function conditions({ ids, item, debtor, state, kind, search }: ClaimFilter) {
  const found = [sql<SqlBool>`true`];
  if (ids) found.push(sql`c.id = any(${[...ids]}::uuid[])`);
  if (item) found.push(sql`c.due_item_id = ${item}`);
  if (debtor) found.push(sql`c.debtor_id = ${debtor}`);
  // What the books need holds everybody; what people look through, not whoever is restricted.
  if (!ids && !item && !debtor && state !== 'to_book') found.push(sql<SqlBool>`d.restricted_at is null`);
  if (kind) found.push(sql`c.kind = ${kind}`);
  if (state === 'open') found.push(sql`c.state = 'claimed'`);
  else if (state === 'to_book') found.push(sql`c.state in ('claimed', 'paid')`);
  else if (state === 'standing') found.push(sql`c.state not in ('carried', 'taken_back')`);
  else if (state) found.push(sql`c.state = ${state}`);
  if (search) {
    const like = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    found.push(sql`(doc.number ilike ${like} or d.number ilike ${like} or d.name ilike ${like})`);
  }
  return sql.join(found, sql` and `);
}

/** Claims that something is about to happen to, locked in one order. */
export async function lockClaims(trx: Trx, companyId: string, ids: readonly string[]): Promise<FoundClaim[]> {
  await sql`select 1 from claim where company_id = ${companyId} and id = any(${[...ids]}::uuid[])
    order by id for update`.execute(trx);
  return listClaims(trx, companyId, { ids });
}

export type ClaimMark = {
  readonly id: string;
  readonly paid: bigint;
  readonly waived: bigint;
  readonly state: ClaimState;
};

export async function markClaims(trx: Trx, companyId: string, marks: readonly ClaimMark[]): Promise<void> {
  const rows = marks.map(({ id, state, paid, waived }) => ({
    id,
    state,
    paid: String(paid),
    waived: String(waived),
  }));
  await sql`
    update claim c set paid_minor = m.paid, waived_minor = m.waived, state = m.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (id uuid, paid bigint, waived bigint, state text)
    where c.company_id = ${companyId} and c.id = m.id`.execute(trx);
}

export type FoundAct = {
  readonly id: string;
  readonly claimId: string;
  readonly kind: ClaimActKind;
  readonly amountMinor: bigint;
  readonly reason: string | null;
  readonly doneOn: Temporal.PlainDate;
  readonly doneBy: string | null;
  readonly doneAt: Temporal.Instant;
  readonly undoneBy: string | null;
  readonly undoneAt: Temporal.Instant | null;
};

/** What became of these claims, act by act, the first first. */
export function listActs(trx: Trx, companyId: string, claimIds: readonly string[]): Promise<FoundAct[]> {
  if (claimIds.length === 0) return Promise.resolve([]);
  return trx
    .selectFrom('claimAct')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('claimId', 'in', [...claimIds])
    .orderBy('doneAt')
    .orderBy('id')
    .execute();
}

/** What is over and done of the claims on items, so that a notice does not ask for it again: by item, where there is any. */
export async function listSettledClaims(
  trx: Trx,
  companyId: string,
  only: readonly string[] | null = null,
): Promise<Map<string, { readonly interest: string; readonly compensation: string }>> {
  const narrowed = only === null ? sql`` : sql`and c.due_item_id = any(${[...only]}::uuid[])`;
  const { rows } = await sql<{ id: string; interest: string; compensation: string }>`
    select c.due_item_id as id,
      coalesce(sum(settled) filter (where c.kind = 'interest'), 0)::text as interest,
      coalesce(sum(settled) filter (where c.kind = 'compensation'), 0)::text as compensation
    from claim c
    join due_item i on i.company_id = c.company_id and i.id = c.due_item_id and i.cycle = c.cycle
    cross join lateral (
      select case c.state when 'booked' then c.amount_minor - c.carried_minor else c.paid_minor + c.waived_minor end as settled
    ) s
    where c.company_id = ${companyId} and c.state <> 'taken_back' and c.kind <> 'fee' and settled > 0
      and i.open_minor > 0 ${narrowed}
    group by c.due_item_id`.execute(trx);
  return new Map(rows.map(({ id, ...settled }) => [id, settled]));
}
