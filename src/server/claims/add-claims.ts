import { sql } from 'kysely';
import type { ClaimKind } from '#core/claims/claim-states.ts';
import type { WrittenRow } from '#core/interest/write-row.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

/** What a notice that is being issued asks besides one debt. Amounts in minor units, as strings. */
export type NewClaim = {
  readonly noticeId: string;
  readonly debtorId: string;
  readonly dueItemId: string;
  readonly kind: ClaimKind;
  readonly level: number;
  readonly cycle: number;
  readonly currency: Currency;
  readonly amount: string;
  /** Of interest: the first and the last day it is for. */
  readonly fromOn: string | null;
  readonly toOn: string | null;
  readonly rows: readonly WrittenRow[];
  readonly lawCountry: string;
  readonly lawKind: DebtorKind;
  /** One compensation for all debts of the notice, by a scale on their sum: those of its other items go into it. */
  readonly forItems: readonly string[];
  readonly claimedOn: string;
};

/**
 * Freezes what issued notices ask besides the debts, in the transaction that issues them. What an earlier notice asked
 * of the same kind for the same item and nobody paid is carried to the new claim, which asks for all days from the
 * first: no day is claimed twice. A fee of the creditor's terms stands beside earlier ones, once for each level.
 */
export async function addClaims(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
  claims: readonly NewClaim[],
): Promise<void> {
  const rows = claims
    .filter(({ amount }) => BigInt(amount) > 0n)
    .map((claim) => ({ id: newId(), ...claim, rows: claim.rows.map((row) => row) }));
  if (rows.length === 0) return;
  const json = JSON.stringify(rows);
  await lockClaimsOf(trx, companyId, [
    ...new Set(rows.flatMap(({ dueItemId, forItems }) => [dueItemId, ...forItems])),
  ]);
  await sql`
    insert into claim (company_id, id, due_item_id, debtor_id, notice_id, kind, level, cycle, currency, amount_minor,
      from_on, to_on, rows, law_country, law_kind, state, claimed_on, claimed_at)
    select ${companyId}::uuid, c.id, c."dueItemId", c."debtorId", c."noticeId", c.kind, c.level, c.cycle, c.currency,
      c.amount, c."fromOn", c."toOn", c.rows, c."lawCountry", c."lawKind", 'claimed', c."claimedOn", ${now.toString()}::timestamptz
    from jsonb_to_recordset(${json}::jsonb) as c (id uuid, "dueItemId" uuid, "debtorId" uuid, "noticeId" uuid, kind text,
      level smallint, cycle smallint, currency text, amount bigint, "fromOn" date, "toOn" date, rows jsonb,
      "lawCountry" text, "lawKind" text, "claimedOn" date)`.execute(trx);
  await sql`
    update claim o set carried_minor = o.amount_minor - o.paid_minor - o.waived_minor, carried_to = target.id,
      state = case when o.paid_minor > 0 then 'paid' when o.waived_minor > 0 then 'waived' else 'carried' end
    from (
      select distinct on (item.id, c.kind) item.id as due_item_id, c.kind, c.currency, c.id
      from jsonb_to_recordset(${json}::jsonb) as c (id uuid, "dueItemId" uuid, kind text, currency text, "forItems" jsonb)
      cross join lateral (
        select c."dueItemId" as id, 0 as rank
        union all select f::uuid, 1 from jsonb_array_elements_text(c."forItems") f
      ) item
      where c.kind in ('interest', 'compensation')
      order by item.id, c.kind, item.rank
    ) target
    where o.company_id = ${companyId} and o.due_item_id = target.due_item_id and o.kind = target.kind
      and o.currency = target.currency and o.state = 'claimed'
      and o.id <> all(${rows.map(({ id }) => id)}::uuid[])`.execute(trx);
}

/** In the order in which whoever acts on several claims locks them. */
async function lockClaimsOf(trx: Trx, companyId: string, dueItemIds: readonly string[]): Promise<void> {
  await sql`select 1 from claim where company_id = ${companyId} and due_item_id = any(${[...dueItemIds]}::uuid[])
    order by id for update`.execute(trx);
}
