import { createHash, randomBytes } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { SESSION_IDLE_HOURS } from '#contract/access.ts';
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts';

export type SignedIn = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
  /** When the second factor was last given in this session; null where it was not. */
  readonly secondFactorAt: Temporal.Instant | null;
};

/** Who is signed in, kept in our database. The one place that knows the sign-in library. */
export type Sessions = {
  /** @returns null for whoever is not signed in, or no longer: idle, too old, or disabled. */
  find(headers: Headers): Promise<SignedIn | null>;
  /** @returns the user's id, or null where address or password is wrong; both take as long. */
  checkPassword(email: string, password: string): Promise<string | null>;
  /** Opens a session for somebody who has proved who they are. */
  startFor(userId: string, headers: Headers, proof?: Proof): Promise<Started>;
  /**
   * A new token for whoever proved more in an open session, until the term that one has. The earlier token bears no proof,
   * and ends as soon as what was asked with it beside has been answered: ten seconds.
   */
  renew(headers: Headers, proof: Proof): Promise<Headers>;
  /** Ends the session of this browser before another is opened in it. */
  endEarlier(headers: Headers): Promise<void>;
  signOut(headers: Headers): Promise<Headers>;
  close(): Promise<void>;
};

export type Proof = { readonly secondFactorAt: Temporal.Instant | null };
export type Started = { readonly userId: string; readonly cookies: Headers };

type Options = { readonly databaseUrl: string; readonly url: string };

/** A session ends after so long without a request, and after so long in any case. */
export const SESSION_HOURS = { idle: SESSION_IDLE_HOURS, absolute: 168 } as const;
const HOUR = 3600 * 1000;
const MINUTE = 60 * 1000;
/** What the library reads are Dates; everywhere else in the program they are Temporal. */
const asDates = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.TIMESTAMPTZ
      ? (text: string) => new Date(text)
      : pg.types.getTypeParser(oid, format),
};

type Auth = ReturnType<typeof openAuth>;

export function openSessions({ databaseUrl, url }: Options): Sessions {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, types: asDates });
  pool.on('error', () => {});
  const auth = openAuth(pool, url);
  const cookie = sessionCookie(url);
  // What an unknown address is compared with, so that it takes as long as a known one.
  const nobodys = hashPassword(randomBytes(16).toString('hex'));
  return {
    find: (headers) => findSession(auth, cookieIn(headers, cookie.name)),
    checkPassword: (email, password) => checkPassword(auth, nobodys, { email, password }),
    async startFor(userId, headers, { secondFactorAt } = { secondFactorAt: null }) {
      const { internalAdapter } = await auth.$context;
      const token = randomBytes(32).toString('base64url');
      const given = {
        token: sha256(token),
        userAgent: headers.get('user-agent'),
        ipAddress: null,
        secondFactorAt: secondFactorAt && new Date(secondFactorAt.epochMilliseconds),
      };
      await internalAdapter.createSession(userId, false, given, true);
      return { userId, cookies: cookie.set(token, SESSION_HOURS.absolute * 3600) };
    },
    renew: (headers, proof) => renewSession(auth, cookie, headers, proof),
    async endEarlier(headers) {
      const token = cookieIn(headers, cookie.name);
      if (token) await (await auth.$context).internalAdapter.deleteSession(sha256(token));
    },
    async signOut(headers) {
      const token = cookieIn(headers, cookie.name);
      if (token) await (await auth.$context).internalAdapter.deleteSession(sha256(token));
      return cookie.set('', 0);
    },
    close: () => pool.end(),
  };
}

async function findSession(auth: Auth, token: string | null): Promise<SignedIn | null> {
  if (!token) return null;
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findSession(sha256(token));
  if (!found) return null;
  const { user } = found;
  const { id, token: kept, createdAt, expiresAt, usedAt, secondFactorAt } = KeptSession(found.session);
  const now = Date.now();
  const isOver =
    now >= expiresAt.getTime() ||
    now >= createdAt.getTime() + SESSION_HOURS.absolute * HOUR ||
    now >= usedAt.getTime() + SESSION_HOURS.idle * HOUR;
  if (isOver || ('disabledAt' in user && user.disabledAt)) return null;
  if (now >= usedAt.getTime() + MINUTE) await internalAdapter.updateSession(kept, { usedAt: new Date(now) });
  const { email, name } = user;
  return { id: user.id, email, name, sessionId: id, secondFactorAt: instantOf(secondFactorAt) };
}

