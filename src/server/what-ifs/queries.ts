import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { WhatIfTable } from './tables.ts';

/** As many of a policy are kept as a person compares. */
const KEPT_MAX = 10;

export function findWhatIf(trx: Trx, companyId: string, id: string) {
  return whatIfs(trx, companyId).where('w.id', '=', id).selectAll('w').executeTakeFirst();
}
export type FoundWhatIf = NonNullable<Awaited<ReturnType<typeof findWhatIf>>>;

/** The last ones of a policy, the newest first. */
export function listWhatIfs(trx: Trx, companyId: string, policyId: string) {
  return whatIfs(trx, companyId)
    .where('w.policyId', '=', policyId)
    .selectAll('w')
    .orderBy('w.createdAt', 'desc')
    .orderBy('w.id', 'desc')
    .limit(KEPT_MAX)
    .execute();
}

function whatIfs(trx: Trx, companyId: string) {
  return trx
    .selectFrom('whatIf as w')
    .innerJoin('dunningPolicy as p', (join) =>
      join.onRef('p.companyId', '=', 'w.companyId').onRef('p.id', '=', 'w.policyId'),
    )
    .where('w.companyId', '=', companyId)
    .select('p.name as policyName');
}

export async function addWhatIf(trx: Trx, { body, ...row }: Insertable<WhatIfTable>): Promise<void> {
  await trx
    .insertInto('whatIf')
    .values({ ...row, body: sql`${JSON.stringify(body)}::jsonb` })
    .execute();
}

/** Removes what is older than the last ones of a policy. */
export async function removeOldWhatIfs(trx: Trx, companyId: string, policyId: string): Promise<void> {
  await sql`
    delete from what_if where company_id = ${companyId} and policy_id = ${policyId} and id not in (
      select id from what_if where company_id = ${companyId} and policy_id = ${policyId}
      order by created_at desc, id desc limit ${KEPT_MAX})`.execute(trx);
}

/** @returns false, and changes nothing, where it is no longer being computed */
export async function markWhatIf(
  trx: Trx,
  { companyId, id }: { companyId: string; id: string },
  { progress, result, ...changes }: Updateable<WhatIfTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('whatIf')
    .set({
      ...changes,
      ...(progress !== undefined && { progress: jsonOf(progress) }),
      ...(result !== undefined && { result: jsonOf(result) }),
    })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'computing')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function jsonOf<Value>(value: Value): RawBuilder<Value> {
  return value === null ? sql<Value>`null` : sql<Value>`${JSON.stringify(value)}::jsonb`;
}
