import { sql } from 'kysely';
import type { FirstNotice } from '#core/dunning/facts.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';

/**
 * The first reminder that was issued for each open due item of its cycle, where a law may make interest or costs wait
 * for one: consumers everywhere, businesses where the uniform act of OHADA rules. In one statement, of all or of these.
 */
export async function listFirstNotices(
  trx: Trx,
  companyId: string,
  only: readonly string[] | null = null,
): Promise<Map<string, FirstNotice>> {
  const narrowed = only === null ? sql`` : sql`and l.due_item_id = any(${[...only]}::uuid[])`;
  const { rows } = await sql<{ id: string; sentOn: number; channel: Channel }>`
    select distinct on (l.due_item_id) l.due_item_id as id, n.issued_on - date '1970-01-01' as sent_on, n.channel
    from notice_line l
    join notice n on n.company_id = l.company_id and n.id = l.notice_id
    join due_item i on i.company_id = l.company_id and i.id = l.due_item_id and i.cycle = l.cycle
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    join company c on c.id = d.company_id
    where l.company_id = ${companyId} and l.level > 0 and not l.undone and n.undone_at is null
      and i.open_minor > 0 and i.level > 0 and (d.kind = 'consumer' or c.currency = 'XOF') ${narrowed}
    order by l.due_item_id, n.number`.execute(trx);
  return new Map(
    rows.map(({ id, sentOn, channel }) => [id, { sentOn, by: channel === 'mail' ? 'mail' : 'post' }]),
  );
}
