import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Policy } from '#core/dunning/policy.ts';
import type { Trx } from '#server/platform/db.ts';

export function findPolicy(trx: Trx, companyId: string, id: string) {
  return policyRows(trx, companyId).where('p.id', '=', id).executeTakeFirst();
}

/** In the order a person looks for them: the default, the others by name, the archived ones last. */
export function listPolicies(trx: Trx, companyId: string) {
  return policyRows(trx, companyId)
    .orderBy(sql`p.archived_at is not null`)
    .orderBy(sql`c.default_policy_id is not distinct from p.id`, 'desc')
    .orderBy(sql`lower(p.name)`)
    .execute();
}

/** Each policy with its newest body, and who follows it. */
function policyRows(trx: Trx, companyId: string) {
  return trx
    .selectFrom('dunningPolicy as p')
    .innerJoin('dunningPolicyVersion as v', (join) =>
      join
        .onRef('v.companyId', '=', 'p.companyId')
        .onRef('v.policyId', '=', 'p.id')
        .onRef('v.version', '=', 'p.version'),
    )
    .innerJoin('company as c', 'c.id', 'p.companyId')
    .where('p.companyId', '=', companyId)
    .select((eb) => [
      'p.id',
      'p.name',
      'p.version',
      'p.archivedAt',
      'v.body',
      sql<boolean>`c.default_policy_id is not distinct from p.id`.as('isDefault'),
      jsonArrayFrom(
        eb
          .selectFrom('debtorGroup as g')
          .whereRef('g.companyId', '=', 'p.companyId')
          .whereRef('g.policyId', '=', 'p.id')
          .select(['g.id', 'g.name'])
          .orderBy('g.name'),
      ).as('groups'),
      countOf('debtor').as('debtors'),
      countOf('document').as('documents'),
      countOf('notice').as('notices'),
      countOf('proposal').as('proposals'),
    ]);
}

function countOf(table: 'debtor' | 'document' | 'notice' | 'proposal') {
  return sql<number>`(select count(*)::int from ${sql.table(table)} x where x.company_id = p.company_id and x.policy_id = p.id)`;
}

export function listVersions(trx: Trx, companyId: string, policyId: string) {
  return trx
    .selectFrom('dunningPolicyVersion as v')
    .where('v.companyId', '=', companyId)
    .where('v.policyId', '=', policyId)
    .orderBy('v.version', 'desc')
    .select([
      'v.version',
      'v.body',
      'v.createdAt',
      'v.createdBy',
      sql<number>`(select count(*)::int from notice n where n.company_id = v.company_id and n.policy_id = v.policy_id and n.policy_version = v.version)`.as(
        'notices',
      ),
    ])
    .execute();
}

export function lockPolicy(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('dunningPolicy')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function findCompanyTerms(trx: Trx, companyId: string) {
  return trx
    .selectFrom('company')
    .select(['country', 'currency', 'language', 'defaultPolicyId', 'timeZone'])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
}

export async function findPolicyByName(trx: Trx, companyId: string, name: string) {
  return trx
    .selectFrom('dunningPolicy')
    .select('id')
    .where('companyId', '=', companyId)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .executeTakeFirst();
}

/** Whether a notice was made, or is proposed, under this version: then it may no longer change. */
export async function isVersionUsed(trx: Trx, companyId: string, policyId: string, version: number) {
  const { rows } = await sql<{ used: boolean }>`
    select exists (
      select from notice where company_id = ${companyId} and policy_id = ${policyId} and policy_version = ${version}
    ) or exists (
      select from proposal where company_id = ${companyId} and policy_id = ${policyId} and policy_version = ${version}
    ) as used`.execute(trx);
  return rows[0]?.used ?? false;
}

type NewVersion = {
  companyId: string;
  policyId: string;
  version: number;
  body: Policy;
  createdBy: string | null;
  createdAt: Temporal.Instant;
};

/** @returns false, and adds nothing, where the name is taken */
export async function addPolicy(trx: Trx, name: string, first: NewVersion): Promise<boolean> {
  const { companyId, policyId, version } = first;
  const added = await trx
    .insertInto('dunningPolicy')
    .values({ companyId, id: policyId, name, version, archivedAt: null })
    .onConflict((at) => at.columns(['companyId', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) await addVersion(trx, first);
  return added !== undefined;
}

export async function addVersion(trx: Trx, { body, ...row }: NewVersion): Promise<void> {
  await trx
    .insertInto('dunningPolicyVersion')
    .values({ ...row, body: sql`${JSON.stringify(body)}::jsonb` })
    .execute();
}

/** Writes over a version that nothing was made under. */
export async function markVersionRewritten(
  trx: Trx,
  { companyId, policyId, version, body, createdBy, createdAt }: NewVersion,
): Promise<void> {
  await trx
    .updateTable('dunningPolicyVersion')
    .set({ body: sql`${JSON.stringify(body)}::jsonb`, createdBy, createdAt })
    .where('companyId', '=', companyId)
    .where('policyId', '=', policyId)
    .where('version', '=', version)
    .execute();
}

export async function markPolicy(
  trx: Trx,
  companyId: string,
  id: string,
  changes: { name?: string; version?: number; archivedAt?: Temporal.Instant | null },
): Promise<void> {
  await trx
    .updateTable('dunningPolicy')
    .set(changes)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

export async function markDefaultPolicy(trx: Trx, companyId: string, policyId: string): Promise<void> {
  await trx.updateTable('company').set({ defaultPolicyId: policyId }).where('id', '=', companyId).execute();
}

export async function removePolicyRow(trx: Trx, companyId: string, id: string): Promise<void> {
  await trx.deleteFrom('dunningPolicy').where('companyId', '=', companyId).where('id', '=', id).execute();
}
