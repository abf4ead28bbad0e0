import { AUDIT_RULES, type AuditFinding, isBreach } from '#core/self-audit/rules.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { listCompanies } from '#server/companies/queries.ts';
import { enterRows, inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { LOOKS } from './audit-rules.ts';
import { addAudit, findLatestAudit, removeOldAudits, type StoredAudit } from './queries.ts';
import type { SelfAuditTable } from './tables.ts';

const KEPT_HOURS = 24 * 366;

/**
 * Looks whether the books of a company hold together, all rules at one moment, and keeps what it found: a breach holds
 * back everything that would leave. Told in the timeline when a breach comes up, and when none is left.
 */
export async function auditCompany(
  tools: CompanyTools,
  { because }: { because: SelfAuditTable['because'] },
): Promise<StoredAudit> {
  const { companyId, clock, log, actor } = tools;
  const started = performance.now();
  const findings = await atOneMoment(tools, (trx) => lookAtAll(trx, tools));
  const breaches = findings.filter(isBreach);
  const found = {
    companyId,
    id: newId(),
    auditedAt: clock.now(),
    because,
    breaches: breaches.length,
    findings,
    tookMs: Math.round(performance.now() - started),
  };
  await inCompany(tools, async (trx) => {
    const before = await findLatestAudit(trx, companyId);
    await addAudit(trx, found);
    await removeOldAudits(trx, companyId, found.auditedAt.subtract({ hours: KEPT_HOURS }));
    if ((before?.breaches ?? 0) === 0 && breaches.length === 0) return;
    const rules = breaches.map(({ rule }) => rule).join(',');
    const isNews =
      rules !==
      (before?.findings ?? [])
        .filter(isBreach)
        .map(({ rule }) => rule)
        .join(',');
    if (!isNews) return;
    const event =
      breaches.length > 0
        ? ({ kind: 'audit_failed', facts: { breaches: String(breaches.length), rules } } as const)
        : ({ kind: 'audit_mended', facts: {} } as const);
    await addTimelineEntries(trx, companyId, [{ ...event, at: found.auditedAt, actor }]);
  });
  for (const { rule, broken } of breaches)
    log.error({ companyId, rule, broken }, 'the self-audit found a breach');
  return { ...found, overriddenBy: null, overriddenAt: null, overrideReason: null };
}

/** One after another; one that fails does not keep the others from being looked at. */
export async function auditEverywhere(tools: Tools, because: SelfAuditTable['because']): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    try {
      await auditCompany({ ...tools, companyId: id, actor: null }, { because });
    } catch (error) {
      tools.log.error({ err: error, companyId: id }, 'a company could not be audited');
    }
  }
}

async function lookAtAll(trx: Trx, tools: CompanyTools): Promise<readonly AuditFinding[]> {
  const { today } = await findCompanyDay(trx, tools);
  const findings: AuditFinding[] = [];
  // One connection carries one statement at a time.
  for (const rule of AUDIT_RULES) findings.push(await LOOKS[rule](trx, tools.companyId, today));
  return findings;
}

/** What others write meanwhile is not seen in halves. */
function atOneMoment<T>({ db, companyId }: CompanyTools, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await enterRows(trx, companyId);
      return work(trx);
    });
}
