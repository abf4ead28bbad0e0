import IntlMessageFormat from 'intl-messageformat';
import { writeAnswer } from '#core/dunning/run-answer.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { Refusal } from '#core/refusal.ts';
import de from '#i18n/de/letters.json' with { type: 'json' };
import en from '#i18n/en/letters.json' with { type: 'json' };
import fr from '#i18n/fr/letters.json' with { type: 'json' };
import nl from '#i18n/nl/letters.json' with { type: 'json' };
import { mailSenderOf } from '#server/companies/mail-sender.ts';
import { mailServerOf, mailSettingsOf } from '#server/companies/mail-server.ts';
import { findCompany } from '#server/companies/queries.ts';
import { countDue } from '#server/dunning-runs/count-due.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { mailBytes, openMailConnection } from '#server/platform/mail.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseWhileStopped } from '#server/send-stops/find-send-stops.ts';
import { type FoundAutomaticRun, findAutomaticRun, listToTell, markAutomaticRun } from './queries.ts';
import type { ExpectedRun } from './tables.ts';
import { vetoAddress, vetoToken } from './veto-token.ts';

type Words = Record<'letter.forewarning.subject' | 'letter.forewarning.body', string>;
const WORDS: Record<Language, Words> = { de, en, fr, nl };
const SECONDS_MAX = 30;

/**
 * Tells owners and clerks what is going to leave by itself, and how to stop it. Nothing leaves before one of them was
 * told: where no mail could be handed over it throws, and is tried again.
 */
export async function forewarn(tools: CompanyTools, { runOn }: { runOn: string }): Promise<void> {
  const { companyId } = tools;
  const on = Temporal.PlainDate.from(runOn);
  const day = await inCompany(tools, async (trx) => {
    await refuseWhileStopped(trx, companyId);
    return findAutomaticRun(trx, companyId, on);
  });
  if (day?.state !== 'announced' || day.forewarnedAt) return;
  const expected = await countDue(tools, on);
  const isNothing = expected.automatic + expected.toConfirm === 0;
  if (!isNothing) await sendForewarnings(tools, { ...day, expected });
  // Nobody is written to about nothing.
  await mark(tools, on, { expected, forewarnedAt: tools.clock.now(), answer: null });
}

/** After the last try: the day is held up, and the screens say by what. */
export async function forewarningGivenUp(
  tools: CompanyTools,
  { runOn }: { runOn: string },
  error: unknown,
): Promise<void> {
  await mark(tools, Temporal.PlainDate.from(runOn), { answer: writeAnswer(error) });
}

function mark(
  tools: CompanyTools,
  runOn: Temporal.PlainDate,
  changes: { expected?: ExpectedRun; forewarnedAt?: Temporal.Instant; answer: string | null },
) {
  const which = { companyId: tools.companyId, runOn, from: ['announced'] as const };
  return inCompany(tools, (trx) => markAutomaticRun(trx, which, changes));
}

async function sendForewarnings(tools: CompanyTools, day: FoundAutomaticRun): Promise<void> {
  const { db, companyId } = tools;
  const company = await inCompany(tools, (trx) => findCompany(trx, companyId));
  const people = await listToTell(db, companyId);
  const url = mailServerOf(tools, company);
  const held = people.length === 0 ? 'automatic_nobody_to_tell' : url === null ? 'mail_not_set_up' : null;
  if (held || url === null) {
    await mark(tools, day.runOn, { answer: writeAnswer(new Refusal(held ?? 'mail_not_set_up', {})) });
    throw new Refusal(held ?? 'mail_not_set_up', {});
  }
  const { from } = mailSenderOf(company, people[0] ?? null);
  const connection = openMailConnection(mailSettingsOf(tools, url, SECONDS_MAX));
  let told = 0;
  let answer = '';
  for (const person of people) {
    const bytes = await forewarning(tools, { day, company, person, from });
    const offer = await connection.offer({ from: from.address, to: [person.email] }, bytes, async () => {});
    // A lost answer may be a mail that arrived: it is not sent again for that.
    if (offer.outcome === 'sent' || offer.outcome === 'unknown') told += 1;
    else answer = offer.answer;
  }
  connection.close();
  if (told === 0) throw new Error(answer);
}

type About = {
  readonly day: FoundAutomaticRun;
  readonly company: Awaited<ReturnType<typeof findCompany>>;
  readonly person: Awaited<ReturnType<typeof listToTell>>[number];
  readonly from: { readonly name: string; readonly address: string };
};

function forewarning(tools: CompanyTools, { day, company, person, from }: About): Promise<Buffer> {
  const { installation, clock, companyId } = tools;
  const veto = { companyId, runOn: day.runOn, userId: person.id };
  // As long as the day lasts: once it has begun, the link says so.
  const token = vetoToken(tools, veto, day.dueAt.add({ hours: 24 }));
  const facts = {
    name: person.name,
    company: company.name,
    on: whenText(day.dueAt, company.timeZone, person.language),
    automatic: day.expected?.automatic ?? 0,
    toConfirm: day.expected?.toConfirm ?? 0,
    test: company.mode === 'test' ? 'yes' : 'no',
    link: vetoAddress(installation.url, token),
  };
  const words = (part: 'subject' | 'body') =>
    String(
      new IntlMessageFormat(WORDS[person.language][`letter.forewarning.${part}`], person.language).format(
        facts,
      ),
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
    html: htmlOf(words('body'), facts.link),
    pictures: [],
    attachments: [],
    headers: { 'X-Rappel-Company': company.key, 'Auto-Submitted': 'auto-generated' },
  });
}

/** 'Tuesday 31 March 2026, 09:00', as whoever reads it writes it. */
function whenText(at: Temporal.Instant, timeZone: string, language: Language): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, format).format(at.epochMilliseconds);
}

function htmlOf(text: string, link: string): string {
  const escaped = text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const address = link.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<p>${escaped.replace(address, `<a href="${address}">${address}</a>`).replaceAll('\n', '<br>')}</p>`;
}
