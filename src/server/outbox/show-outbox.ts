import { refuse } from '#core/refusal.ts';
import { readMail } from '#server/platform/read-mail.ts';
import type { Tools } from '#server/platform/tools.ts';
import { findCaughtMail, listCaughtMails } from './queries.ts';

type Which = { readonly company: string; readonly mail: string };

export async function showOutbox(
  { db }: Tools,
  input: { company: string; search?: string | undefined; page: number; perPage: number },
) {
  const { rows, total } = await listCaughtMails(db, input.company, input);
  const shown = rows.map(async ({ id, caughtAt, recipients, size, head }) => {
    const { from, subject } = await readMail(head);
    return { id, caughtAt: caughtAt.toString(), from, to: recipients, subject, size };
  });
  return { rows: await Promise.all(shown), total };
}

/** @throws Refusal mail_unknown */
export async function showCaughtMail({ db }: Tools, { company, mail: id }: Which) {
  const found = (await findCaughtMail(db, company, id)) ?? refuse('mail_unknown', { mail: id });
  const mail = await readMail(found.bytes);
  return {
    id,
    caughtAt: found.caughtAt.toString(),
    from: mail.from,
    to: found.recipients,
    subject: mail.subject,
    size: found.bytes.length,
    copies: [...mail.copies],
    replyTo: mail.replyTo,
    messageId: mail.messageId,
    html: mail.html,
    text: mail.text,
    attachments: mail.attachments.map(({ name, mediaType, bytes }, position) => ({
      position,
      name,
      mediaType,
      size: bytes.length,
    })),
    headers: [...mail.headers],
  };
}

/** @throws Refusal mail_unknown */
export async function openAttachment({ db }: Tools, which: Which & { position: number }): Promise<File> {
  const found = await findCaughtMail(db, which.company, which.mail);
  const mail = found && (await readMail(found.bytes));
  const part = mail?.attachments[which.position] ?? refuse('mail_unknown', { mail: which.mail });
  return new File([new Uint8Array(part.bytes)], part.name, { type: part.mediaType });
}

/** @throws Refusal mail_unknown */
export async function openSource({ db }: Tools, { company, mail }: Which): Promise<File> {
  const found = (await findCaughtMail(db, company, mail)) ?? refuse('mail_unknown', { mail });
  return new File([new Uint8Array(found.bytes)], `${mail}.eml`, { type: 'message/rfc822' });
}
