import { refuse } from '#core/refusal.ts';
import { refuseInside } from '#server/companies/mail-server.ts';
import { tellSettings } from '#server/companies/tell-settings.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { lockSentFolder, removeSentFolder, setSentFolder } from './queries.ts';
import { mailboxName, sealMailbox } from './transport-of.ts';

const EXAMPLE = 'imaps://user:password@imap.example.org:993';

/**
 * Sets the mailbox in which the copies of sent mails lie; the password is kept sealed, and left as it is where none is
 * given. It proves nothing until it was tried.
 * @throws Refusal imap_url_unreadable, mail_host_not_public, sent_folder_not_set
 */
export async function changeSentFolder(
  tools: CompanyTools,
  given: { imapUrl?: string | undefined; folder: string | null },
): Promise<void> {
  const { companyId } = tools;
  const { imapUrl } = given;
  if (imapUrl !== undefined) await refuseMailbox(tools, imapUrl);
  await inCompany(tools, async (trx) => {
    const before = await lockSentFolder(trx, companyId);
    const imapUrlSealed = imapUrl === undefined ? before?.imapUrlSealed : sealMailbox(tools, imapUrl.trim());
    if (imapUrlSealed === undefined) return refuse('sent_folder_not_set', {});
    const mailbox = { imapUrlSealed, folder: given.folder || null };
    await setSentFolder(trx, companyId, mailbox);
    await tellSettings(trx, tools, [
      {
        setting: 'sentFolder',
        before: before && mailboxName(tools, before),
        after: mailboxName(tools, mailbox),
      },
    ]);
  });
}

/** Forgets the mailbox and its password. What is in doubt is then a person's to settle. */
export function forgetSentFolder(tools: CompanyTools): Promise<void> {
  return inCompany(tools, async (trx) => {
    const before = await lockSentFolder(trx, tools.companyId);
    await removeSentFolder(trx, tools.companyId);
    await tellSettings(trx, tools, [
      { setting: 'sentFolder', before: before && mailboxName(tools, before), after: null },
    ]);
  });
}

async function refuseMailbox(tools: Tools, imapUrl: string): Promise<void> {
  const url = URL.canParse(imapUrl.trim()) ? new URL(imapUrl.trim()) : null;
  if (!url?.hostname || !/^imaps?:$/.test(url.protocol) || !url.username || !decodes(url))
    return refuse('imap_url_unreadable', { example: EXAMPLE });
  await refuseInside(tools, url.hostname);
}

function decodes({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
