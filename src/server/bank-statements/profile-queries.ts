import type { SavedProfile } from '#contract/bank-csv-views.ts';
import { type BankCsvProfile, csvProfileFrom } from '#core/bank/csv-profile.ts';
import type { Trx } from '#server/platform/db.ts';

/** How the company's banks write their CSV, by name. */
export async function listProfiles(trx: Trx, companyId: string): Promise<SavedProfile[]> {
  const rows = await trx
    .selectFrom('bankCsvProfile')
    .select(['name', 'body'])
    .where('companyId', '=', companyId)
    .orderBy('name')
    .execute();
  return rows.map(({ name, body }) => ({ name, profile: body as SavedProfile['profile'] }));
}

/** Whether there is a profile of this name. */
export async function hasProfile(trx: Trx, companyId: string, name: string): Promise<boolean> {
  const row = await trx
    .selectFrom('bankCsvProfile')
    .select('name')
    .where('companyId', '=', companyId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findProfile(trx: Trx, companyId: string, name: string): Promise<BankCsvProfile | null> {
  const row = await trx
    .selectFrom('bankCsvProfile')
    .select('body')
    .where('companyId', '=', companyId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ? csvProfileFrom(row.body) : null;
}

/** Saves a profile, in place of the one of the same name. */
export function addProfile(
  trx: Trx,
  companyId: string,
  { name, profile }: SavedProfile,
  at: Temporal.Instant,
) {
  const body = JSON.stringify(profile);
  return trx
    .insertInto('bankCsvProfile')
    .values({ companyId, name, body, updatedAt: at })
    .onConflict((known) => known.columns(['companyId', 'name']).doUpdateSet({ body, updatedAt: at }))
    .execute();
}

export function removeProfile(trx: Trx, companyId: string, name: string) {
  return trx
    .deleteFrom('bankCsvProfile')
    .where('companyId', '=', companyId)
    .where('name', '=', name)
    .execute();
}
