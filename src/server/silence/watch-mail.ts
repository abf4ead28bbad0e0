import { mailServerOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { whyNoLogin } from '#server/platform/mail-login.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { keepWatch, needsMail, removeWatch } from './queries.ts';
import { tellOwners } from './tell-owners.ts';

/** Looks, company by company, whether the mail server still lets us in, before the first reminder finds out. */
export async function watchMailEverywhere(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await watchMail({ ...tools, companyId: id, actor: null });
    } catch (error) {
      tools.log.error({ err: error, companyId: id }, 'a mail server could not be watched');
    }
  }
}

/** One look at one company's mail server, where it matters. The owners are told once, by the other way where there is one. */
export async function watchMail(tools: CompanyTools): Promise<void> {
  const { companyId, clock } = tools;
  const { company, needed } = await inCompany(tools, async (trx) => ({
    company: await findCompany(trx, companyId),
    needed: await needsMail(trx, companyId),
  }));
  const url = company.isDemo || !needed ? null : mailServerOf(tools, company);
  if (url === null) {
    await inCompany(tools, (trx) => removeWatch(trx, companyId));
    return;
  }
  const answer = await whyNoLogin(url);
  await inCompany(tools, (trx) => keepWatch(trx, companyId, { at: clock.now(), answer }));
  await tellOwners(tools);
}
