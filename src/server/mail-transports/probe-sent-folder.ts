import IntlMessageFormat from 'intl-messageformat';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import de from '#i18n/de/letters.json' with { type: 'json' };
import en from '#i18n/en/letters.json' with { type: 'json' };
import fr from '#i18n/fr/letters.json' with { type: 'json' };
import nl from '#i18n/nl/letters.json' with { type: 'json' };
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf, mailSettingsOf } from '#server/companies/mail-server.ts';
import { findCompany, listCompanies } from '#server/companies/queries.ts';
import type { SentFolderTable } from '#server/companies/tables.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { findSentMails } from '#server/platform/imap.ts';
import { mailBytes, messageIdOf, openMailConnection } from '#server/platform/mail.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { findUser } from '#server/users/queries.ts';
import { findSentFolder, lockSentFolder, markProbe } from './queries.ts';
import { folderVia, mailboxSettings } from './transport-of.ts';

const WORDS: Record<Language, Record<'letter.probeMail.subject' | 'letter.probeMail.body', string>> = {
  de,
  en,
  fr,
  nl,
};
const SECONDS_MAX = 20;
/** So long a server may take to file its copy. */
const MINUTES_MAX = 10;

type Company = Awaited<ReturnType<typeof findCompany>>;

/**
 * Tries whether the company's mail server files a copy of what it takes: Rappel sends itself one mail, puts no copy
 * anywhere, and looks for it. What it finds holds for this server, mailbox and folder together.
 * @throws Refusal sent_folder_not_set, sent_folder_needs_smtp
 */
export async function probeSentFolder(tools: CompanyTools): Promise<void> {
  const { companyId, clock } = tools;
  const { company, row } = await inCompany(tools, async (trx) => ({
    company: await findCompany(trx, companyId),
    row: (await findSentFolder(trx, companyId)) ?? refuse('sent_folder_not_set', {}),
  }));
  const url = mailServerOf(tools, company);
  if (url === null || /^https?:/.test(url)) return refuse('sent_folder_needs_smtp', {});
  const probeVia = folderVia(tools, url, row);
  const closed = await whyClosed(tools, row);
  const sent = closed === null ? await sendProbe(tools, company, url) : null;
  const trouble = closed ?? sent?.trouble ?? null;
  const at = clock.now();
  await inCompany(tools, async (trx) => {
    await lockSentFolder(trx, companyId);
    await markProbe(trx, companyId, {
      probeVia,
      probeState: trouble === null ? 'asked' : 'failed',
      probeMessageId: sent?.messageId ?? null,
      probeSentAt: trouble === null ? at : null,
      probedAt: at,
      probeAnswer: trouble,
    });
  });
  if (trouble === null) await lookAtProbe(tools);
}

async function whyClosed(tools: Tools, row: SentFolderTable): Promise<string | null> {
  try {
    await findSentMails(mailboxSettings(tools, row), []);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function sendProbe(
  tools: CompanyTools,
  company: Company,
  url: string,
): Promise<{ messageId: string; trouble: string | null }> {
  const user = tools.actor === null ? null : await findUser(tools.db, tools.actor);
  const { from } = mailSenderOf(company, user ?? null);
  const words = (part: 'subject' | 'body') =>
    String(
      new IntlMessageFormat(WORDS[company.language][`letter.probeMail.${part}`], company.language).format({
        company: company.name,
      }),
    );
  const id = newId();
  const bytes = await mailBytes({
    id,
    sentAt: tools.clock.now(),
    from,
    to: [from],
    copies: [],
    replyTo: null,
    subject: words('subject'),
    text: words('body'),
    html: `<p>${words('body').replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
    pictures: [],
    attachments: [],
    headers: { 'X-Rappel-Company': company.key },
  });
  const connection = openMailConnection(mailSettingsOf(tools, url, SECONDS_MAX));
  const { outcome, answer } = await connection.offer(
    { from: from.address, to: [from.address] },
    bytes,
    async () => {},
  );
  connection.close();
  return { messageId: messageIdOf({ id, from }), trouble: outcome === 'sent' ? null : answer };
}

/** Looks for the mail of a probe that is under way; what is not there after ten minutes is not filed. */
export async function lookAtProbe(tools: CompanyTools): Promise<void> {
  const { companyId, clock } = tools;
  const row = await inCompany(tools, (trx) => findSentFolder(trx, companyId));
  if (row?.probeState !== 'asked' || !row.probeMessageId || !row.probeSentAt) return;
  const { probeMessageId: id, probeSentAt: sentAt } = row;
  const seen = await findSentMails(mailboxSettings(tools, row), [id]).then(
    (found) => found.get(id) ?? null,
    (error: Error) => error.message,
  );
  const at = clock.now();
  const isOver = at.since(sentAt).total('minutes') >= MINUTES_MAX;
  const isFound = seen !== null && typeof seen !== 'string';
  if (!isFound && !isOver) return;
  const answer = isFound ? `${seen.folder}, UID ${seen.uid}` : (seen ?? 'absent');
  await inCompany(tools, async (trx) => {
    const now = await lockSentFolder(trx, companyId);
    if (now?.probeState !== 'asked' || now.probeMessageId !== id) return;
    const probeState = isFound ? 'passed' : 'failed';
    await markProbe(trx, companyId, { probeState, probedAt: at, probeAnswer: answer });
  });
}

/** The same in every company, whether or not somebody waits before the screen. */
export async function lookAtProbes(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await lookAtProbe({ ...tools, companyId: id, actor: null });
    } catch (error) {
      tools.log.error({ err: error, companyId: id }, 'a folder of sent mail could not be tried');
    }
  }
}
