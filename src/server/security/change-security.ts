import type { z } from 'zod';
import type { security } from '#contract/security.ts';
import { needsSecondFactor, ruleIn } from '#core/accounts/second-factor.ts';
import type { Currency } from '#core/money/currencies.ts';
import { parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany, lockCompany, markCompany } from '#server/companies/queries.ts';
import type { CompanyTable } from '#server/companies/tables.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listMembers } from '#server/users/queries.ts';
import { refuseStaleFactor } from './check-release.ts';
import { hasOtherClerk } from './company-rules.ts';

type View = z.infer<NonNullable<(typeof security.show)['~orpc']['outputSchema']>>;
type Given = Omit<z.output<NonNullable<(typeof security.change)['~orpc']['inputSchema']>>, 'company'>;
type Rules = {
  readonly secondFactor: 'optional' | 'owners' | 'all';
  readonly releaseAsksSecondFactor: boolean;
  readonly fourEyes: boolean;
  readonly fourEyesAboveMinor: bigint | null;
  readonly fourEyesAboveNotices: number | null;
};

/** How the company guards its accounts and its runs, and who would be shut out by it. */
export async function showSecurity(tools: CompanyTools): Promise<View> {
  const { companyId, installation } = tools;
  const company = await inCompany(tools, (trx) => findCompany(trx, companyId));
  const rule = ruleIn(company, installation.secondFactor);
  const members = await listMembers(tools.db, companyId);
  const without = members.filter(({ role, secondFactor }) => needsSecondFactor(rule, role) && !secondFactor);
  const { currency } = company;
  return {
    secondFactor: company.secondFactor,
    releaseAsksSecondFactor: company.releaseAsksSecondFactor,
    fourEyes: company.fourEyes
      ? {
          aboveAmount: decimalOf(company.fourEyesAboveMinor, currency),
          aboveNotices: company.fourEyesAboveNotices,
        }
      : null,
    installation: company.isDemo ? 'optional' : installation.secondFactor,
    currency,
    without: without.map(({ name }) => name),
  };
}

/**
 * Changes the rules. Whoever sets them is held to them: nobody shuts themselves out, and where releasing a run asks for
 * the second factor, loosening that asks for it too.
 */
export async function changeSecurity(tools: CompanyTools, given: Given): Promise<View> {
  const { companyId, actor, clock, installation } = tools;
  await inCompany(tools, async (trx) => {
    const before = await lockCompany(trx, companyId);
    const after = rulesFrom(given, before.currency);
    await refuseStaleFactor(trx, tools);
    const asked = ruleIn({ ...after, isDemo: before.isDemo }, installation.secondFactor);
    const hasOwn = actor === null || Boolean(tools.secondFactorAt);
    if (!hasOwn && (needsSecondFactor(asked, 'owner') || after.releaseAsksSecondFactor)) {
      refuse('second_factor_own_missing', {});
    }
    if (after.fourEyes && !(await hasOtherClerk(trx, companyId, actor))) refuse('four_eyes_alone', {});
    const at = clock.now();
    const changed = listChanges(before, after, before.currency);
    if (changed.length === 0) return;
    await markCompany(trx, companyId, after);
    const entries = changed.map((facts) => ({ kind: 'security_changed' as const, facts, at, actor }));
    await addTimelineEntries(trx, companyId, entries);
  });
  return showSecurity(tools);
}

function rulesFrom({ secondFactor, releaseAsksSecondFactor, fourEyes }: Given, currency: Currency): Rules {
  const above = fourEyes?.aboveAmount ?? null;
  const amount = above === null ? null : parseMoney(above, currency).minor;
  if (amount !== null && amount < 0n) refuse('amount_unreadable', { given: above ?? '', example: '5000.00' });
  return {
    secondFactor,
    releaseAsksSecondFactor,
    fourEyes: fourEyes !== null,
    fourEyesAboveMinor: amount,
    fourEyesAboveNotices: fourEyes?.aboveNotices ?? null,
  };
}

type Before = Pick<CompanyTable, 'fourEyesAboveMinor' | 'fourEyesAboveNotices'> &
  Pick<Rules, 'secondFactor' | 'releaseAsksSecondFactor' | 'fourEyes'>;

/** What differs, each in words that a timeline shows as they are: figures, and the words of the API. */
function listChanges(before: Before, after: Rules, currency: Currency) {
  const shown = (rules: Before) => ({
    second_factor: rules.secondFactor,
    release_second_factor: String(rules.releaseAsksSecondFactor),
    four_eyes: String(rules.fourEyes),
    four_eyes_amount: decimalOf(rules.fourEyesAboveMinor, currency) ?? '–',
    four_eyes_notices: String(rules.fourEyesAboveNotices ?? '–'),
  });
  const was = shown(before);
  const is = shown(after);
  const names = Object.keys(is) as (keyof typeof is)[];
  return names
    .filter((what) => was[what] !== is[what])
    .map((what) => ({ what, before: was[what], after: is[what] }));
}

function decimalOf(minor: bigint | null, currency: Currency): string | null {
  return minor === null ? null : toDecimal({ minor, currency });
}
