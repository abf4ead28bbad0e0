import { randomBytes } from 'node:crypto';
import type { Db } from '#server/platform/db.ts';
import { cookieIn, sessionCookie, sha256 } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { CODE_TRIES_MAX } from './attempts.ts';
import type { SignInStepTable } from './tables.ts';

const MINUTES = 10;
type Kind = SignInStepTable['kind'];
type NewStep = { readonly userId: string | null; readonly kind: Kind; readonly challenge?: string };

/** A step of signing in that waits for the next, in a cookie of this browser. @returns the cookie to set */
export async function beginStep(
  { db, clock, installation }: RequestTools,
  { userId, kind, challenge }: NewStep,
): Promise<Headers> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = clock.now().add({ minutes: MINUTES });
  const row = { tokenSha256: sha256(token), userId, kind, challenge: challenge ?? null, expiresAt };
  await db.insertInto('signInStep').values(row).execute();
  return cookieOf(installation.url, kind).set(token, MINUTES * 60);
}

/** The step that this browser stands at, and one try of it less. @returns null where it is over */
export async function tryStep(tools: RequestTools, kind: Kind) {
  const token = tokenIn(tools, kind);
  if (!token) return null;
  const tried = await tools.db
    .updateTable('signInStep')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('tokenSha256', '=', sha256(token))
    .where('kind', '=', kind)
    .where('tries', '<', CODE_TRIES_MAX)
    .where('expiresAt', '>', tools.clock.now())
    .returning(['tokenSha256', 'userId', 'challenge'])
    .executeTakeFirst();
  return tried ?? null;
}

/** The same without counting a try. */
export async function findStep(tools: RequestTools, kind: Kind) {
  const token = tokenIn(tools, kind);
  if (!token) return null;
  const found = await tools.db
    .selectFrom('signInStep')
    .select(['tokenSha256', 'userId', 'challenge'])
    .where('tokenSha256', '=', sha256(token))
    .where('kind', '=', kind)
    .where('tries', '<', CODE_TRIES_MAX)
    .where('expiresAt', '>', tools.clock.now())
    .executeTakeFirst();
  return found ?? null;
}

/** @returns whether it was there: of two that end it at once, one is told yes. */
export async function endStep(db: Db, tokenSha256: string): Promise<boolean> {
  const ended = await db.deleteFrom('signInStep').where('tokenSha256', '=', tokenSha256).executeTakeFirst();
  return ended.numDeletedRows > 0n;
}

/** What makes the browser forget it. */
export function forgottenStep({ installation }: RequestTools, kind: Kind): Headers {
  return cookieOf(installation.url, kind).set('', 0);
}

function tokenIn({ installation, request }: RequestTools, kind: Kind): string | null {
  return cookieIn(request.headers, cookieOf(installation.url, kind).name);
}

function cookieOf(url: string, kind: Kind) {
  return sessionCookie(url, `rappel-${kind.replace('_', '-')}`);
}
