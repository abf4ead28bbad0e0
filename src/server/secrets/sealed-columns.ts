import { MAIL_SERVER_PURPOSE } from '#server/companies/mail-server.ts';
import { MAILBOX_PURPOSE } from '#server/mail-transports/transport-of.ts';
import { TOTP_PURPOSE } from '#server/users/second-factor.ts';

export type SealedColumn = { readonly table: string; readonly column: string; readonly purpose: string };

/** Everything that is kept sealed, with what it was sealed for: a column that is missing here fails a test. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'company', column: 'smtp_url_sealed', purpose: MAIL_SERVER_PURPOSE },
  { table: 'sent_folder', column: 'imap_url_sealed', purpose: MAILBOX_PURPOSE },
  { table: 'user_totp', column: 'secret_sealed', purpose: TOTP_PURPOSE },
  { table: 'stored_answer', column: 'body_sealed', purpose: 'stored answer' },
];
