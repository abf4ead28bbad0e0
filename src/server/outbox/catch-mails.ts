import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { type MailCatcher, startMailCatcher } from '#server/platform/mail-catcher.ts';
import { addCaughtMail } from './queries.ts';

/** Starts the mail server of the demo: what is sent to it is kept, and shown in the application. */
export function startCatchingMails(db: () => Db): Promise<MailCatcher> {
  return startMailCatcher(({ sender, recipients, bytes }) =>
    addCaughtMail(db(), {
      id: newId(),
      caughtAt: Temporal.Now.instant(),
      companyKey: companyKeyOf(bytes),
      sender,
      recipients,
      bytes,
    }),
  );
}

/** Rappel writes into each mail which company it is of. */
function companyKeyOf(bytes: Buffer): string | null {
  const end = bytes.indexOf('\r\n\r\n');
  const headers = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
  return /^X-Rappel-Company: ([a-z0-9-]{1,40})\r?$/im.exec(headers)?.[1] ?? null;
}
