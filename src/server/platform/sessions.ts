import { betterAuth } from 'better-auth';
import { hashPassword, makeSignature } from 'better-auth/crypto';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

export type SignedIn = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
};

/** Who is signed in, kept in our database. The one place that knows the sign-in library. */
export type Sessions = {
  find(headers: Headers): Promise<SignedIn | null>;
  /** @returns the user's id and the cookies to set, or null where address or password is wrong. */
  signIn(email: string, password: string, headers: Headers): Promise<Started | null>;
  /** Without a password: the caller has proved otherwise who it is. */
  startFor(userId: string, headers: Headers): Promise<Started>;
  signOut(headers: Headers): Promise<Headers>;
  /** Ends all other sessions too. @returns the cookies to set, or null where the current password is wrong. */
  changePassword(current: string, next: string, headers: Headers): Promise<Headers | null>;
  endOthers(headers: Headers): Promise<void>;
  close(): Promise<void>;
};

export type Started = { readonly userId: string; readonly cookies: Headers };

type Options = { readonly databaseUrl: string; readonly secret: string; readonly url: string };

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;
const DAY = 24 * 3600;
/** What the library reads are Dates; everywhere else in the program they are Temporal. */
const asDates = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.TIMESTAMPTZ
      ? (text: string) => new Date(text)
      : pg.types.getTypeParser(oid, format),
};

/** As the library verifies it: salted scrypt. */
export { hashPassword };

export function openSessions({ databaseUrl, secret, url }: Options): Sessions {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, types: asDates });
  pool.on('error', () => {});
  const auth = openAuth(pool, secret, url);
  return {
    async find(headers) {
      if (!headers.get('cookie')) return null;
      const found = await auth.api.getSession({ headers, query: { disableRefresh: false } });
      if (!found) return null;
      const { id, email, name } = found.user;
      return { id, email, name, sessionId: found.session.id };
    },
    async signIn(email, password, headers) {
      const body = { email, password, rememberMe: true };
      const answer = await refusedAsNull(auth.api.signInEmail({ body, headers, returnHeaders: true }));
      return answer && { userId: answer.response.user.id, cookies: cookiesOf(answer.headers) };
    },
    async startFor(userId, headers) {
      const context = await auth.$context;
      const agent = { ipAddress: null, userAgent: headers.get('user-agent') };
      const session = await context.internalAdapter.createSession(userId, false, agent);
      const { name, attributes } = context.authCookies.sessionToken;
      const signed = `${session.token}.${await makeSignature(session.token, context.secret)}`;
      const secure = attributes.secure ? '; Secure' : '';
      const cookie = `${name}=${encodeURIComponent(signed)}; Path=/; Max-Age=${7 * DAY}; HttpOnly; SameSite=Lax${secure}`;
      return { userId, cookies: new Headers({ 'set-cookie': cookie }) };
    },
    async signOut(headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true });
      return cookiesOf(answer);
    },
    async changePassword(current, next, headers) {
      const body = { currentPassword: current, newPassword: next, revokeOtherSessions: true };
      const answer = await refusedAsNull(auth.api.changePassword({ body, headers, returnHeaders: true }));
      return answer && cookiesOf(answer.headers);
    },
    async endOthers(headers) {
      await auth.api.revokeOtherSessions({ headers });
    },
    close: () => pool.end(),
  };
}

function openAuth(pool: pg.Pool, secret: string, url: string) {
  const db = new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  return betterAuth({
    appName: 'Rappel',
    baseURL: url,
    secret,
    database: { db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // Counted by ourselves, by address and by user: see users/attempts.ts.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: { modelName: 'appUser' },
    session: { modelName: 'userSession', expiresIn: 7 * DAY, updateAge: DAY },
    account: { modelName: 'userCredential' },
    verification: { modelName: 'userVerification' },
    advanced: { cookiePrefix: 'rappel', useSecureCookies: url.startsWith('https:'), disableCSRFCheck: true },
  });
}

/** The library throws an APIError of 4xx where it refuses. */
async function refusedAsNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500) return null;
    throw error;
  }
}

function cookiesOf(headers: Headers): Headers {
  const cookies = new Headers();
  for (const cookie of headers.getSetCookie()) cookies.append('set-cookie', cookie);
  return cookies;
}
