import type { TransportKind } from '#core/dunning/doubt.ts';
import type { SentFolderTable } from '#server/companies/tables.ts';
import type { Trx } from '#server/platform/db.ts';
import type { MailboxSettings } from '#server/platform/imap.ts';
import { codeOf, seal, unseal } from '#server/platform/secret.ts';
import { withoutPassword } from '#server/platform/settings.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { findSentFolder } from './queries.ts';

export const MAILBOX_PURPOSE = 'company mailbox';
const PURPOSE = MAILBOX_PURPOSE;
const SECONDS_MAX = 20;

/** What a way of sending can prove, and its name: server and account, without passwords. */
export type Transport = { readonly kind: TransportKind; readonly via: string };

/**
 * The transport of mails that leave by the server at this address. A folder of sent mail counts once it was tried with
 * that very server, and is the company's own.
 */
export async function transportOf(trx: Trx, tools: CompanyTools, url: string): Promise<Transport> {
  if (/^https?:/.test(url)) return { kind: 'keyed', via: keyedVia(tools, url) };
  const { catcherUrl } = tools.installation;
  const row = url === catcherUrl ? undefined : await findSentFolder(trx, tools.companyId);
  const via = row && folderVia(tools, url, row);
  return row?.probeState === 'passed' && via !== undefined && row.probeVia === via
    ? { kind: 'sent_folder', via }
    : { kind: 'blind', via: shown(url) };
}

/** Server, mailbox and folder in one line: what was proven of them is proven of no others. */
export function folderVia(tools: Tools, smtpUrl: string, row: Mailbox): string {
  return `${shown(smtpUrl)} ${mailboxName(tools, row)}`;
}

type Mailbox = Pick<SentFolderTable, 'imapUrlSealed' | 'folder'>;

/** The mailbox in which the trace of a mail that left by `via` can be looked for; null: it was another one. */
export function lookupFor(tools: Tools, row: Mailbox, via: string): MailboxSettings | null {
  return via.endsWith(` ${mailboxName(tools, row)}`) ? mailboxSettings(tools, row) : null;
}

/** @throws Error where it was sealed with another secret */
export function mailboxSettings(
  { installation }: Tools,
  { imapUrlSealed, folder }: Mailbox,
): MailboxSettings {
  const url = unseal(installation.secret, PURPOSE, imapUrlSealed);
  if (url === null) throw new Error('The mailbox was sealed with another RAPPEL_SECRET. Enter it again.');
  return {
    url,
    folder,
    secondsMax: SECONDS_MAX,
    onlyPublic: Boolean(installation.publicMailHostsOnly),
  };
}

export function sealMailbox({ installation }: Tools, url: string): string {
  return seal(installation.secret, PURPOSE, url);
}

/** imaps://user@host:port, and the folder where one was named; '?' where its seal is of another secret. */
export function mailboxName({ installation }: Tools, { imapUrlSealed, folder }: Mailbox): string {
  const url = unseal(installation.secret, PURPOSE, imapUrlSealed);
  return url === null ? '?' : `${shown(url)}${folder === null ? '' : `/${encodeURIComponent(folder)}`}`;
}

/** A key of another account is another way: the same mail under it would be made twice. */
function keyedVia({ installation }: Tools, url: string): string {
  const { origin, pathname, password } = new URL(url);
  return `${origin}${pathname}#${codeOf(installation.secret, 'mail key', password)}`;
}

function shown(url: string): string {
  return withoutPassword(url).replace(':***', '').replace('//@', '//');
}
