import { z } from 'zod';
import { AUDIT_RULES, type AuditFinding, isBreach } from '#core/self-audit/rules.ts';
import type { SendStop } from '#core/sending/send-stops.ts';
import type { Trx } from '#server/platform/db.ts';
import type { SelfAuditTable } from './tables.ts';

const Findings = z.array(
  z.object({
    rule: z.enum(AUDIT_RULES),
    ok: z.boolean(),
    checked: z.number(),
    broken: z.number(),
    facts: z.record(z.string(), z.string()),
  }),
);

/** One audit as it was written down. */
export type StoredAudit = Omit<SelfAuditTable, 'findings'> & { readonly findings: readonly AuditFinding[] };

/** The newest audit of a company; null before the first. */
export async function findLatestAudit(trx: Trx, companyId: string): Promise<StoredAudit | null> {
  const found = await trx
    .selectFrom('selfAudit')
    .selectAll()
    .where('companyId', '=', companyId)
    .orderBy('auditedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ? { ...found, findings: Findings.parse(found.findings) } : null;
}

export async function addAudit(
  trx: Trx,
  audit: Omit<StoredAudit, 'overriddenBy' | 'overriddenAt' | 'overrideReason'>,
): Promise<void> {
  const { findings, ...rest } = audit;
  await trx
    .insertInto('selfAudit')
    .values({ ...rest, findings: JSON.stringify(findings) })
    .execute();
}

/** Audits are kept for a year; what an owner took upon themselves for ever. */
export async function removeOldAudits(trx: Trx, companyId: string, before: Temporal.Instant): Promise<void> {
  await trx
    .deleteFrom('selfAudit')
    .where('companyId', '=', companyId)
    .where('auditedAt', '<', before)
    .where('overriddenAt', 'is', null)
    .execute();
}

export async function markOverridden(
  trx: Trx,
  companyId: string,
  id: string,
  by: Pick<SelfAuditTable, 'overriddenBy' | 'overriddenAt' | 'overrideReason'>,
): Promise<void> {
  await trx
    .updateTable('selfAudit')
    .set(by)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** What the newest audit found and no owner has taken upon themselves: the same breach is asked about once. */
export async function findOpenBreaches(
  trx: Trx,
  companyId: string,
): Promise<{ readonly audit: StoredAudit; readonly breaches: readonly AuditFinding[] } | null> {
  const audit = await findLatestAudit(trx, companyId);
  if (!audit || audit.breaches === 0) return null;
  const overridden = await trx
    .selectFrom('selfAudit')
    .select('findings')
    .where('companyId', '=', companyId)
    .where('overriddenAt', 'is not', null)
    .orderBy('overriddenAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const known = new Set(
    Findings.parse(overridden?.findings ?? [])
      .filter(isBreach)
      .map(keyOf),
  );
  const breaches = audit.findings.filter(isBreach).filter((finding) => !known.has(keyOf(finding)));
  return breaches.length === 0 ? null : { audit, breaches };
}

function keyOf({ rule, broken, facts }: AuditFinding): string {
  return JSON.stringify([rule, broken, Object.entries(facts).toSorted()]);
}

/** Nothing leaves while the books contradict themselves, until they are mended or an owner takes it upon themselves. */
export async function findAuditStops(trx: Trx, companyId: string): Promise<readonly SendStop[]> {
  const open = await findOpenBreaches(trx, companyId);
  if (!open) return [];
  const facts = {
    rules: open.breaches.map(({ rule }) => rule).join(','),
    count: String(open.breaches.length),
  };
  return [{ kind: 'audit_failed', facts, since: open.audit.auditedAt, until: null, fence: null }];
}
