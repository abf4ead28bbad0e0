import { emailAddressFrom } from '#core/receivables/email-address.ts';
import { companyNow } from '#server/automatic-runs/company-clock.ts';
import { lockCompany, markCompany } from '#server/companies/queries.ts';
import { tellSettings } from '#server/companies/tell-settings.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { removeUnsentHeadMail } from './head-mail-queries.ts';

/** Where the head of the timeline is mailed each day from now on; null: nowhere. @throws Refusal email_unusable */
export async function changeHeadMail(
  tools: CompanyTools,
  { mailTo }: { readonly mailTo: string | null },
): Promise<void> {
  const { companyId, clock } = tools;
  const headMailTo = mailTo ? emailAddressFrom(mailTo) : null;
  return inCompany(tools, async (trx) => {
    const before = await lockCompany(trx, companyId);
    if (before.headMailTo === headMailTo) return;
    await markCompany(trx, companyId, { headMailTo });
    await removeUnsentHeadMail(trx, companyId, companyNow(clock, before.timeZone).today);
    await tellSettings(trx, tools, [{ setting: 'headMailTo', before: before.headMailTo, after: headMailTo }]);
  });
}
