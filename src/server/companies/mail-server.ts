import { refuse } from '#core/refusal.ts';
import type { MailServerSettings } from '#server/platform/mail.ts';
import { isLoopback, NotOutside, outsideHost } from '#server/platform/outside-address.ts';
import { seal, unseal } from '#server/platform/secret.ts';
import { withoutPassword } from '#server/platform/settings.ts';
import type { Tools } from '#server/platform/tools.ts';

export const MAIL_SERVER_PURPOSE = 'company mail server';
const PURPOSE = MAIL_SERVER_PURPOSE;

type Company = { readonly smtpUrlSealed: string | null; readonly isDemo: boolean };

/** smtp://user:password@host:port through which a company's mails leave: its own, or the installation's; or null. */
export function mailServerOf({ installation }: Tools, { smtpUrlSealed, isDemo }: Company): string | null {
  // What is invented leaves nowhere: beside no server that catches it, it waits for one.
  if (isDemo) return installation.catcherUrl;
  // The demo's catcher takes everything, so that no mail leaves by mistake.
  if (installation.mailsAreCaught || smtpUrlSealed === null) return installation.smtpUrl;
  const url = unseal(installation.secret, PURPOSE, smtpUrlSealed);
  if (url === null) throw new Error('The mail server was sealed with another RAPPEL_SECRET. Enter it again.');
  return url;
}

/** Whether there is a server to leave through: asked without opening what is sealed. */
export function hasMailServer({ installation }: Tools, { smtpUrlSealed, isDemo }: Company): boolean {
  return isDemo || (smtpUrlSealed ?? installation.smtpUrl) !== null;
}

/** The server at this address, and whether only a public host may be reached for it: what a company named is held to that. */
export function mailSettingsOf(
  { installation }: Pick<Tools, 'installation'>,
  url: string,
  secondsMax: number,
): MailServerSettings {
  const own = url === installation.smtpUrl || url === installation.catcherUrl;
  return { url, secondsMax, onlyPublic: !own && Boolean(installation.publicMailHostsOnly) };
}

/**
 * Where companies may name public hosts only, refuses the others. A name that does not resolve just now is held to it
 * when it is connected to.
 * @throws Refusal mail_host_not_public
 */
export async function refuseInside({ installation }: Tools, hostname: string): Promise<void> {
  if (!installation.publicMailHostsOnly) return;
  if (isLoopback(hostname)) refuse('mail_host_not_public', { host: hostname });
  await outsideHost(hostname, true).catch((error: unknown) => {
    if (error instanceof NotOutside) refuse('mail_host_not_public', { host: hostname });
  });
}

export function sealMailServer({ installation }: Tools, url: string): string {
  return seal(installation.secret, PURPOSE, url);
}

/** As the settings show it: who and where, never the password. */
export function shownMailServer(
  { installation }: Tools,
  { smtpUrlSealed }: Pick<Company, 'smtpUrlSealed'>,
): string | null {
  if (smtpUrlSealed === null) return null;
  const url = unseal(installation.secret, PURPOSE, smtpUrlSealed);
  return url === null ? '?' : withoutPassword(url).replace(':***', '').replace('//@', '//');
}
