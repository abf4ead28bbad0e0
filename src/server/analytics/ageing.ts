import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { firstDaysOf } from '#core/receivables/ageing.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type AgeingRow = {
  readonly currency: Currency;
  readonly bucket: number;
  readonly items: bigint;
  readonly minor: bigint;
};

/**
 * How old is what is open? Per currency and bucket: due items that are open today, with their open amount. Credits
 * count as they stand, negative, so the buckets add up to the balance. The company's own currency comes first.
 */
export async function listAgeing(
  trx: Trx,
  { companyId, today, bounds, currency }: CompanyDay,
  debtorId: string | null = null,
): Promise<AgeingRow[]> {
  const firstDays = sql.join(firstDaysOf(bounds));
  const { rows } = await sql<AgeingRow>`
    select currency, width_bucket(${today}::date - due_on, array[${firstDays}]::integer[]) as bucket,
      count(*) as items, sum(open_minor)::bigint as minor
    from due_item
    where company_id = ${companyId} and open_minor <> 0
      ${debtorId === null ? sql`` : sql`and debtor_id = ${debtorId}`}
    group by 1, 2
    order by currency <> ${currency}, currency, bucket`.execute(trx);
  return rows;
}
