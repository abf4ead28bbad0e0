import { sql } from 'kysely';
import type { LineFacts } from '#core/matching/match-facts.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { type LockedLine, lockItems, lockLines } from './queries.ts';
import { SEPARATORS } from './read-match-facts.ts';
import { ignoreLines } from './set-line-aside.ts';

type Rejected = { readonly lineId: string; readonly dueItemId: string };

/**
 * Direct debits that the bank sends back while the item was never shown as paid: no money of it was settled, so none is taken
 * back, but from now on the item is reminded like any other. The line is done with. @returns the lines
 */
export async function rejectCollections(
  trx: Trx,
  tools: CompanyTools,
  lines: readonly LineFacts[],
): Promise<readonly string[]> {
  const { companyId, clock, actor } = tools;
  const sentBack = lines.filter(
    ({ amountMinor, reversal, returnReason, pending }) =>
      amountMinor < 0n && !pending && (reversal || returnReason),
  );
  const rejected = await listRejected(
    trx,
    companyId,
    sentBack.map(({ id }) => id),
  );
  if (rejected.length === 0) return [];
  const locked = await lockLines(
    trx,
    companyId,
    rejected.map(({ lineId }) => lineId),
  );
  const items = await lockItems(
    trx,
    companyId,
    rejected.map(({ dueItemId }) => dueItemId),
  );
  const done = rejected.flatMap(({ lineId, dueItemId }) => {
    const [line, item] = [locked.get(lineId), items.get(dueItemId)];
    return line?.state === 'open' && item ? [{ id: newId(), line, item }] : [];
  });
  await ignoreLines(
    trx,
    tools,
    done.map(({ id, line }) => ({ id, line, note: null, ruleId: null })),
  );
  await addMarks(trx, companyId, done);
  const entries = done.map(({ line, item }) => ({
    kind: 'collection_rejected' as const,
    debtorId: item.debtorId,
    dueItemId: item.id,
    facts: { document: item.number, on: line.bookedOn.toString(), reason: line.returnReason ?? '' },
    at: clock.now(),
    actor,
  }));
  await addTimelineEntries(trx, companyId, entries);
  return done.map(({ line }) => line.id);
}

/** The one open item that a returned line names, that is collected, and whose open amount is the line's. */
async function listRejected(trx: Trx, companyId: string, lineIds: readonly string[]): Promise<Rejected[]> {
  if (lineIds.length === 0) return [];
  const { rows } = await sql<Rejected>`
    with found as (
      select l.id as line_id, i.id as due_item_id, count(*) over (partition by l.id) as times
      from bank_line l
      join document doc on doc.company_id = l.company_id and doc.direct_debit
      join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
      where l.company_id = ${companyId} and l.id = any(${[...lineIds]}::uuid[]) and l.state = 'open'
        and i.collection_failed_on is null and i.open_minor = -l.amount_minor and i.currency = l.currency
        and (doc.structured_reference = l.structured_reference
          or (length(doc.number) >= 4 and position(translate(lower(doc.number), ${SEPARATORS}, '')
            in translate(lower(concat_ws(' ', l.text, l.end_to_end_id)), ${SEPARATORS}, '')) > 0)))
    select line_id, due_item_id from found where times = 1`.execute(trx);
  return rows;
}

/** A part that takes nothing off its item: it says that the collection failed, and what stood there before. */
async function addMarks(
  trx: Trx,
  companyId: string,
  done: readonly {
    id: string;
    line: LockedLine;
    item: { id: string; debtorId: string; currency: string; openMinor: bigint };
  }[],
): Promise<void> {
  const rows = done.map(({ id, line, item }) => ({
    settlement: id,
    debtor: item.debtorId,
    item: item.id,
    currency: item.currency,
    open: String(item.openMinor),
    booked: line.bookedOn.toString(),
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (settlement uuid, debtor uuid, item uuid,
    currency text, open bigint, booked date)`;
  await sql`
    insert into settlement_part (company_id, settlement_id, position, kind, debtor_id, due_item_id, currency, money_minor,
      amount_minor, open_before_minor, open_after_minor, before)
    select ${companyId}::uuid, settlement, 1, 'return', debtor, item, currency, 0, 0, open, open,
      '{"settledOn": null, "collectionFailedOn": null}'
    from ${given}`.execute(trx);
  await sql`
    update due_item i set collection_failed_on = w.booked from ${given}
    where i.company_id = ${companyId} and i.id = w.item`.execute(trx);
}
