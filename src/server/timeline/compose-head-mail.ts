import type { Language } from '#core/receivables/kinds.ts';
import { writeHead } from '#core/timeline/head.ts';
import { type MailAddress, mailBytes } from '#server/platform/mail.ts';
import { label } from '#server/texts/words.ts';
import type { ChainHead } from './chain.ts';

export type HeadMail = {
  /** Becomes the Message-ID. */
  readonly id: string;
  readonly sentAt: Temporal.Instant;
  readonly from: MailAddress;
  readonly to: string;
  readonly head: ChainHead;
  readonly company: {
    readonly key: string;
    readonly name: string;
    readonly language: Language;
    readonly timeZone: string;
  };
};

/** The mail that carries a head out of the house: which company, when, how many events, the hash, and how to compare it. */
export function headMailBytes({ id, sentAt, from, to, head, company }: HeadMail): Promise<Buffer> {
  const { language, timeZone, name, key } = company;
  const locale = language === 'en' ? 'en-GB' : language;
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  const [count = '', ...hash] = writeHead(head).split(' ');
  const facts = {
    company: name,
    at: new Intl.DateTimeFormat(locale, format).format(sentAt.epochMilliseconds),
    on: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(sentAt.epochMilliseconds),
    count,
    hash: hash.join(' '),
    command: `rappel audit --company ${key} --head "${writeHead(head)}"`,
  };
  const text = label(language, 'headMail.body', facts);
  return mailBytes({
    id,
    sentAt,
    from,
    to: [{ name: '', address: to }],
    copies: [],
    replyTo: null,
    subject: label(language, 'headMail.subject', facts),
    text,
    html: `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`,
    pictures: [],
    attachments: [],
    headers: { 'X-Rappel-Company': key, 'X-Rappel-Head': `${head.count} ${head.hash}` },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
