import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { LockedItem, StoredPart } from './queries.ts';

export function markUndone(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  { at, actor }: { at: Temporal.Instant; actor: string | null },
) {
  return sql`
    with gone as (
      update settlement set undone_at = ${at}, undone_by = ${actor}
      where company_id = ${companyId} and id = any(${[...ids]}::uuid[]) returning id)
    update settlement_part p set undone = true from gone
    where p.company_id = ${companyId} and p.settlement_id = gone.id`.execute(trx);
}

/** Returns that stand and took back what was settled with these lines. */
export async function listReturnsOf(trx: Trx, companyId: string, lineIds: readonly string[]) {
  const { rows } = await sql<{ id: string; bookedOn: Temporal.PlainDate; number: string | null }>`
    select s.id, s.booked_on, min(doc.number) as number
    from settlement s
    left join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
    left join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
    left join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where s.company_id = ${companyId} and s.undone_at is null and s.takes_back_line_id = any(${[...lineIds]}::uuid[])
    group by s.id, s.booked_on`.execute(trx);
  return rows;
}

type Change = {
  readonly item: LockedItem;
  readonly part: StoredPart;
  readonly open: bigint;
  readonly back: bigint;
};

/** The items as they were: amounts given back one after another, and what a return had begun anew taken up where it was. */
export async function giveItemsBack(
  trx: Trx,
  companyId: string,
  { changes, today }: { changes: readonly Change[]; today: Temporal.PlainDate },
): Promise<void> {
  const rows = [...Map.groupBy(changes, ({ item }) => item.id)].map(([id, own]) => {
    const last = own.at(-1);
    const before = (last?.part.before ?? {}) as Record<string, unknown>;
    // The first that went back says whether the collection had failed; that which closed the cycle, where it stood.
    const returns = own.filter(({ part }) => part.kind === 'return');
    const returned = returns.at(-1);
    const failed = (returned?.part.before ?? {}) as Record<string, unknown>;
    const opened = returns.findLast(({ part }) => 'cycle' in (part.before as object));
    const begun = (opened?.part.before ?? {}) as Record<string, unknown>;
    // A notice of the new cycle has gone out since: it stands, and the cycle with it.
    const isFresh = opened !== undefined && opened.item.level === 0 && opened.item.courtesyOn === null;
    return {
      id,
      open: String(last?.open ?? 0n),
      back: String(own.reduce((sum, { back }) => sum + back, 0n)),
      whole: String(own.reduce((sum, { part }) => sum + part.amountMinor, 0n)),
      settled: before.settledOn ?? null,
      returned: returned !== undefined,
      failed: failed.collectionFailedOn ?? null,
      fresh: isFresh,
      ...(isFresh && begun),
    };
  });
  if (rows.length === 0) return;
  await sql`
    update due_item i set open_minor = w.open, provisional_minor = i.provisional_minor - w.back,
      banked_minor = i.banked_minor - w.whole,
      settled_on = case when w.open = 0 then coalesce(w.settled, i.settled_on, ${today}::date) end,
      collection_failed_on = case when w.returned then w.failed else i.collection_failed_on end,
      cycle = case when w.fresh then w.cycle else i.cycle end,
      level = case when w.fresh then w.level else i.level end,
      times = case when w.fresh then w.times else i.times end,
      courtesy_on = case when w.fresh then w."courtesyOn" else i.courtesy_on end,
      notified_on = case when w.fresh then w."notifiedOn" else i.notified_on end,
      deadline_on = case when w.fresh then w."deadlineOn" else i.deadline_on end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, open bigint, back bigint, whole bigint,
      settled date, returned boolean, failed date, fresh boolean, cycle smallint, level smallint, times smallint,
      "courtesyOn" date, "notifiedOn" date, "deadlineOn" date)
    where i.company_id = ${companyId} and i.id = w.id`.execute(trx);
}

/**
 * The documents made for money on account go with it. One that a notice or a hold names was part of what was said: it stays,
 * with nothing open on it.
 */
export async function removeOnAccount(
  trx: Trx,
  companyId: string,
  parts: readonly StoredPart[],
  today: Temporal.PlainDate,
): Promise<void> {
  const ids = parts.flatMap(({ dueItemId }) => dueItemId ?? []);
  if (ids.length === 0) return;
  const { rows: kept } = await sql<{ id: string }>`
    update due_item i set open_minor = 0, provisional_minor = 0, banked_minor = 0, settled_on = ${today}
    where i.company_id = ${companyId} and i.id = any(${ids}::uuid[])
      and (exists (select from notice_line l where l.company_id = i.company_id and l.due_item_id = i.id)
        or exists (select from hold h where h.company_id = i.company_id and h.due_item_id = i.id))
    returning i.id`.execute(trx);
  const gone = ids.filter((id) => !kept.some((one) => one.id === id));
  await sql`
    with items as (
      delete from due_item where company_id = ${companyId} and id = any(${gone}::uuid[]) returning document_id)
    delete from document d using items
    where d.company_id = ${companyId} and d.id = items.document_id`.execute(trx);
}
