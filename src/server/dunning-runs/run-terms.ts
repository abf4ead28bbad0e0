import { sql } from 'kysely';
import type { RunOptions } from '#contract/dunning-run-views.ts';
import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { minorFrom } from '#core/interest/late-interest.ts';
import { findBankData } from '#server/bank-statements/bank-freshness.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { listPoliciesInForce } from '#server/policies/policies-in-force.ts';
import { readRateBook } from '#server/rates/queries.ts';
import { findCreditorTerms } from '#server/terms/queries.ts';
import { companyLaw } from './company-law.ts';

/** What holds for every debtor of a run: the day, the policies in force, and the options that decide. */
export async function findRunTerms(
  trx: Trx,
  companyId: string,
  on: Temporal.PlainDate,
  options: Pick<RunOptions, 'minimumBalance' | 'extraGraceDays' | 'level'>,
): Promise<RunTerms> {
  const company = await findCompany(trx, companyId);
  const day = epochDayOf(on);
  const policies = await listPoliciesInForce(trx, companyId);
  return {
    on: day,
    firstImportOn: await findFirstImportDay(trx, companyId),
    extraGraceDays: options.extraGraceDays,
    forcedLevel: options.level,
    companyCurrency: company.currency,
    law: companyLaw(
      company.country,
      await readRateBook(trx, companyId),
      await findCreditorTerms(trx, companyId),
    ),
    policies: new Map(
      [...policies].map(([id, policy]) => [id, compilePolicy(policy, day, company.currency)]),
    ),
    defaultPolicyId: company.defaultPolicyId,
    minimumBalance:
      options.minimumBalance === null ? null : minorFrom(options.minimumBalance, company.currency),
    bankData: await findBankData(trx, companyId, on),
  };
}

async function findFirstImportDay(trx: Trx, companyId: string): Promise<number | null> {
  const { rows } = await sql<{ first: number | null }>`
    select min(imported_on) - date '1970-01-01' as first from document where company_id = ${companyId}`.execute(
    trx,
  );
  return rows[0]?.first ?? null;
}
