import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import { PAID } from '#server/promises/standing.ts';
import { agreed } from './agreement-queue.ts';
import type { CompanyDay } from './company-day.ts';

export type AgreedAmount = {
  readonly kind: 'disputed' | 'promised';
  readonly currency: Currency;
  readonly count: bigint;
  readonly minor: bigint;
};
export type AgreedCounts = {
  /** Broken promises that nobody has dealt with. */
  readonly broken: bigint;
  /** Of the last twelve months: how many promises are over, and how many of them were kept. */
  readonly ended: bigint;
  readonly kept: bigint;
};

/** How much of what is open is contested, and how much is promised and not paid yet? Per currency, the company's first. */
export async function listAgreedAmounts(
  trx: Trx,
  { companyId, today, currency }: CompanyDay,
): Promise<AgreedAmount[]> {
  const { rows } = await sql<AgreedAmount>`
    select kind, currency, count(*) as count, sum(minor)::bigint as minor
    from (
      select 'disputed' as kind, i.currency, least(coalesce(x.amount_minor, i.open_minor), i.open_minor) as minor
      from dispute x
      join due_item i on i.company_id = x.company_id and i.id = x.due_item_id and i.open_minor > 0
      where x.company_id = ${companyId} and x.state <> 'closed'
      union all
      select 'promised', p.currency, p.amount_minor - greatest(${PAID}, 0)
      from promise p
      where p.company_id = ${companyId} and p.withdrawn_at is null and p.outcome is null and p.deadline_on >= ${today}
        and ${PAID} < p.amount_minor
    ) a
    group by kind, currency
    order by kind, currency <> ${currency}, currency`.execute(trx);
  return rows;
}

/** How many broken promises wait for somebody, and how many promises were kept of those that are over? */
export async function findAgreedCounts(trx: Trx, day: CompanyDay): Promise<AgreedCounts> {
  const { companyId, today } = day;
  const { rows } = await sql<AgreedCounts>`
    with ${agreed(day)}
    select (select count(*) from agreed where kind = 'promise_broken') as broken,
      count(*) as ended, count(*) filter (where p.outcome = 'kept') as kept
    from promise p
    where p.company_id = ${companyId} and p.withdrawn_at is null and p.outcome is not null
      and p.promised_on > ${today.subtract({ months: 12 })}`.execute(trx);
  return rows[0] ?? { broken: 0n, ended: 0n, kept: 0n };
}
