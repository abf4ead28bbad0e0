import { sql } from 'kysely';
import type { Policy } from '#core/dunning/policy.ts';
import type { Trx } from '#server/platform/db.ts';

/** A policy as a run uses it: its newest version. */
export type PolicyInForce = { readonly id: string; readonly version: number; readonly body: Policy };

/**
 * The policy of a due item: the document's own, the debtor's, the debtor group's, the company's default. For a query
 * that joins document `doc`, debtor `d`, debtor_group `g` and company `c` under these names.
 */
export const policyIdInForce = sql<string | null>`
  coalesce(doc.policy_id, d.policy_id, g.policy_id, c.default_policy_id)`;

/** Every policy of the company by its id, archived ones too: whoever still follows one is dunned by it. */
export async function listPoliciesInForce(trx: Trx, companyId: string): Promise<Map<string, PolicyInForce>> {
  const rows = await trx
    .selectFrom('dunningPolicy as p')
    .innerJoin('dunningPolicyVersion as v', (join) =>
      join
        .onRef('v.companyId', '=', 'p.companyId')
        .onRef('v.policyId', '=', 'p.id')
        .onRef('v.version', '=', 'p.version'),
    )
    .where('p.companyId', '=', companyId)
    .select(['p.id', 'v.version', 'v.body'])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The policy that decides about one due item, or undefined where the company has no default. */
export async function findPolicyFor(
  trx: Trx,
  companyId: string,
  dueItemId: string,
): Promise<PolicyInForce | undefined> {
  const { rows } = await sql<{ policyId: string | null }>`
    select ${policyIdInForce} as policy_id
    from due_item i
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
    join company c on c.id = i.company_id
    where i.company_id = ${companyId} and i.id = ${dueItemId}`.execute(trx);
  const id = rows[0]?.policyId;
  return id ? (await listPoliciesInForce(trx, companyId)).get(id) : undefined;
}
