import { toORPCError } from '@orpc/client';
import { ORPCError, ValidationError } from '@orpc/server';
import type { Context } from 'hono';
import pg from 'pg';
import { REFUSAL_STATUS } from '#contract/refusals.ts';
import { Refusal } from '#core/refusal.ts';
import { isHeardWhileFull } from './heard-while-full.ts';
import { asNoRoom } from './room.ts';
import type { Tools } from './tools.ts';

/** oRPC marks the error `defined` if the route declares it with this status and facts that fit; else it is our bug. */
export function throwAsPromised(error: unknown): never {
  if (error instanceof Refusal) {
    const { code, facts, message } = error;
    throw new ORPCError(code, { status: REFUSAL_STATUS[code], data: facts, message, cause: error });
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    throw malformed(error.cause.issues);
  }
  throw toORPCError(error);
}

const STATEMENT_CANCELLED = '57014';

/** The database ended a statement that took longer than a request may: any route can meet it, so none promises it. */
export function whatTookTooLong(error: unknown, seconds: number): Refusal | null {
  const isIt = error instanceof pg.DatabaseError && error.code === STATEMENT_CANCELLED;
  return isIt ? new Refusal('answer_took_too_long', { seconds: String(seconds) }) : null;
}

/** The disk is full: told by what failed, or by what became of the database meanwhile. Any route can meet it. */
export function whatFoundNoRoom(
  error: unknown,
  { installation }: Pick<Tools, 'installation'>,
): Refusal | null {
  return asNoRoom(error, installation.room ? installation.dataDir : undefined);
}

/** Nothing new is begun while there is no room for it; what stops or frees is heard. */
export function refuseWhileFull({ installation }: Pick<Tools, 'installation'>) {
  return async (c: Context, next: () => Promise<void>): Promise<void> => {
    const { pathname } = new URL(c.req.url);
    const refusal = isHeardWhileFull(c.req.method, pathname) ? null : installation.room?.whyNot();
    if (refusal) throw refusal;
    await next();
  };
}

/** What a handler throws was wrapped above, so a SyntaxError that comes this far is the caller's. */
export function throwUnread(error: unknown): never {
  throw error instanceof SyntaxError || isUnreadBody(error) ? notJson() : error;
}

/** undici's words for a form it cannot read. */
function isUnreadBody(error: unknown): boolean {
  return error instanceof TypeError && /parse body as FormData|FormData/.test(error.message);
}

/** @param promised whether a route declares it: then it is answered, not logged as our bug. */
export function notJson() {
  return malformed([{ path: [], code: 'not_json' }], true);
}

/** Refuses what a database cannot keep as text, wherever in the input it stands: a NUL, or half a character. */
export function refuseUnstorable(input: unknown): void {
  const error = unstorable(input);
  if (error) throw error;
}

export function unstorable(input: unknown) {
  const places = [...unstorableIn(input, [])];
  return places.length > 0
    ? malformed(
        places.map((path) => ({ path, code: 'text_unreadable' })),
        true,
      )
    : null;
}

/** Deeper than anything that is asked for; beyond it, whatever looks into it would run out of stack. */
const DEPTH_MAX = 64;

function* unstorableIn(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) yield path;
  if (typeof value !== 'object' || value === null || value instanceof Blob) return;
  if (path.length > DEPTH_MAX) throw malformed([{ path: path.slice(0, 3), code: 'too_deep' }], true);
  for (const [name, one] of Object.entries(value)) {
    if (name.includes('\0') || !name.isWellFormed()) yield path;
    yield* unstorableIn(one, [...path, name]);
  }
}

type Issue = { readonly path?: readonly unknown[] | undefined; readonly code?: string };

/** Says where and what, and nothing of the schema that found it. */
function malformed(issues: readonly Issue[], defined = false) {
  const problems = issues.map(({ path = [], code = 'invalid' }) => ({
    at: path.map(nameOf).join('.'),
    code,
  }));
  return new ORPCError('input_malformed', { status: 422, data: { problems }, defined });
}

/** A path's part may be a plain key, or an object that holds it. */
function nameOf(part: unknown): string {
  return typeof part === 'object' && part !== null && 'key' in part ? String(part.key) : String(part);
}

/** A refusal outside of the contract: uploads, foreign origins, unknown addresses. */
export function answerRefusal({ code, facts }: Refusal): Response {
  const headers = REFUSAL_STATUS[code] === 429 ? { 'retry-after': facts.seconds ?? '60' } : {};
  return Response.json({ code, facts }, { status: REFUSAL_STATUS[code], headers });
}
