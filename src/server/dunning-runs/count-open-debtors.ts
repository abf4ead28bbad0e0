import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import { debtorQuery, type FactFilter } from './fact-queries.ts';

/** How many debtors a run will look at: what its progress is measured against. */
export async function countOpenDebtors(trx: Trx, companyId: string, filter: FactFilter): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (${sql.raw(debtorQuery(companyId, filter))}) d`.execute(trx);
  return rows[0]?.total ?? 0;
}
