import type { CreditorTerms } from '#core/interest/late-interest.ts';
import type { Trx } from '#server/platform/db.ts';

/** The general terms of a company; undefined where it has said nothing. */
export function findGeneralTerms(trx: Trx, companyId: string) {
  return trx.selectFrom('generalTerms').selectAll().where('companyId', '=', companyId).executeTakeFirst();
}

/** What the law makes depend on the creditor: nothing is assumed in its favour. */
export async function findCreditorTerms(trx: Trx, companyId: string): Promise<CreditorTerms> {
  const found = await findGeneralTerms(trx, companyId);
  return {
    hasClause: found?.hasClause ?? false,
    isSmall: found?.isSmall ?? false,
    takesOffVat: found?.takesOffVat ?? true,
    goods: found?.goods ?? null,
  };
}

export type NewGeneralTerms = {
  readonly hasClause: boolean;
  readonly yearlyPercent: string | null;
  readonly penaltyPercent: string | null;
  readonly penaltyLeastMinor: bigint;
  readonly penaltyMostMinor: bigint | null;
  readonly isSmall: boolean;
  readonly takesOffVat: boolean;
  readonly goods: string | null;
  readonly changedBy: string | null;
  readonly changedAt: Temporal.Instant;
};

/** Writes the terms of a company, its first ones or others. */
export async function markGeneralTerms(trx: Trx, companyId: string, terms: NewGeneralTerms): Promise<void> {
  await trx
    .insertInto('generalTerms')
    .values({ companyId, ...terms })
    .onConflict((at) => at.column('companyId').doUpdateSet({ ...terms }))
    .execute();
}
