import type { z } from 'zod';
import type { SettlementPolicyView } from '#contract/settlement-views.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { settingChanges, tellSettings } from '#server/companies/tell-settings.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchLinesJob } from './jobs.ts';
import { findSettlementPolicy } from './queries.ts';

type Policy = z.infer<typeof SettlementPolicyView>;
type Changes = { readonly [Name in Exclude<keyof Policy, 'currency'>]?: Policy[Name] | undefined };

/** How the company wants to match: what settles by itself, and within which limits. */
export function showSettlementPolicy(tools: CompanyTools): Promise<Policy> {
  return inCompany(tools, (trx) => viewPolicy(trx, tools.companyId));
}

/** Changes what is given, and matches anew what waits: nothing that was settled is touched. */
export function changeSettlementPolicy(
  tools: CompanyTools,
  { changes }: { changes: Changes },
): Promise<Policy> {
  const { companyId, actor, clock, queue } = tools;
  return inCompany(tools, async (trx) => {
    const before = await findSettlementPolicy(trx, companyId);
    const shown = await viewPolicy(trx, companyId);
    const { currency } = await findCompany(trx, companyId);
    const row = {
      automatic: changes.automatic ? [...new Set(changes.automatic)] : [...before.automatic],
      smallDifferenceMinor: limitFrom(changes.smallDifferenceMax, currency) ?? before.smallDifferenceMinor,
      bankCostsMinor: limitFrom(changes.bankCostsMax, currency) ?? before.bankCostsMinor,
      discounts: JSON.stringify(
        changes.discounts?.map(({ percent, days }) => ({ percent: percent.replace(',', '.'), days })) ??
          before.discounts,
      ),
      patienceDays: changes.patienceDays ?? before.patienceDays,
      changedBy: actor,
      changedAt: clock.now(),
    };
    await trx
      .insertInto('settlementPolicy')
      .values({ companyId, ...row })
      .onConflict((known) => known.column('companyId').doUpdateSet(row))
      .execute();
    await queue.add(trx, matchLinesJob, { companyId, lineIds: null });
    const after = await viewPolicy(trx, companyId);
    await tellSettings(trx, tools, settingChanges(toldOf(shown), toldOf(after)));
    return after;
  });
}

/** The policy by what the timeline calls its parts. */
function toldOf({ automatic, currency, discounts, ...policy }: Policy) {
  return {
    matchingBases: automatic.join(','),
    matchingSmallDifference: `${policy.smallDifferenceMax} ${currency}`,
    matchingBankCosts: `${policy.bankCostsMax} ${currency}`,
    matchingDiscounts: discounts.map(({ percent, days }) => `${percent}/${days}`).join(','),
    matchingPatience: policy.patienceDays,
  };
}

const MOST = 1_000_000n;

function limitFrom(given: string | undefined, currency: Currency): bigint | null {
  if (given === undefined) return null;
  const { minor } = parseMoney(given.replace(',', '.'), currency);
  if (minor >= 0n && minor <= MOST) return minor;
  return refuse('settlement_limit_out_of_range', { given, most: toDecimal(money(MOST, currency)) });
}

async function viewPolicy(trx: Trx, companyId: string): Promise<Policy> {
  const { currency } = await findCompany(trx, companyId);
  const policy = await findSettlementPolicy(trx, companyId);
  return {
    automatic: [...policy.automatic],
    currency,
    smallDifferenceMax: toDecimal(money(policy.smallDifferenceMinor, currency)),
    bankCostsMax: toDecimal(money(policy.bankCostsMinor, currency)),
    discounts: policy.discounts.map(({ percent, days }) => ({ percent, days })),
    patienceDays: policy.patienceDays,
  };
}
