import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { ApiKeyView, KEY_ROLES } from '#contract/api-keys.ts';
import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { sha256 } from '#server/platform/sessions.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Asked, tellSecurity } from '#server/security-log/tell-security.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listMembers } from '#server/users/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { addApiKey, listApiKeys, markRevoked } from './queries.ts';

type View = z.infer<typeof ApiKeyView>;
type NewKey = {
  readonly name: string;
  readonly role: (typeof KEY_ROLES)[number];
  readonly expiresOn: Temporal.PlainDate | null;
};

/**
 * A key for programs: `rappel_` and 256 random bits. Only its hash is kept, and its beginning to tell it by.
 * @param userId on whose behalf it acts
 */
export async function makeApiKey(
  tools: CompanyTools & Asked,
  userId: string,
  { name, role, expiresOn }: NewKey,
): Promise<{ apiKey: View; key: string }> {
  const { companyId, clock, actor } = tools;
  const key = `rappel_${randomBytes(32).toString('base64url')}`;
  const id = newId();
  const prefix = key.slice(0, 12);
  await inCompany(tools, async (trx) => {
    const { timeZone } = await findCompany(trx, companyId);
    if (expiresOn && Temporal.PlainDate.compare(expiresOn, clock.today(timeZone)) < 0) {
      refuse('api_key_expired_at_once', { on: expiresOn.toString() });
    }
    const expiresAt = expiresOn?.add({ days: 1 }).toZonedDateTime(timeZone).toInstant() ?? null;
    const at = clock.now();
    const row = {
      companyId,
      id,
      userId,
      name,
      prefix,
      keySha256: sha256(key),
      role,
      expiresAt,
      createdAt: at,
    };
    await addApiKey(trx, row);
    await addTimelineEntries(trx, companyId, [
      { kind: 'api_key_made', facts: { key: name, role }, at, actor },
    ]);
  });
  await tellSecurity(tools, { event: 'api_key_made', code: role, userId, companyId });
  const [apiKey] = await showApiKeys(tools, id);
  if (!apiKey) throw new Error('The key that was just made is gone.');
  return { apiKey, key };
}

export async function revokeApiKey(tools: CompanyTools & Asked, id: string): Promise<View> {
  const { companyId, clock, actor } = tools;
  const { name } = await showApiKey(tools, id);
  const isRevoked = await inCompany(tools, async (trx) => {
    const at = clock.now();
    if (!(await markRevoked(trx, companyId, id, at))) return false;
    await addTimelineEntries(trx, companyId, [{ kind: 'api_key_revoked', facts: { key: name }, at, actor }]);
    return true;
  });
  if (isRevoked) await tellSecurity(tools, { event: 'api_key_revoked', userId: actor, companyId });
  return showApiKey(tools, id);
}

export async function showApiKeys(tools: CompanyTools, id: string | null = null): Promise<View[]> {
  const keys = await inCompany(tools, (trx) => listApiKeys(trx, tools.companyId, id));
  const names = await listUserNames(
    tools.db,
    keys.map(({ userId }) => userId),
  );
  const members = await listMembers(tools.db, tools.companyId);
  const working = new Set(members.filter(({ disabled }) => !disabled).map((member) => member.id));
  const now = tools.clock.now();
  return keys.map(({ userId, createdAt, expiresAt, lastUsedAt, revokedAt, ...key }) => ({
    ...key,
    user: names.get(userId) ?? '',
    createdAt: createdAt.toString(),
    expiresAt: expiresAt?.toString() ?? null,
    lastUsedAt: lastUsedAt?.toString() ?? null,
    state: revokedAt
      ? ('revoked' as const)
      : !working.has(userId)
        ? ('user_gone' as const)
        : expiresAt && Temporal.Instant.compare(expiresAt, now) <= 0
          ? ('expired' as const)
          : ('active' as const),
  }));
}

/** @throws Refusal api_key_unknown */
async function showApiKey(tools: CompanyTools, id: string): Promise<View> {
  const [found] = await showApiKeys(tools, id);
  return found ?? refuse('api_key_unknown', {});
}
