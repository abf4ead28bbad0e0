import { sql } from 'kysely';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type BiggestDebtor = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly level: number;
  readonly oldestOn: Temporal.PlainDate;
  readonly overdueMinor: bigint;
};

/** Who owes most that is overdue, in the company's own currency, credits taken off? */
export async function listBiggestDebtors(trx: Trx, day: CompanyDay, limit: number): Promise<BiggestDebtor[]> {
  const { rows } = await sql<BiggestDebtor>`
    with biggest as materialized (
      select debtor_id, sum(open_minor)::bigint as overdue_minor
      from due_item
      where company_id = ${day.companyId} and open_minor <> 0 and due_on < ${day.today} and currency = ${day.currency}
        and ${isUnrestricted(day.companyId, sql`debtor_id`)}
      group by debtor_id
      having sum(open_minor) > 0
      order by overdue_minor desc, debtor_id
      limit ${limit}
    )
    select d.id, d.number, d.name, own.level, own.oldest_on, b.overdue_minor
    from biggest b
    join debtor d on d.company_id = ${day.companyId} and d.id = b.debtor_id
    cross join lateral (
      select max(i.level) as level, min(i.due_on) filter (where i.open_minor > 0) as oldest_on
      from due_item i
      where i.company_id = d.company_id and i.debtor_id = d.id and i.open_minor <> 0 and i.due_on < ${day.today}
        and i.currency = ${day.currency}
    ) own
    order by b.overdue_minor desc, d.id`.execute(trx);
  return rows;
}
