import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import MimeNode from 'nodemailer/lib/mime-node';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import { isEmailAddress } from '#core/receivables/email-address.ts';
import { refuse } from '#core/refusal.ts';
import { fault } from './fault.ts';
import { openKeyedConnection } from './keyed-mail.ts';
import { outsideHost } from './outside-address.ts';

export type MailAddress = { readonly name: string; readonly address: string };
export type MailPart = { readonly name: string; readonly mediaType: string; readonly bytes: Buffer };

/** A mail before it is bytes. Its id becomes the Message-ID: the same mail is the same bytes, however often made. */
export type Mail = {
  readonly id: string;
  readonly sentAt: Temporal.Instant;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly copies: readonly MailAddress[];
  readonly replyTo: MailAddress | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Pictures that the HTML names as cid:<name>. */
  readonly pictures: readonly MailPart[];
  readonly attachments: readonly MailPart[];
  readonly headers: Readonly<Record<string, string>>;
};

/** <id@domain of the sender> */
export function messageIdOf({ id, from }: Pick<Mail, 'id' | 'from'>): string {
  return `<${id}@${from.address.split('@')[1]}>`;
}

/** The complete message of RFC 5322, headers and date and boundaries and all. @throws Refusal email_unusable */
export async function mailBytes(mail: Mail): Promise<Buffer> {
  const root = new MimeNode('multipart/mixed', {
    baseBoundary: mail.id.replaceAll('-', ''),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  });
  root.setHeader({
    From: [clean(mail.from)],
    To: mail.to.map(clean),
    ...(mail.copies.length > 0 ? { Cc: mail.copies.map(clean) } : {}),
    ...(mail.replyTo ? { 'Reply-To': [clean(mail.replyTo)] } : {}),
    Subject: oneLine(mail.subject),
    Date: new Date(mail.sentAt.epochMilliseconds).toUTCString().replace('GMT', '+0000'),
    'Message-ID': messageIdOf(mail),
    'Auto-Submitted': 'auto-generated',
    ...Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, oneLine(value)])),
  });
  const related = mail.pictures.length > 0 ? root.createChild('multipart/related') : root;
  const words = related.createChild('multipart/alternative');
  words.createChild('text/plain; charset=utf-8').setContent(mail.text);
  words.createChild('text/html; charset=utf-8').setContent(mail.html);
  for (const { name, mediaType, bytes } of mail.pictures) {
    const child = related.createChild(mediaType, { filename: oneLine(name) });
    child.setHeader({ 'Content-ID': `<${name}>`, 'Content-Disposition': 'inline' });
    child.setContent(bytes);
  }
  for (const { name, mediaType, bytes } of mail.attachments) {
    const child = root.createChild(mediaType, { filename: oneLine(name) });
    child.setHeader({ 'Content-Disposition': 'attachment', 'Content-Transfer-Encoding': 'base64' });
    child.setContent(bytes);
  }
  assertNobodyElse(root.getEnvelope(), mail);
  return root.build();
}

