import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { refuse } from '#core/refusal.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Only our own scripts and styles run, nobody frames us (mails are framed by their text, letters are pictures), and nothing is fetched from elsewhere. */
export function securityHeaders(
  secure: boolean,
  hsts: 'host' | 'subdomains' = 'host',
): MiddlewareHandler<{ Variables: { nonce: string; requestId: string } }> {
  return async (c, next) => {
    const nonce = randomBytes(16).toString('base64');
    c.set('nonce', nonce);
    await next();
    // A downloaded file brings its own, narrower policy.
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', policy(nonce));
    c.header('x-request-id', c.get('requestId'));
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'same-origin');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('cross-origin-resource-policy', 'same-origin');
    c.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
    if (secure) c.header('strict-transport-security', HSTS[hsts]);
  };
}

/** A year. */
const HSTS = { host: 'max-age=31536000', subdomains: 'max-age=31536000; includeSubDomains' } as const;

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Positions computed by the widgets, and mails as they are shown in the preview.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * A browser says which page a request comes from. A foreign page may not change anything here, whatever the form in
 * which it sends it; and whoever says nothing is no browser of today, so only a program with an API key, which no page
 * can make a browser send, is heard without it.
 * That a page was fetched from the host it asks says nothing by itself: whoever owns a name can let it point here. Only
 * names that nobody else can give away count: ours, this machine's own, and bare addresses.
 */
export function ownOriginOnly(address: string): MiddlewareHandler {
  const { origin: ours, host: ourHost } = new URL(address);
  return async (c, next) => {
    if (SAFE.has(c.req.method)) return next();
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const host = origin === undefined ? '' : hostOf(origin);
    const own = host === c.req.header('host') && (host === ourHost || isOfNobody(host));
    const foreign = origin !== undefined && origin !== ours && !own;
    const silent = origin === undefined && site !== 'same-origin' && apiKeyIn(c.req.raw.headers) === null;
    const elsewhere = site !== undefined && site !== 'same-origin';
    if (foreign || silent || elsewhere) refuse('origin_foreign', { origin: origin ?? 'unknown' });
    return next();
  };
}

/** The key of a program that asks: it stands in a header of its own, never in an address. */
export function apiKeyIn(headers: Headers): string | null {
  return /^bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}

/** A name no one else's name server answers for: this machine's own, or an address in figures. */
function isOfNobody(host: string): boolean {
  const { hostname } = new URL(`http://${host}`);
  const bare = hostname.replace(/^\[|\]$/g, '');
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(bare) !== 0;
}
