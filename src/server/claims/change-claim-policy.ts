import type { z } from 'zod';
import type { ClaimPolicyView } from '#contract/claims.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { dropSmall } from './drop-small-claims.ts';

type Policy = z.infer<typeof ClaimPolicyView>;

const MOST = 100_000_000n;

/** What the company lets go of by itself, and the accounts its booking proposal names. */
export function showClaimPolicy(tools: CompanyTools): Promise<Policy> {
  return inCompany(tools, (trx) => viewPolicy(trx, tools.companyId));
}

/** Changes it; what already lies below the amount is dropped at once. @throws Refusal claim_limit_out_of_range */
export function changeClaimPolicy(tools: CompanyTools, input: Omit<Policy, 'currency'>): Promise<Policy> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { currency } = await findCompany(trx, companyId);
    const { minor } = parseMoney(input.dropBelow, currency);
    if (minor < 0n || minor > MOST)
      refuse('claim_limit_out_of_range', { given: input.dropBelow, most: toDecimal(money(MOST, currency)) });
    const row = {
      dropBelowMinor: minor,
      interestAccount: input.interestAccount || null,
      compensationAccount: input.compensationAccount || null,
      feeAccount: input.feeAccount || null,
      receivableAccount: input.receivableAccount || null,
      changedBy: actor,
      changedAt: clock.now(),
    };
    await trx
      .insertInto('claimPolicy')
      .values({ companyId, ...row })
      .onConflict((known) => known.column('companyId').doUpdateSet(row))
      .execute();
    await dropSmall(trx, tools);
    return viewPolicy(trx, companyId);
  });
}

export async function viewPolicy(trx: Trx, companyId: string): Promise<Policy> {
  const { currency } = await findCompany(trx, companyId);
  const found = await trx
    .selectFrom('claimPolicy')
    .selectAll()
    .where('companyId', '=', companyId)
    .executeTakeFirst();
  return {
    currency,
    dropBelow: toDecimal(money(found?.dropBelowMinor ?? 0n, currency)),
    interestAccount: found?.interestAccount ?? null,
    compensationAccount: found?.compensationAccount ?? null,
    feeAccount: found?.feeAccount ?? null,
    receivableAccount: found?.receivableAccount ?? null,
  };
}
