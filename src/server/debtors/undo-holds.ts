import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockHolds, markHoldsReleased, markReplacedHoldsBack } from './queries.ts';

/**
 * Takes holds back that were just placed: they end, and the ones they replaced hold again. Those that are over already
 * stay as they ended, so that asking twice changes nothing.
 */
export function undoHolds(tools: CompanyTools, input: { holds: readonly string[] }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const found = await lockHolds(trx, companyId, input.holds);
    const stranger = input.holds.find((id) => !found.some((hold) => hold.id === id));
    if (stranger !== undefined) refuse('hold_unknown', { hold: stranger });
    const open = found.filter(({ releasedAt }) => releasedAt === null);
    if (open.length === 0) return;
    const at = clock.now();
    const ids = open.map(({ id }) => id);
    await markHoldsReleased(trx, companyId, ids, { at, by: actor });
    await markReplacedHoldsBack(trx, companyId, ids);
    const entries = open.map(({ reason, documentNumber, debtorId, dueItemId }) => ({
      kind: 'hold_released' as const,
      facts: { reason, document: documentNumber ?? '' },
      at,
      actor,
      debtorId,
      dueItemId,
    }));
    await addTimelineEntries(trx, companyId, entries);
  });
}
