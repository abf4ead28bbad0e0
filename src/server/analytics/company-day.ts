import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import type { Clock } from '#server/platform/tools.ts';

/** What every question about what is owed depends on: the company's day, its currency and how it divides by age. */
export type CompanyDay = {
  readonly companyId: string;
  readonly today: Temporal.PlainDate;
  readonly timeZone: string;
  readonly currency: Currency;
  readonly bounds: readonly number[];
};

export async function findCompanyDay(
  trx: Trx,
  { companyId, clock }: { companyId: string; clock: Clock },
): Promise<CompanyDay> {
  const { ageingBounds, ...company } = await trx
    .selectFrom('company')
    .select(['timeZone', 'currency', 'ageingBounds'])
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  return { ...company, companyId, bounds: ageingBounds, today: clock.today(company.timeZone) };
}
