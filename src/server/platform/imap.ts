import { ImapFlow } from 'imapflow';
import { isLoopback, outsideHost } from './outside-address.ts';

export type MailboxSettings = {
  /** imaps://user:password@host:port, or imap:// where the server goes over to TLS by itself. */
  readonly url: string;
  /** Null: the folder the server marks as that of sent mail. */
  readonly folder: string | null;
  readonly onlyPublic?: boolean;
  readonly secondsMax?: number;
};

export type FoundMail = { readonly folder: string; readonly uid: number; readonly filedAt: string | null };

/** The mailbox has no folder of sent mail, or none of the name given. */
export class NoSentFolder extends Error {}

/**
 * Looks mails up in the folder of sent mail, reading only. What cannot be asked throws: it is not there only where the
 * server said so.
 * @returns for each Message-ID, angle brackets included, where it lies; null: it is not there.
 * @throws NoSentFolder, or the trouble in the server's words
 */
export async function findSentMails(
  settings: MailboxSettings,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, FoundMail | null>> {
  const client = await signIn(settings);
  try {
    const folder = settings.folder ?? (await sentFolderOf(client));
    if (folder === null) throw new NoSentFolder('The mailbox names no folder of sent mail.');
    await client.mailboxOpen(folder, { readOnly: true }).catch((error: unknown) => {
      throw settings.folder === null ? error : new NoSentFolder(wordsOf(error));
    });
    const found = new Map<string, FoundMail | null>();
    for (const id of messageIds) found.set(id, await find(client, folder, id));
    return found;
  } catch (error) {
    throw error instanceof NoSentFolder ? error : new Error(wordsOf(error));
  } finally {
    await client.logout().catch(() => {});
    client.close();
  }
}

async function signIn({ url, onlyPublic = false, secondsMax = 20 }: MailboxSettings): Promise<ImapFlow> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'imaps:';
  const { host, servername } = await outsideHost(hostname, onlyPublic);
  const client = new ImapFlow({
    host,
    ...(servername ? { servername } : {}),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    // A password crosses no wire that others share in the clear.
    ...(secure || isLoopback(hostname) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: secondsMax * 1000,
    greetingTimeout: secondsMax * 1000,
    socketTimeout: secondsMax * 1000,
    maxLineLength: 1_000_000,
    maxLiteralSize: 1_000_000,
    maxResponseSize: 10_000_000,
  });
  // What it emits, the call that waits is told as well.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw new Error(wordsOf(error));
  }
}

async function sentFolderOf(client: ImapFlow): Promise<string | null> {
  const folders = await client.list();
  return folders.find(({ specialUse }) => specialUse === '\\Sent')?.path ?? null;
}

/** Servers compare by part of the header: what they find is compared whole. */
async function find(client: ImapFlow, folder: string, messageId: string): Promise<FoundMail | null> {
  const uids = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  if (!uids) throw new Error('The mailbox did not answer the search.');
  for (const uid of uids) {
    const mail = await client.fetchOne(String(uid), { envelope: true, internalDate: true }, { uid: true });
    if (!mail || mail.envelope?.messageId !== messageId) continue;
    const at = mail.internalDate ? new Date(mail.internalDate).toISOString() : null;
    return { folder, uid, filedAt: at };
  }
  return null;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'responseText' in error && typeof error.responseText === 'string' ? error.responseText : '';
  return (said || error.message).slice(0, 500);
}
