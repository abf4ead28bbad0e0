import { createHash } from 'node:crypto';

/** Names a mailbox by its server and account, whatever the password; short, and telling nothing to who reads it. */
export function mailboxOf(url: string): string {
  const { protocol, hostname, port, username } = new URL(url);
  return createHash('sha256')
    .update(`${protocol}//${username}@${hostname}:${port}`)
    .digest('hex')
    .slice(0, 32);
}
