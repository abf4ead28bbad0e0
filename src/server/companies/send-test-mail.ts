import IntlMessageFormat from 'intl-messageformat';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import de from '#i18n/de/letters.json' with { type: 'json' };
import en from '#i18n/en/letters.json' with { type: 'json' };
import fr from '#i18n/fr/letters.json' with { type: 'json' };
import nl from '#i18n/nl/letters.json' with { type: 'json' };
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { mailBytes, openMailConnection } from '#server/platform/mail.ts';
import { codeOf } from '#server/platform/secret.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { CODE_TRIES_MAX, countAttempt, forgiveAttempt } from '#server/users/attempts.ts';
import { findUser } from '#server/users/queries.ts';
import { mailSenderOf } from './mail-sender.ts';
import { mailServerOf, mailSettingsOf } from './mail-server.ts';
import { findCompany, lockCompany, markCompany } from './queries.ts';
import { viewCompany } from './show-company.ts';
import { tellSettings } from './tell-settings.ts';

const WORDS: Record<Language, Record<'letter.testMail.subject' | 'letter.testMail.body', string>> = {
  de,
  en,
  fr,
  nl,
};
const SECONDS_MAX = 20;

/** Sends a mail with a code to the signed-in user, through the very server and sender the reminders will use. */
export async function sendTestMail(tools: CompanyTools): Promise<{ to: string; answer: string }> {
  const company = await inCompany(tools, (trx) => findCompany(trx, tools.companyId));
  const user = (await findUser(tools.db, tools.actor ?? '')) ?? refuse('not_signed_in', {});
  const url = mailServerOf(tools, company) ?? refuse('mail_not_set_up', {});
  const { from } = mailSenderOf(company, user);
  const facts = { company: company.name, name: user.name, code: codeFor(tools, company) };
  const words = (part: 'subject' | 'body') =>
    String(
      new IntlMessageFormat(WORDS[user.language][`letter.testMail.${part}`], user.language).format(facts),
    );
  const bytes = await mailBytes({
    id: newId(),
    sentAt: tools.clock.now(),
    from,
    to: [{ name: user.name, address: user.email }],
    copies: [],
    replyTo: company.mailReplyTo ? { name: company.name, address: company.mailReplyTo } : null,
    subject: words('subject'),
    text: words('body'),
    html: `<p>${escapeHtml(words('body')).replaceAll('\n', '<br>')}</p>`,
    pictures: [],
    attachments: [],
    headers: { 'X-Rappel-Company': company.key },
  });
  const connection = openMailConnection(mailSettingsOf(tools, url, SECONDS_MAX));
  const offer = await connection.offer({ from: from.address, to: [user.email] }, bytes, async () => {});
  connection.close();
  if (offer.outcome !== 'sent') refuse('mail_not_accepted', { answer: offer.answer });
  return { to: user.email, answer: offer.answer };
}

/** The code stands in the mail alone: who enters it has received it, through the settings it was sent with. */
export async function confirmTestMail(tools: CompanyTools, code: string) {
  // Six figures are soon tried through: five wrong ones in ten minutes, of this person in this company.
  const account = `test mail ${tools.companyId} ${tools.actor}`;
  const attempt = { account, machine: account, now: tools.clock.now(), max: CODE_TRIES_MAX };
  await countAttempt(tools.db, attempt);
  const view = await takeTestCode(tools, code);
  await forgiveAttempt(tools.db, attempt);
  return view;
}

function takeTestCode(tools: CompanyTools, code: string) {
  return inCompany(tools, async (trx) => {
    const company = await lockCompany(trx, tools.companyId);
    if (code !== codeFor(tools, company)) refuse('test_code_wrong', {});
    const now = tools.clock.now();
    await markCompany(trx, tools.companyId, { testMailReceivedAt: now });
    await tellSettings(trx, tools, [{ setting: 'testMail', before: company.testMailReceivedAt, after: now }]);
    return viewCompany(trx, tools);
  });
}

type Facts = {
  readonly id: string;
  readonly mailFromAddress: string | null;
  readonly smtpUrlSealed: string | null;
};

function codeFor(
  { installation, actor }: CompanyTools,
  { id, mailFromAddress, smtpUrlSealed }: Facts,
): string {
  return codeOf(installation.secret, 'test mail', [id, actor, mailFromAddress, smtpUrlSealed].join(' '));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
