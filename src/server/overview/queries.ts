import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** The last run, with how many notices it has or proposes. */
export async function findLastRun(trx: Trx, companyId: string) {
  return trx
    .selectFrom('run as r')
    .select(['r.id', 'r.number', 'r.state', 'r.plannedFor'])
    .select(
      sql<bigint>`greatest(
        (select count(*) from notice n where n.company_id = r.company_id and n.run_id = r.id),
        (select count(*) from proposal p where p.company_id = r.company_id and p.run_id = r.id and p.state = 'proposed'))`.as(
        'notices',
      ),
    )
    .where('r.companyId', '=', companyId)
    .orderBy('r.number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findLastImport(trx: Trx, companyId: string) {
  return trx
    .selectFrom('import')
    .select(['id', 'fileName', 'kind', 'appliedAt'])
    .where('companyId', '=', companyId)
    .where('appliedAt', 'is not', null)
    .orderBy('appliedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function markAgeingBounds(trx: Trx, companyId: string, bounds: readonly number[]) {
  await trx
    .updateTable('company')
    .set({ ageingBounds: [...bounds] })
    .where('id', '=', companyId)
    .execute();
}
