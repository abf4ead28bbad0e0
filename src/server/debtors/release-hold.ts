import { refuse } from '#core/refusal.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockHold, markHoldsReleased } from './queries.ts';

/** Ends a hold today. One that is over already stays as it ended. */
export function releaseHold(tools: CompanyTools, input: { hold: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const hold = (await lockHold(trx, companyId, input.hold)) ?? refuse('hold_unknown', { hold: input.hold });
    if (hold.releasedAt !== null) return;
    const item = hold.dueItemId === null ? undefined : await findItem(trx, companyId, hold.dueItemId);
    await markHoldsReleased(trx, companyId, [hold.id], { at: clock.now(), by: actor });
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'hold_released',
        facts: { reason: hold.reason, document: item?.number ?? '' },
        at: clock.now(),
        actor,
        debtorId: hold.debtorId,
        dueItemId: hold.dueItemId,
      },
    ]);
  });
}
