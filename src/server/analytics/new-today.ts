import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type NewToday = {
  readonly added: bigint;
  readonly settled: bigint;
  readonly fellDue: bigint;
  readonly sent: bigint;
  readonly failed: bigint;
  readonly debtors: bigint;
};

/** What is new since midnight of the company: items that came, were settled or became overdue, notices that left or failed. */
export async function findNewToday(trx: Trx, { companyId, today, timeZone }: CompanyDay): Promise<NewToday> {
  const midnight = today.toZonedDateTime(timeZone).toInstant();
  const { rows } = await sql<NewToday>`
    with happened as (
      select kind, count(*) as times from timeline_entry
      where company_id = ${companyId} and at >= ${midnight}
      group by kind
    )
    select
      (select count(*) from document where company_id = ${companyId} and imported_on = ${today}) as added,
      coalesce((select times from happened where kind = 'notice_sent'), 0) as sent,
      coalesce((select sum(times) from happened where kind in ('notice_refused', 'notice_bounced')), 0)::bigint as failed,
      (select count(*) from due_item
        where company_id = ${companyId} and open_minor = 0 and settled_on = ${today}) as settled,
      (select count(*) from due_item
        where company_id = ${companyId} and open_minor <> 0 and open_minor > 0 and due_on = ${today}::date - 1) as fell_due,
      (select count(*) from debtor where company_id = ${companyId}) as debtors`.execute(trx);
  return rows[0] ?? { added: 0n, settled: 0n, fellDue: 0n, sent: 0n, failed: 0n, debtors: 0n };
}
