import type { Db, Trx } from '#server/platform/db.ts';

/** Where a user stands in the company with this key; nothing tells an unknown company from a foreign one. */
export function findMembership(db: Db, key: string, userId: string) {
  return db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.companyId')
    .select(['membership.companyId', 'membership.role'])
    .where('company.key', '=', key)
    .where('membership.userId', '=', userId)
    .executeTakeFirst();
}

/** The companies a user may enter, by name. */
export function listCompaniesOf(db: Db, userId: string) {
  return db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.companyId')
    .select(['key', 'name', 'role', 'mode', 'isDemo', 'country', 'language', 'currency', 'timeZone'])
    .where('membership.userId', '=', userId)
    .orderBy('name')
    .execute();
}

/** For the schedule and the command line, which act for every company in turn. */
export function listCompanies(db: Db) {
  return db
    .selectFrom('company')
    .select(['id', 'key', 'name', 'mode', 'isDemo', 'timeZone'])
    .orderBy('key')
    .execute();
}

export function findCompanyByKey(db: Db | Trx, key: string) {
  return db.selectFrom('company').selectAll().where('key', '=', key).executeTakeFirst();
}

/** The company of the open transaction. */
export function findCompany(trx: Trx, companyId: string) {
  return trx.selectFrom('company').selectAll().where('id', '=', companyId).executeTakeFirstOrThrow();
}

export function lockCompany(trx: Trx, companyId: string) {
  return trx
    .selectFrom('company')
    .selectAll()
    .where('id', '=', companyId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
