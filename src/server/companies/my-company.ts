import { needsSecondFactor, ruleIn } from '#core/accounts/second-factor.ts';
import { refuse } from '#core/refusal.ts';
import type { Tools } from '#server/platform/tools.ts';
import { listCompaniesOf } from './queries.ts';

/** The companies a user may enter, each with its own day. */
export async function listMyCompanies(
  { db, clock, installation }: Tools,
  userId: string,
  secondFactorAt: Temporal.Instant | null,
) {
  const companies = await listCompaniesOf(db, userId);
  return companies.map(({ secondFactor, ...company }) => {
    const rule = ruleIn({ secondFactor, isDemo: company.isDemo }, installation.secondFactor);
    return {
      ...company,
      today: clock.today(company.timeZone).toString(),
      secondFactorMissing: secondFactorAt === null && needsSecondFactor(rule, company.role),
    };
  });
}

export async function findMyCompany(
  tools: Tools,
  user: { readonly id: string; readonly secondFactorAt: Temporal.Instant | null },
  key: string,
) {
  const companies = await listMyCompanies(tools, user.id, user.secondFactorAt);
  return companies.find((company) => company.key === key) ?? refuse('company_unknown', { company: key });
}
