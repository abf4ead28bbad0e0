import { sql } from 'kysely';
import type { FirstNotice } from '#core/dunning/facts.ts';
import type { Trx } from '#server/platform/db.ts';

/**
 * The first notice that announced interest or costs for each open due item of its cycle, as its law wants before any are
 * asked: a reminder without what the law prescribes is none. In one statement, of all or of these.
 */
export async function listFirstNotices(
  trx: Trx,
  companyId: string,
  only: readonly string[] | null = null,
): Promise<Map<string, FirstNotice>> {
  const narrowed = only === null ? sql`` : sql`and l.due_item_id = any(${[...only]}::uuid[])`;
  const { rows } = await sql<{ id: string; sentOn: number; by: FirstNotice['by'] }>`
    select distinct on (l.due_item_id) l.due_item_id as id, n.issued_on - date '1970-01-01' as sent_on,
      case when exists (
        select from dispatch s where s.company_id = n.company_id and s.notice_id = n.id and s.channel <> 'mail'
      ) then 'post' else 'mail' end as by
    from notice n
    join notice_line l on l.company_id = n.company_id and l.notice_id = n.id
    join due_item i on i.company_id = l.company_id and i.id = l.due_item_id and i.cycle = l.cycle
    where n.company_id = ${companyId} and n.announcement is not null and n.undone_at is null
      and l.level > 0 and not l.undone and i.open_minor > 0 and i.level > 0 ${narrowed}
    order by l.due_item_id, n.number`.execute(trx);
  return new Map(rows.map(({ id, sentOn, by }) => [id, { sentOn, by }]));
}