/** A dirty address would be repaired into somebody else's: it is refused. */
function clean({ name, address }: MailAddress): MailAddress {
  if (!isEmailAddress(address)) refuse('email_unusable', { given: address });
  return { name: oneLine(name), address };
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function assertNobodyElse(envelope: { to: string[] }, { to, copies }: Mail): void {
  const meant = new Set([...to, ...copies].map(({ address }) => address.toLowerCase()));
  const stray = envelope.to.find((address) => !meant.has(address.toLowerCase()));
  // Names written in other scripts reach the envelope as xn--…: the same address in another spelling.
  if (stray && !stray.includes('xn--'))
    throw new Error('the message would go to somebody it was not meant for');
}

export type Envelope = {
  readonly from: string;
  readonly to: readonly string[];
  /** What makes two offers the same mail, where the other side keeps keys; by default the bytes. */
  readonly key?: string;
};

/**
 * How an offer ended. `later`: nothing was accepted, and it may be offered again. `unknown`: the answer was lost after
 * the first byte of the body; only the other side knows. `stopped`: we ourselves did not let the body begin.
 */
export type Offer = {
  readonly outcome: 'sent' | 'refused' | 'later' | 'unknown' | 'stopped';
  /** The other side's last words, or what went wrong. */
  readonly answer: string;
  /** `later`, because there was nobody to offer it to, or we were not let in: it says nothing about this mail. */
  readonly isUnreached?: boolean;
};

export type MailServerSettings = {
  /** smtp://user:password@host:port, smtps:// for TLS from the first byte, or https://:key@host/path of a provider. */
  readonly url: string;
  readonly secondsMax?: number;
  /** Set by somebody who may not reach into the network this program stands in. */
  readonly onlyPublic?: boolean;
};

/** One connection to a mail server, opened when needed and kept for the next mail. */
export type MailConnection = {
  /** `beforeBody` runs after the server's 354 and before the first byte: what it commits is true from then on. */
  offer(envelope: Envelope, bytes: Buffer, beforeBody: () => Promise<void>): Promise<Offer>;
  close(): void;
};

/** By SMTP, or by a provider's HTTP interface, as the address says. */
export function openMailConnection(settings: MailServerSettings): MailConnection {
  return /^https?:/.test(settings.url) ? openKeyedConnection(settings) : openSmtpConnection(settings);
}

function openSmtpConnection(settings: MailServerSettings): MailConnection {
  let kept: SmtpConnection | null = null;
  const drop = () => {
    kept?.close();
    kept = null;
  };
  return {
    async offer(envelope, bytes, beforeBody) {
      const reused = kept !== null;
      let offer = await attempt(envelope, bytes, beforeBody);
      // A server closes a connection that rested too long: that says nothing about this mail.
      if (reused && offer.connectionLost && offer.outcome === 'later')
        offer = await attempt(envelope, bytes, beforeBody);
      const { connectionLost, ...rest } = offer;
      return rest;
    },
    close: () => {
      kept?.quit();
      drop();
    },
  };

  async function attempt(
    envelope: Envelope,
    bytes: Buffer,
    beforeBody: () => Promise<void>,
  ): Promise<Attempt> {
    try {
      kept ??= await connect(settings);
    } catch (error) {
      // Greeting, TLS and login: nothing was offered yet, whatever the code.
      return { outcome: 'later', answer: wordsOf(error), isUnreached: true, connectionLost: false };
    }
    const ascii = { from: domainInAscii(envelope.from), to: envelope.to.map(domainInAscii) };
    const strange = [ascii.from, ...ascii.to].find((address) => /[^ -~]/.test(address));
    // The library would send it as it is, and the server read another name.
    if (strange !== undefined && !takesUtf8(kept))
      return { outcome: 'refused', answer: `${strange}: no SMTPUTF8`, connectionLost: false };
    const result = await offerOn(kept, ascii, bytes, beforeBody);
    if (result.connectionLost || result.outcome !== 'sent') drop();
    return result;
  }
}

/** A domain of another script as xn--…, which every server takes. */
function domainInAscii(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return `${address.slice(0, at)}${domainToASCII(address.slice(at)) || address.slice(at)}`;
}

function takesUtf8(connection: SmtpConnection): boolean {
  if (!('_supportedExtensions' in connection)) return false;
  const offered = connection._supportedExtensions;
  return Array.isArray(offered) && offered.includes('SMTPUTF8');
}

type Attempt = Offer & { readonly connectionLost: boolean };

async function connect({
  url,
  secondsMax = 120,
  onlyPublic = false,
}: MailServerSettings): Promise<SmtpConnection> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  // Read here, where what cannot be read is caught, and not in the connection's callback.
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const connection = new SmtpConnection({
    ...(await outsideHost(hostname, onlyPublic)),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    connectionTimeout: Math.min(secondsMax, 30) * 1000,
    greetingTimeout: Math.min(secondsMax, 30) * 1000,
    socketTimeout: secondsMax * 1000,
  });
  // A server may cut a connection that rests between two mails: nobody waits for it then.
  connection.on('error', () => {});
  return await new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      connection.close();
      reject(error);
    };
    connection.once('error', fail);
    connection.connect((error) => {
      if (error) return fail(error);
      if (!username) return done();
      connection.login({ credentials: auth }, (refused) => (refused ? fail(refused) : done()));
    });
    const done = () => {
      connection.off('error', fail);
      resolve(connection);
    };
  });
}

function offerOn(
  connection: SmtpConnection,
  { from, to }: Envelope,
  bytes: Buffer,
  beforeBody: () => Promise<void>,
): Promise<Attempt> {
  return new Promise((resolve) => {
    let begun = false;
    let stopped: unknown = null;
    const body = new Readable({
      async read() {
        try {
          if (!begun) await beforeBody();
          begun = true;
          this.push(bytes);
          fault('mail-body-given');
          this.push(null);
        } catch (error) {
          stopped = error;
          this.destroy(error instanceof Error ? error : new Error(String(error)));
        }
      },
    });
    const end = (attempt: Attempt) => {
      connection.off('error', lost);
      connection.off('end', gone);
      resolve(attempt);
    };
    const lost = (error: Error) => end(failed(error, begun, stopped));
    const gone = () => lost(new Error('The connection was closed.'));
    connection.once('error', lost);
    connection.once('end', gone);
    connection.send({ from, to: [...to], size: bytes.length }, body, (error, info) => {
      if (error) return lost(error);
      const refused = info?.rejected ?? [];
      const aside = refused.length > 0 ? ` (refused: ${refused.join(', ')})` : '';
      end({ outcome: 'sent', answer: `${info?.response ?? ''}${aside}`, connectionLost: false });
    });
  });
}

/** A code is certain: 4xx says later, 5xx says never. Without one, all depends on whether the body had begun. */
function failed(error: Error, begun: boolean, stopped: unknown): Attempt {
  const answer = wordsOf(error);
  if (stopped && !begun) return { outcome: 'stopped', answer: wordsOf(stopped), connectionLost: false };
  const code = 'responseCode' in error ? Number(error.responseCode) : 0;
  if (code >= 500) return { outcome: 'refused', answer, connectionLost: false };
  if (code >= 400) return { outcome: 'later', answer, connectionLost: false };
  const command = 'command' in error ? error.command : null;
  // Too large for the server, or no recipient left: said before anything was offered.
  if (!begun && command === 'MAIL FROM') return { outcome: 'refused', answer, connectionLost: false };
  return { outcome: begun ? 'unknown' : 'later', answer, connectionLost: true };
}

function wordsOf(error: unknown): string {
  if (error instanceof Error) {
    const said = 'response' in error && typeof error.response === 'string' ? error.response : error.message;
    return said.slice(0, 500);
  }
  return String(error);
}
