import { type Mail, type MailAddress, type MailPart, mailBytes } from '#server/platform/mail.ts';
import { label } from '#server/texts/words.ts';
import type { Addressees } from './addressees.ts';
import { mailMessage } from './mail-message.ts';
import type { NoticeContent } from './notice-content.ts';

export type MailSender = {
  readonly from: MailAddress;
  readonly replyTo: MailAddress | null;
  /** The company by its key, for the built-in catcher of the demo. */
  readonly companyKey: string;
  /** Whether the subject ends with the debtor’s number, so that answers can be told apart. */
  readonly subjectMark: boolean;
};

export type MailOfNotice = {
  /** The dispatch's id, which becomes the Message-ID. */
  readonly id: string;
  readonly sentAt: Temporal.Instant;
  readonly content: NoticeContent;
  readonly letter: Buffer;
  readonly logo: Buffer | null;
  readonly invoices: readonly MailPart[];
  readonly sender: MailSender;
  readonly addressees: Addressees;
  /** The Message-IDs it goes on with, the oldest first, so that all stand in one thread. */
  readonly thread?: readonly string[];
};

/** The mail of a notice before it is bytes: the preview shows it, the issue stores it. */
export function mailOf(notice: MailOfNotice): Mail {
  const { content, addressees, sender, logo } = notice;
  const picture = pictureOf(content, logo);
  const words = mailMessage(content, {
    meantFor: addressees.meantFor.map(({ address }) => address),
    withInvoices: notice.invoices.length > 0,
    logoName: picture?.name ?? null,
  });
  return {
    id: notice.id,
    sentAt: notice.sentAt,
    from: sender.from,
    replyTo: sender.replyTo,
    to: addressees.to,
    copies: addressees.copies,
    ...words,
    subject: sender.subjectMark ? marked(words.subject, content.debtor.number) : words.subject,
    pictures: picture ? [picture] : [],
    attachments: [
      { name: letterName(content), mediaType: 'application/pdf', bytes: notice.letter },
      ...notice.invoices,
    ],
    headers: {
      'X-Rappel-Company': sender.companyKey,
      'X-Rappel-Notice': String(content.number),
      ...threadHeaders(notice.thread ?? []),
      ...(addressees.meantFor.length > 0
        ? { 'X-Rappel-Would-Go-To': addressees.meantFor.map(({ address }) => address).join(', ') }
        : {}),
    },
  };
}

/** It answers the newest, and names all of them. */
function threadHeaders(thread: readonly string[]): Record<string, string> {
  const newest = thread.at(-1);
  return newest ? { 'In-Reply-To': newest, References: thread.join(' ') } : {};
}

/** 'Second reminder [D0017]', once. */
function marked(subject: string, debtor: string): string {
  const mark = `[${debtor}]`;
  return subject.includes(mark) ? subject : `${subject} ${mark}`;
}

export function makeMail(notice: MailOfNotice): Promise<Buffer> {
  return mailBytes(mailOf(notice));
}

/** "Rappel 1024.pdf", in the debtor's language. */
export function letterName({ number, language, stepKind, purpose }: NoticeContent): string {
  const key = purpose === 'correction' ? 'fileNameCorrection' : FILE_NAMES[stepKind];
  return `${label(language, key, { number: String(number) })}.pdf`;
}

const FILE_NAMES = {
  notice: 'fileName',
  courtesy: 'fileNameCourtesy',
  statement: 'fileNameStatement',
  acceptance: 'fileNameAcceptance',
  call: 'fileName',
  task: 'fileName',
  hand_over: 'fileName',
} as const;

/** Mail programs show PNG and JPEG; an SVG logo gives way to the name. */
function pictureOf({ layout }: NoticeContent, logo: Buffer | null): MailPart | null {
  if (!logo || !layout.logo || layout.logo.mediaType === 'image/svg+xml') return null;
  return { name: 'logo', mediaType: layout.logo.mediaType, bytes: logo };
}
