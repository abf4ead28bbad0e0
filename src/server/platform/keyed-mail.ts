import { createHash } from 'node:crypto';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import PostalMime, { type Address } from 'postal-mime';
import type { Envelope, MailConnection, MailServerSettings, Offer } from './mail.ts';
import { outsideHost } from './outside-address.ts';

const ANSWER_MAX = 100_000;
/** Written by the provider itself, or part of what the request says elsewhere. */
const OWN_HEADERS = /^(from|to|cc|bcc|reply-to|subject|date|mime-version|content-.*)$/;

/**
 * Mails by a provider's HTTP interface that takes an `Idempotency-Key`: the same key again within a day makes no second
 * mail, and gives the first one's answer. A connection for each mail.
 */
export function openKeyedConnection(settings: MailServerSettings): MailConnection {
  return {
    async offer(envelope, bytes, beforeBody) {
      let body: Buffer | null = null;
      try {
        body = Buffer.from(JSON.stringify(await requestFor(envelope, bytes)));
        return await post(settings, { key: envelope.key ?? sha256(bytes), body, beforeBody });
      } catch (error) {
        const later = { outcome: 'later' as const, answer: wordsOf(error) };
        return body === null ? later : { ...later, isUnreached: true };
      }
    },
    close: () => {},
  };
}

type KeyedRequest = { readonly key: string; readonly body: Buffer; readonly beforeBody: () => Promise<void> };

/** Nothing is written before the connection stands and `beforeBody` is done: until then nothing can have been taken. */
async function post(settings: MailServerSettings, { key, body, beforeBody }: KeyedRequest): Promise<Offer> {
  const { url, secondsMax = 60, onlyPublic = false } = settings;
  const { protocol, hostname, port, pathname, search, host: shownHost, password } = new URL(url);
  const secure = protocol === 'https:';
  const { host, servername } = await outsideHost(hostname, onlyPublic);
  const request = (secure ? https : http).request({
    method: 'POST',
    host,
    ...(servername ? { servername } : {}),
    port: Number(port) || (secure ? 443 : 80),
    path: `${pathname}${search}`,
    agent: false,
    timeout: secondsMax * 1000,
    headers: {
      Host: shownHost,
      Authorization: `Bearer ${decodeURIComponent(password)}`,
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      'Idempotency-Key': key,
      'User-Agent': 'rappel',
    },
  });
  return talk(request, secure, { key, body, beforeBody });
}

function talk(request: ClientRequest, secure: boolean, { body, beforeBody }: KeyedRequest): Promise<Offer> {
  return new Promise((resolve) => {
    let begun = false;
    let stopped: unknown = null;
    const lost = (error: unknown) => {
      request.destroy();
      if (stopped) return resolve({ outcome: 'stopped', answer: wordsOf(stopped) });
      const answer = wordsOf(error);
      resolve(begun ? { outcome: 'unknown', answer } : { outcome: 'later', answer, isUnreached: true });
    };
    const begin = async () => {
      try {
        await beforeBody();
        begun = true;
        request.end(body);
      } catch (error) {
        stopped = error;
        lost(error);
      }
    };
    request.once('error', lost);
    request.once('timeout', () => lost(new Error('Timeout')));
    request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', () => void begin()));
    request.once('response', (response) => {
      void answerOf(response).then((text) => resolve(offerOf(response.statusCode ?? 0, text)), lost);
    });
  });
}

async function answerOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += part.length;
    if (size > ANSWER_MAX) throw new Error('The answer is too long.');
    parts.push(part);
  }
  if (!response.complete) throw new Error('The answer was cut.');
  return Buffer.concat(parts).toString('utf8');
}

/**
 * What an answer means. Taken: 2xx with the mail's id. Never taken: what the provider refuses as it stands. Later: its
 * key, its limits, its address. All else, 5xx and a request still under way included, may have been taken.
 */
export function offerOf(status: number, text: string): Offer {
  const said = sayingOf(text);
  const answer = `${status} ${said.words}`.trim().slice(0, 500);
  if (status >= 200 && status < 300) return { outcome: said.id ? 'sent' : 'unknown', answer };
  if ((status >= 300 && status < 400) || status === 401 || status === 403 || status === 429)
    return { outcome: 'later', answer, isUnreached: true };
  if (status === 408 || status === 409 || status === 425 || status >= 500)
    return { outcome: 'unknown', answer };
  return { outcome: status >= 400 ? 'refused' : 'unknown', answer };
}

function sayingOf(text: string): { id: string | null; words: string } {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said !== 'object' || said === null) return { id: null, words: text };
    const id = 'id' in said && typeof said.id === 'string' && said.id !== '' ? said.id : null;
    const parts = ['name' in said ? said.name : null, 'message' in said ? said.message : null];
    return { id, words: id ? `id ${id}` : parts.filter((part) => typeof part === 'string').join(': ') };
  } catch {
    return { id: null, words: text.replaceAll(/\s+/g, ' ') };
  }
}

/** The stored message as the provider wants it: from the same bytes always the same request. */
async function requestFor(envelope: Envelope, bytes: Buffer): Promise<Record<string, unknown>> {
  const mail = await PostalMime.parse(new Uint8Array(bytes), { attachmentEncoding: 'base64' });
  const shown = [...listed(mail.to), ...listed(mail.cc)].map(({ address }) => address.toLowerCase());
  const blind = envelope.to.filter((address) => !shown.includes(address.toLowerCase()));
  const headers = mail.headers.filter(({ key }) => !OWN_HEADERS.test(key));
  return {
    from: mail.from ? written(mail.from) : envelope.from,
    to: listed(mail.to).map(written),
    ...(listed(mail.cc).length > 0 ? { cc: listed(mail.cc).map(written) } : {}),
    ...(blind.length > 0 ? { bcc: blind } : {}),
    ...(listed(mail.replyTo).length > 0 ? { reply_to: listed(mail.replyTo).map(written) } : {}),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(mail.html ? { html: mail.html } : {}),
    headers: Object.fromEntries(headers.map(({ originalKey, key, value }) => [originalKey ?? key, value])),
    attachments: mail.attachments.map(({ filename, mimeType, content, contentId }) => ({
      filename: filename ?? 'file',
      content: String(content).replaceAll(/\s/g, ''),
      content_type: mimeType,
      ...(contentId ? { content_id: contentId.replace(/[<>]/g, '') } : {}),
    })),
  };
}

type Mailbox = { readonly name: string; readonly address: string };

function listed(addresses: readonly Address[] | undefined): Mailbox[] {
  return (addresses ?? []).flatMap(({ name, address }) => (address ? [{ name, address }] : []));
}

/** A name is quoted whole: what it holds is never read as an address. */
function written({ name, address = '' }: { name: string; address?: string | undefined }): string {
  return name ? `"${name.replaceAll(/["\\]/g, '\\$&')}" <${address}>` : address;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
