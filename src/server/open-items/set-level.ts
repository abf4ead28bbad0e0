import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { lockItem, markLevel } from './item-queries.ts';

/**
 * Says how far imported arrears had been reminded before Rappel knew them, so that the next run goes on from there.
 * Only where no notice of Rappel's stands behind the level; recorded, and saying it twice changes nothing.
 */
export function setLevel(tools: CompanyTools, input: { item: string; level: number }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const item =
      (await lockItem(trx, companyId, input.item)) ?? refuse('open_item_unknown', { item: input.item });
    if (item.settledOn) {
      refuse('open_item_settled', { item: item.number, settledOn: item.settledOn.toString() });
    }
    if (item.notifiedOn !== null) {
      refuse('open_item_level_taken', { item: item.number, level: String(item.level) });
    }
    if (item.level === input.level) return;
    await markLevel(trx, companyId, item.id, input.level);
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'level_set',
        facts: { document: item.number, before: String(item.level), level: String(input.level) },
        at: clock.now(),
        actor,
        debtorId: item.debtorId,
        dueItemId: item.id,
      },
    ]);
  });
}
