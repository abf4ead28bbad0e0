import type { FourEyesRule } from '#core/accounts/four-eyes.ts';
import type { CompanyTable } from '#server/companies/tables.ts';
import type { Trx } from '#server/platform/db.ts';

type Kept = Pick<CompanyTable, 'fourEyesAboveMinor' | 'fourEyesAboveNotices'> & {
  readonly fourEyes: boolean;
};

export function fourEyesOf({ fourEyes, fourEyesAboveMinor, fourEyesAboveNotices }: Kept): FourEyesRule {
  return { on: fourEyes, aboveMinor: fourEyesAboveMinor, aboveNotices: fourEyesAboveNotices };
}

/** Whether anybody else than this person may approve a run here. */
export async function hasOtherClerk(trx: Trx, companyId: string, userId: string | null): Promise<boolean> {
  const found = trx.selectFrom('membership').select('userId').where('companyId', '=', companyId);
  const other = found.where('role', 'in', ['owner', 'clerk']).where('userId', '<>', userId ?? '');
  return Boolean(await other.limit(1).executeTakeFirst());
}
