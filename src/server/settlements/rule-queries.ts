import type { Trx } from '#server/platform/db.ts';

/** The company's rules, in the order in which they are tried. */
export function listRules(trx: Trx, companyId: string) {
  return trx
    .selectFrom('matchingRule')
    .selectAll()
    .where('companyId', '=', companyId)
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export type StoredRule = Awaited<ReturnType<typeof listRules>>[number];

/** All of them are held while one changes: their order is one thing. */
export function lockRules(trx: Trx, companyId: string) {
  return trx
    .selectFrom('matchingRule')
    .selectAll()
    .where('companyId', '=', companyId)
    .orderBy('position')
    .orderBy('id')
    .forUpdate()
    .execute();
}
