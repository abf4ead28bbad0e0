import { sql } from 'kysely';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addActs } from './act-on-claims.ts';
import { lockClaims } from './queries.ts';

/**
 * Drops what is still claimed for debts that are paid, where all of it together stays below the amount the company set.
 * Nothing is dropped where none is set, nor in another currency than the company's: no exchange rate is known.
 * @returns how many claims
 */
export function dropSmallClaims(tools: CompanyTools): Promise<number> {
  return inCompany(tools, (trx) => dropSmall(trx, tools));
}

/** The same in the caller's transaction. */
export async function dropSmall(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>,
): Promise<number> {
  const { companyId } = tools;
  const { rows } = await sql<{ ids: string[] }>`
    select array_agg(c.id) as ids
    from claim c
    join claim_policy p on p.company_id = c.company_id and p.drop_below_minor > 0
    join company o on o.id = c.company_id and o.currency = c.currency
    join due_item i on i.company_id = c.company_id and i.id = c.due_item_id and i.settled_on is not null
    where c.company_id = ${companyId} and c.state = 'claimed'
    group by c.due_item_id, p.drop_below_minor
    having sum(c.amount_minor - c.paid_minor - c.waived_minor - c.carried_minor) < p.drop_below_minor`.execute(
    trx,
  );
  const ids = rows.flatMap((row) => row.ids);
  if (ids.length === 0) return 0;
  const claims = (await lockClaims(trx, companyId, ids)).filter(({ state }) => state === 'claimed');
  const { today } = await findCompanyDay(trx, tools);
  const acted = claims.map((claim) => ({
    claim,
    amount: claim.amountMinor - claim.paidMinor - claim.waivedMinor - claim.carriedMinor,
  }));
  // Rappel does it by itself, whoever set the amount.
  await addActs(trx, { ...tools, actor: null }, { kind: 'dropped', on: today, reason: null }, acted);
  return acted.length;
}
