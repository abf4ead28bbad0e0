import { refuse } from '#core/refusal.ts';
import type { Tools } from '#server/platform/tools.ts';
import { listCompaniesOf } from './queries.ts';

/** The companies a user may enter, each with its own day. */
export async function listMyCompanies({ db, clock }: Tools, userId: string) {
  const companies = await listCompaniesOf(db, userId);
  return companies.map((company) => ({ ...company, today: clock.today(company.timeZone).toString() }));
}

export async function findMyCompany(tools: Tools, userId: string, key: string) {
  const companies = await listMyCompanies(tools, userId);
  return companies.find((company) => company.key === key) ?? refuse('company_unknown', { company: key });
}
