import { listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { followPayments } from './follow-payments.ts';
import { decidePromisesJob } from './jobs.ts';

/** Has every company looked at, each in a transaction of its own: it is a new day in some time zone at every hour. */
export async function lookAtPromises({ db, queue }: Tools): Promise<void> {
  const companies = await listCompanies(db);
  const payloads = companies.map(({ id }) => ({ companyId: id }));
  await db.transaction().execute((trx) => queue.addAll(trx, decidePromisesJob, payloads));
}

/** Tells the dossiers of one company which promises its day has broken. */
export function decideCompanyPromises(tools: CompanyTools): Promise<void> {
  return inCompany(tools, (trx) => followPayments(trx, tools));
}
