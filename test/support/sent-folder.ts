import { markProbe, setSentFolder } from '#server/mail-transports/queries.ts';
import { folderVia, sealMailbox } from '#server/mail-transports/transport-of.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** Gives a company a mailbox that was tried, and files what this mail server takes. */
export async function addTriedFolder(
  company: CompanyTools,
  { smtp, imap }: { readonly smtp: string; readonly imap: string },
): Promise<void> {
  const mailbox = { imapUrlSealed: sealMailbox(company, imap), folder: null };
  await inCompany(company, async (trx) => {
    await setSentFolder(trx, company.companyId, mailbox);
    const probeVia = folderVia(company, smtp, mailbox);
    await markProbe(trx, company.companyId, { probeState: 'passed', probeVia });
  });
}
