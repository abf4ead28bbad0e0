import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findOpenBreaches, markOverridden } from './queries.ts';

/**
 * Lets mails and letters leave all the same, on an owner's word, who says why: for what the newest audit found, and not for
 * what a later one finds beyond it. Saying it twice changes nothing.
 */
export async function overrideAudit(tools: CompanyTools, { reason }: { reason: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  const why = reason.trim();
  if (why === '') refuse('override_reason_missing', {});
  await inCompany(tools, async (trx) => {
    const open = await findOpenBreaches(trx, companyId);
    if (!open) return;
    const at = clock.now();
    await markOverridden(trx, companyId, open.audit.id, {
      overriddenBy: actor,
      overriddenAt: at,
      overrideReason: why,
    });
    const facts = { breaches: String(open.breaches.length), reason: why };
    await addTimelineEntries(trx, companyId, [{ kind: 'audit_overridden', facts, at, actor }]);
  });
}
