import { type Insertable, sql, type Updateable } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';
import type { CompanyTable } from './tables.ts';

/** A demo company that is being loaded, or was not loaded to its end, is no company yet. */
const isWhole = sql<boolean>`(not company.is_demo or company.demo_loaded_at is not null)`;

/** Where a user stands in the company with this key; nothing tells an unknown company from a foreign one. */
export function findMembership(db: Db, key: string, userId: string) {
  return db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.companyId')
    .select(['membership.companyId', 'membership.role', 'company.secondFactor', 'company.isDemo'])
    .where('company.key', '=', key)
    .where('membership.userId', '=', userId)
    .where(isWhole)
    .executeTakeFirst();
}

/** The companies a user may enter, by name. */
export function listCompaniesOf(db: Db, userId: string) {
  return db
    .selectFrom('membership')
    .innerJoin('company', 'company.id', 'membership.companyId')
    .select(['key', 'name', 'role', 'mode', 'isDemo', 'country', 'language', 'currency', 'timeZone'])
    .select('company.secondFactor')
    .where('membership.userId', '=', userId)
    .where(isWhole)
    .orderBy('name')
    .execute();
}

/** For the schedule and the command line, which act for every company in turn. */
export function listCompanies(db: Db) {
  return db
    .selectFrom('company')
    .select(['id', 'key', 'name', 'mode', 'isDemo', 'timeZone'])
    .where(isWhole)
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

type NewRow = Pick<
  Insertable<CompanyTable>,
  'id' | 'key' | 'name' | 'country' | 'language' | 'currency' | 'timeZone'
>;

export function addCompany(trx: Trx, company: NewRow) {
  return trx.insertInto('company').values(company).execute();
}

export function markCompany(trx: Trx, companyId: string, change: Updateable<CompanyTable>) {
  return trx.updateTable('company').set(change).where('id', '=', companyId).execute();
}

/** Whether somebody looked a run over and approved it; in test mode nothing of it reached a debtor. */
export async function hasReviewedRun(trx: Trx, companyId: string): Promise<boolean> {
  const approved = trx.selectFrom('run').select('id').where('companyId', '=', companyId);
  const bySomebody = approved.where(sql`options ->> 'part'`, 'is distinct from', 'automatic');
  return Boolean(await bySomebody.where('approvedAt', 'is not', null).limit(1).executeTakeFirst());
}

/** What went out or is about to, newest first: a notice is undone only after those that followed it. */
export function listApprovedRuns(trx: Trx, companyId: string) {
  return trx
    .selectFrom('run')
    .select(['id', 'number', 'state'])
    .where('companyId', '=', companyId)
    .where('state', 'in', ['approved', 'sending', 'sent'])
    .orderBy('number', 'desc')
    .execute();
}

/**
 * Gives the keys of demo companies that were not loaded to their end to the next try, with the mails caught under
 * them. What was loaded of them stays where nobody sees it.
 */
export async function setHalfLoadedAside(db: Db): Promise<void> {
  await sql`
    with half as (
      update company c set key = left('half-' || translate(c.id::text, '-', ''), 40) from company before
      where before.id = c.id and c.is_demo and c.demo_loaded_at is null and c.key not like 'half-%'
      returning before.key as was, c.key
    )
    update caught_mail m set company_key = half.key from half where m.company_key = half.was`.execute(db);
}
