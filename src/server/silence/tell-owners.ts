import IntlMessageFormat from 'intl-messageformat';
import type { Language } from '#core/receivables/kinds.ts';
import de from '#i18n/de/letters.json' with { type: 'json' };
import en from '#i18n/en/letters.json' with { type: 'json' };
import fr from '#i18n/fr/letters.json' with { type: 'json' };
import nl from '#i18n/nl/letters.json' with { type: 'json' };
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf, mailSettingsOf } from '#server/companies/mail-server.ts';
import { findCompany } from '#server/companies/queries.ts';
import { type Db, inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { mailBytes, openMailConnection } from '#server/platform/mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findSendStops } from '#server/send-stops/find-send-stops.ts';
import { findHeadMailFailure } from '#server/timeline/head-mail-queries.ts';
import { findSilences, type Silence } from './find-silences.ts';
import { addSilenceNotice, removeSilenceNotices } from './queries.ts';

type Words = Record<'letter.silence.subject' | 'letter.silence.body', string>;
const WORDS: Record<Language, Words> = { de, en, fr, nl };
const SECONDS_MAX = 20;

/**
 * Writes to the owners once that reminders which should leave do not, or the head of the timeline. A mail server that fails cannot tell of itself: the
 * other one does, the installation's for a company's own, where there is another.
 */
export async function tellOwners(tools: CompanyTools): Promise<void> {
  const { companyId, clock } = tools;
  const { silences, company } = await inCompany(tools, async (trx) => {
    const head = await findHeadMailFailure(trx, companyId);
    const found: Silence[] = [
      ...(await findSilences(trx, companyId, clock.now())),
      ...(head ? [{ code: 'head_mail' as const, ...head }] : []),
    ];
    await removeSilenceNotices(
      trx,
      companyId,
      found.map(({ code }) => code),
    );
    return { silences: found, company: await findCompany(trx, companyId) };
  });
  for (const silence of silences) {
    const way = wayToTell(tools, company, silence);
    if (!way) continue;
    const notice = { code: silence.code, sinceAt: silence.since, toldAt: clock.now(), toldVia: way.via };
    if (!(await inCompany(tools, (trx) => mayTell(trx, companyId, notice)))) continue;
    await send(tools, { company, silence, url: way.url });
  }
}

/**
 * Whoever writes this first tells: two processes that look at once write one mail. While nothing may leave nothing is
 * written, so that they are told once it may.
 */
async function mayTell(
  trx: Trx,
  companyId: string,
  notice: Parameters<typeof addSilenceNotice>[2],
): Promise<boolean> {
  if ((await findSendStops(trx, companyId)).length > 0) return false;
  return addSilenceNotice(trx, companyId, notice);
}

type Company = Awaited<ReturnType<typeof findCompany>>;

function wayToTell(tools: CompanyTools, company: Company, { code }: Silence) {
  const own = company.smtpUrlSealed === null ? null : mailServerOf(tools, company);
  const { smtpUrl } = tools.installation;
  if (smtpUrl !== null && smtpUrl !== own && !(code === 'mail_login' && own === null))
    return { url: smtpUrl, via: 'installation' as const };
  return own !== null && code !== 'mail_login' ? { url: own, via: 'company' as const } : null;
}

type Telling = { readonly company: Company; readonly silence: Silence; readonly url: string };

async function send(tools: CompanyTools, { company, silence, url }: Telling): Promise<void> {
  const people = await listOwners(tools.db, tools.companyId);
  const { from } = mailSenderOf(company, people[0] ?? null);
  const connection = openMailConnection(mailSettingsOf(tools, url, SECONDS_MAX));
  try {
    for (const person of people) {
      const bytes = await mailTo(tools, person, { company, silence, from });
      await connection.offer({ from: from.address, to: [person.email] }, bytes, async () => {});
    }
  } finally {
    connection.close();
  }
}

type Person = { readonly name: string; readonly email: string; readonly language: Language };

function mailTo(
  { installation, clock }: CompanyTools,
  person: Person,
  { company, silence, from }: Omit<Telling, 'url'> & { readonly from: { name: string; address: string } },
): Promise<Buffer> {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone: company.timeZone } as const;
  const locale = person.language === 'en' ? 'en-GB' : person.language;
  const facts = {
    name: person.name,
    company: company.name,
    code: silence.code,
    since: new Intl.DateTimeFormat(locale, format).format(silence.since.epochMilliseconds),
    answer: silence.answer ?? '',
    link: `${installation.url}/c/${company.key}/settings/${silence.code === 'head_mail' ? 'data' : 'automatic'}`,
  };
  const words = (part: 'subject' | 'body') =>
    String(
      new IntlMessageFormat(WORDS[person.language][`letter.silence.${part}`], person.language).format(facts),
    );
  return mailBytes({
    id: newId(),
    sentAt: clock.now(),
    from,
    to: [{ name: person.name, address: person.email }],
    copies: [],
    replyTo: null,
    subject: words('subject'),
    text: words('body'),
    html: `<p>${escapeHtml(words('body')).replaceAll('\n', '<br>')}</p>`,
    pictures: [],
    attachments: [],
    headers: { 'X-Rappel-Company': company.key, 'Auto-Submitted': 'auto-generated' },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Users are of no company: outside of its transaction. */
function listOwners(db: Db, companyId: string): Promise<Person[]> {
  return db
    .selectFrom('membership as m')
    .innerJoin('appUser as u', 'u.id', 'm.userId')
    .select(['u.name', 'u.email', 'u.language'])
    .where('m.companyId', '=', companyId)
    .where('m.role', '=', 'owner')
    .orderBy('u.id')
    .execute();
}