/** How long what was asked just before with the earlier token may still be answered. */
const OVERLAP_MS = 10_000;

async function renewSession(
  auth: Auth,
  cookie: ReturnType<typeof sessionCookie>,
  headers: Headers,
  { secondFactorAt }: Proof,
): Promise<Headers> {
  const { internalAdapter } = await auth.$context;
  const earlier = sha256(cookieIn(headers, cookie.name) ?? '');
  const found = await internalAdapter.findSession(earlier);
  if (!found) return new Headers();
  const { createdAt, userAgent, userId } = found.session;
  // Not the end of the earlier one: where two prove at once, for one of them it has but seconds left.
  const expiresAt = new Date(createdAt.getTime() + SESSION_HOURS.absolute * HOUR);
  const token = randomBytes(32).toString('base64url');
  const given = {
    token: sha256(token),
    userAgent,
    ipAddress: null,
    createdAt,
    expiresAt,
    secondFactorAt: secondFactorAt && new Date(secondFactorAt.epochMilliseconds),
  };
  await internalAdapter.createSession(userId, false, given, true);
  const soon = new Date(Math.min(Date.now() + OVERLAP_MS, found.session.expiresAt.getTime()));
  await internalAdapter.updateSession(earlier, { expiresAt: soon, secondFactorAt: null });
  return cookie.set(token, Math.max(1, Math.floor((expiresAt.getTime() - Date.now()) / 1000)));
}

/** The library's types do not know our columns. */
type KeptSession = {
  readonly id: string;
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date;
  readonly secondFactorAt: Date | null;
};
function KeptSession(session: Omit<KeptSession, 'usedAt' | 'secondFactorAt'>): KeptSession {
  return { usedAt: session.createdAt, secondFactorAt: null, ...session };
}

async function checkPassword(
  auth: Auth,
  nobodys: Promise<string>,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string | null> {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const hash = found?.accounts.find(({ providerId }) => providerId === 'credential')?.password;
  const isRight = await verifyPassword(hash ?? (await nobodys), password);
  if (!found || !hash || !isRight || ('disabledAt' in found.user && found.user.disabledAt)) return null;
  if (isOutdated(hash)) await internalAdapter.updatePassword(found.user.id, await hashPassword(password));
  return found.user.id;
}

/** Under https bound to this very host: no other one, and no page of a subdomain, can set it. */
export function sessionCookie(url: string, name = 'rappel') {
  const isSecure = url.startsWith('https:');
  const full = isSecure ? `__Host-${name}` : name;
  return {
    name: full,
    set(value: string, seconds: number): Headers {
      const secure = isSecure ? '; Secure' : '';
      const cookie = `${full}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
      return new Headers({ 'set-cookie': cookie });
    },
  };
}

export function cookieIn(headers: Headers, name: string): string | null {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || null;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function instantOf(date: Date | null): Temporal.Instant | null {
  return date && Temporal.Instant.fromEpochMilliseconds(date.getTime());
}

function openAuth(pool: pg.Pool, url: string) {
  const db = new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  const date = { type: 'date', required: false, input: false } as const;
  return betterAuth({
    appName: 'Rappel',
    baseURL: url,
    // It signs nothing: our cookie is a random token, and the table keeps its hash.
    secret: randomBytes(32).toString('hex'),
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Counted by ourselves, by address and by user: see users/attempts.ts.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    user: { modelName: 'appUser', additionalFields: { disabledAt: date } },
    session: {
      modelName: 'userSession',
      expiresIn: SESSION_HOURS.absolute * 3600,
      additionalFields: { usedAt: date, secondFactorAt: date },
    },
    account: { modelName: 'userCredential' },
    verification: { modelName: 'userVerification' },
  });
}
