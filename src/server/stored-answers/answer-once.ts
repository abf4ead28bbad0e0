import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { seal, unseal } from '#server/platform/secret.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import {
  addStoredAnswer,
  findStoredAnswer,
  type KeyScope,
  markAnswered,
  markTakenOver,
  removeStoredAnswer,
} from './queries.ts';

const PURPOSE = 'stored answer';
const WAIT_MS_MAX = 10_000;
const ASK_EVERY_MS = 100;
/** No request takes so long: whoever began it has died. */
const DEAD_AFTER_MIN = 2;

export type AskedOnce = { readonly key: string; readonly route: string; readonly bodySha256: string };

/**
 * What a request with an `Idempotency-Key` asks; null where it bears none, or changes nothing anyway.
 * @throws Refusal idempotency_key_unusable
 */
export function askedOnce(
  headers: Headers,
  { method = 'POST', path = '/' }: { readonly method?: string; readonly path?: string },
  input: unknown,
): AskedOnce | null {
  const key = headers.get('idempotency-key');
  if (key === null || method === 'GET') return null;
  const body = canonical(input);
  if (!/^[\x20-\x7e]{1,255}$/.test(key) || body === null)
    return refuse('idempotency_key_unusable', { length: String(key.length) });
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  return { key, route: `${method} ${path}`, bodySha256 };
}

const underWay = new Map<string, { readonly bodySha256: string; readonly answer: Promise<unknown> }>();

/**
 * Does a request once, whoever asks it again with the same key and body within 48 hours: they get the answer that was
 * kept when its change was committed. What was refused or failed is done again.
 * @throws Refusal idempotency_key_reused, idempotency_key_busy
 */
export async function answerOnce(
  tools: CompanyTools,
  { key, route, bodySha256 }: AskedOnce,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const scope: KeyScope = { companyId: tools.companyId, route, userId: tools.actor ?? '', key };
  const name = Object.values(scope).join('\n');
  const known = underWay.get(name);
  if (known) {
    if (known.bodySha256 !== bodySha256) refuse('idempotency_key_reused', { key });
    return known.answer;
  }
  const answer = firstOrStored(tools, scope, { bodySha256, work });
  underWay.set(name, { bodySha256, answer });
  try {
    return await answer;
  } finally {
    underWay.delete(name);
  }
}

type Asked = { readonly bodySha256: string; readonly work: () => Promise<unknown> };

async function firstOrStored(tools: CompanyTools, scope: KeyScope, { bodySha256, work }: Asked) {
  const { clock, installation } = tools;
  const inside = { db: tools.db, companyId: tools.companyId };
  for (let waited = 0; ; waited += ASK_EVERY_MS) {
    const now = clock.now();
    const found = await inCompany(inside, async (trx) => {
      if (await addStoredAnswer(trx, scope, { bodySha256, now })) return 'ours';
      const row = await findStoredAnswer(trx, scope);
      const isDead =
        row?.status === null &&
        Temporal.Instant.compare(row.beganAt.add({ minutes: DEAD_AFTER_MIN }), now) < 0;
      if (row && isDead && row.bodySha256 === bodySha256)
        return (await markTakenOver(trx, scope, { beganAt: row.beganAt, now })) ? 'ours' : row;
      return row;
    });
    if (found === 'ours') break;
    if (found && found.bodySha256 !== bodySha256) refuse('idempotency_key_reused', { key: scope.key });
    const kept = found?.bodySealed ? unseal(installation.secret, PURPOSE, found.bodySealed) : null;
    if (kept !== null) return JSON.parse(kept).answer;
    if (waited >= WAIT_MS_MAX) refuse('idempotency_key_busy', { key: scope.key });
    await pause(ASK_EVERY_MS);
  }
  return doFirst(tools, scope, work);
}

async function doFirst(
  { db, companyId, clock, installation }: CompanyTools,
  scope: KeyScope,
  work: Asked['work'],
) {
  const inside = { db, companyId };
  try {
    const answer = await work();
    const body = JSON.stringify({ answer });
    const bodySealed = seal(installation.secret, PURPOSE, body);
    await inCompany(inside, (trx) => markAnswered(trx, scope, { bodySealed, now: clock.now() }));
    return answer;
  } catch (error) {
    await inCompany(inside, (trx) => removeStoredAnswer(trx, scope));
    throw error;
  }
}

/** The same input in the same words, whatever the order of its parts; null where it holds a file. */
function canonical(input: unknown): string | null {
  let hasFile = false;
  const text = JSON.stringify(input ?? null, (_, value: unknown) => {
    if (value instanceof Blob) hasFile = true;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
  return hasFile ? null : text;
}
