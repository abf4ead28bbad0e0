import { sql } from 'kysely';
import { confirmParts } from '#core/receivables/confirm-parts.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

type PartRow = {
  readonly settlementId: string;
  readonly position: number;
  readonly dueItemId: string;
  readonly amountMinor: bigint;
  readonly confirmedMinor: bigint;
  readonly more: bigint;
};

/**
 * What an import found out of items that the bank settled, from the transaction's own table `merged_met`: what the ledger
 * shows now of each settlement, and where it says otherwise.
 */
export async function recordMet(
  trx: Trx,
  { today, at }: { today: Temporal.PlainDate; at: Temporal.Instant },
): Promise<void> {
  const { rows: met } = await sql<{ dueItemId: string; kind: string | null }>`
    update due_item i set provisional_minor = m.provisional_minor from merged_met m
    where i.company_id = (select rappel_company()) and i.id = m.due_item_id
    returning m.due_item_id, m.kind`.execute(trx);
  if (met.length === 0) return;
  await confirm(trx, at);
  const differing = met.filter(({ kind }) => kind !== null);
  const rows = differing.map(({ dueItemId }) => ({ id: newId(), item: dueItemId }));
  await sql`
    insert into ledger_difference (company_id, id, kind, debtor_id, due_item_id, currency, expected_minor, found_minor, found_on,
      found_at)
    select (select rappel_company()), w.id, m.kind, m.debtor_id, m.due_item_id, m.currency, m.expected_minor, m.found_minor,
      ${today}::date, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, item uuid)
    join merged_met m on m.due_item_id = w.item
    on conflict (company_id, due_item_id, kind) where resolved_at is null
      do update set expected_minor = excluded.expected_minor, found_minor = excluded.found_minor,
        found_on = excluded.found_on`.execute(trx);
}

async function confirm(trx: Trx, at: Temporal.Instant): Promise<void> {
  const { rows } = await sql<PartRow>`
    select p.settlement_id, p.position, p.due_item_id, p.amount_minor, p.confirmed_minor, m.confirmed_minor as more
    from merged_met m
    join settlement_part p on p.company_id = (select rappel_company()) and p.due_item_id = m.due_item_id and not p.undone
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    where m.confirmed_minor <> 0
    order by p.due_item_id, s.made_at, s.id, p.position`.execute(trx);
  const changes = [...Map.groupBy(rows, ({ dueItemId }) => dueItemId).values()].flatMap((own) => {
    const confirmed = confirmParts(own, own[0]?.more ?? 0n);
    return own.map(({ settlementId, position }, index) => ({
      settlement: settlementId,
      position,
      confirmed: String(confirmed[index] ?? 0n),
    }));
  });
  await sql`
    update settlement_part p set confirmed_minor = w.confirmed,
      confirmed_at = case when w.confirmed = p.amount_minor then ${at}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as w (settlement uuid, position smallint, confirmed bigint)
    where p.company_id = (select rappel_company()) and p.settlement_id = w.settlement and p.position = w.position
      and p.confirmed_minor <> w.confirmed`.execute(trx);
}
