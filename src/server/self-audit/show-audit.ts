import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findLatestAudit, findOpenBreaches } from './queries.ts';

/** What the newest self-audit found, and whether it holds back what would leave; null before the first. */
export async function showAudit(tools: CompanyTools) {
  const { companyId, db } = tools;
  const { audit, stops } = await inCompany(tools, async (trx) => ({
    audit: await findLatestAudit(trx, companyId),
    stops: (await findOpenBreaches(trx, companyId)) !== null,
  }));
  if (!audit) return { audit: null };
  const { auditedAt, because, breaches, findings, tookMs, overriddenAt, overriddenBy, overrideReason } =
    audit;
  const names = await listUserNames(db, [overriddenBy]);
  return {
    audit: {
      auditedAt: auditedAt.toString(),
      because,
      breaches,
      findings: findings.map((finding) => ({ ...finding })),
      tookMs,
      stops,
      overridden: overriddenAt && {
        at: overriddenAt.toString(),
        by: overriddenBy === null ? null : (names.get(overriddenBy) ?? ''),
        reason: overrideReason ?? '',
      },
    },
  };
}
