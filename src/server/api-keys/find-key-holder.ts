import { ROLES, type Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyByKey, findMembership } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { sha256 } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { findUser } from '#server/users/queries.ts';
import { findLiveKey, markUsed } from './queries.ts';

const MINUTE = Temporal.Duration.from({ minutes: 1 });

/**
 * On whose behalf a program acts with this key in this company, and as what: as the key says, but never with more than
 * its user may now. A key that is unknown, of another company, expired, revoked, or whose user is gone or disabled
 * answers the same.
 * @throws Refusal api_key_unusable, requests_too_many
 */
export async function findKeyHolder(tools: RequestTools, companyKey: string) {
  const { db, clock } = tools;
  const company = await findCompanyByKey(db, companyKey);
  const companyId = company?.id ?? refuse('api_key_unusable', {});
  const now = clock.now();
  const found = await inCompany({ db, companyId }, async (trx) => {
    const key = await findLiveKey(trx, companyId, { keySha256: sha256(tools.apiKey ?? ''), now });
    const isStale =
      key && (!key.lastUsedAt || Temporal.Instant.compare(key.lastUsedAt.add(MINUTE), now) <= 0);
    if (key && isStale) await markUsed(trx, companyId, key.id, now);
    return key;
  });
  // Known from here on, whether it is let in or not.
  if (found) tools.request.asker.userId = found.userId;
  const user = found && (await findUser(db, found.userId));
  const member = found && (await findMembership(db, companyKey, found.userId));
  if (!found || !user || user.disabledAt || !member) return refuse('api_key_unusable', {});
  const { id, email, name } = user;
  tools.spend(found.id);
  const role = lesserOf(found.role, member.role);
  // A program has no session, and nothing to give a second factor with.
  const asking = { id, email, name, sessionId: '', secondFactorAt: null };
  return { companyId, role, user: asking, secondFactorAt: null };
}

function lesserOf(a: Role, b: Role): Role {
  return ROLES.indexOf(a) < ROLES.indexOf(b) ? a : b;
}
