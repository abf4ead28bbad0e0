import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { FactFilter } from './fact-queries.ts';

/** What a company has that most have not, and what a run is spared where it is not there. */
export type CompanyShape = {
  /** Steps beside the levels were done for some items. */
  readonly steps: boolean;
  /** Some debtors pay for others, and some policy asks the payer. */
  readonly families: boolean;
  /** The one debtor of the filter is planned with others. */
  readonly isOfFamily: boolean;
};

export async function findShape(
  trx: Trx,
  companyId: string,
  { debtorId }: FactFilter,
): Promise<CompanyShape> {
  const { rows } = await sql<CompanyShape>`
    select
      exists (select from item_step where company_id = ${companyId} and undone_at is null
        and step_kind <> 'courtesy') as steps,
      exists (select from debtor where company_id = ${companyId} and payer_id is not null)
        and exists (
          select from dunning_policy p
          join dunning_policy_version v
            on v.company_id = p.company_id and v.policy_id = p.id and v.version = p.version
          where p.company_id = ${companyId} and v.body ->> 'grouping' = 'payer') as families,
      exists (select from debtor where company_id = ${companyId} and payer_id is not null
        and ${debtorId ?? null}::uuid in (id, payer_id)) as is_of_family`.execute(trx);
  const [found] = rows;
  if (!found) throw new Error('a company without a shape');
  return { ...found, isOfFamily: found.families && found.isOfFamily };
}
