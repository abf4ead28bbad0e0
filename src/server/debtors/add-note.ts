import { refuse } from '#core/refusal.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findDebtor } from './queries.ts';

/** Writes a note into the timeline of a debtor, about one of its items where one is named. Notes stay. */
export function addNote(
  tools: CompanyTools,
  input: { debtor: string; item: string | null; text: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const debtor =
      (await findDebtor(trx, companyId, input.debtor)) ?? refuse('debtor_unknown', { debtor: input.debtor });
    if (debtor.erasedAt !== null) refuse('debtor_erased', { debtor: debtor.number });
    const item = input.item === null ? undefined : await findItem(trx, companyId, input.item);
    if (input.item !== null && item?.debtorId !== debtor.id)
      refuse('open_item_unknown', { item: input.item });
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'note_added',
        facts: { text: input.text, document: item?.number ?? '' },
        at: clock.now(),
        actor,
        debtorId: debtor.id,
        dueItemId: item?.id ?? null,
      },
    ]);
  });
}
