import { refuse } from '#core/refusal.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';

/**
 * Lets a member from outside see an item that was handed over, in the place of whoever saw it before; null: nobody does.
 * @throws Refusal open_item_unknown, item_not_handed_over, collector_unknown
 */
export async function assignCollector(
  tools: CompanyTools,
  { item, user }: { item: string; user: string | null },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const name = user === null ? '' : ((await listUserNames(tools.db, [user])).get(user) ?? '');
  await inCompany(tools, async (trx) => {
    const found = (await findItem(trx, companyId, item)) ?? refuse('open_item_unknown', { item });
    await lockDebtor(trx, companyId, found.debtorId);
    const standing = await trx
      .selectFrom('handOver')
      .select(['id', 'collectorId'])
      .where('companyId', '=', companyId)
      .where('dueItemId', '=', item)
      .where('takenBackOn', 'is', null)
      .executeTakeFirst();
    if (!standing) return refuse('item_not_handed_over', { document: found.number });
    if (user !== null) {
      const member = await trx
        .selectFrom('membership')
        .select('role')
        .where('companyId', '=', companyId)
        .where('userId', '=', user)
        .executeTakeFirst();
      if (member?.role !== 'collector') refuse('collector_unknown', { user });
    }
    if (standing.collectorId === user) return;
    await trx
      .updateTable('handOver')
      .set({ collectorId: user })
      .where('companyId', '=', companyId)
      .where('id', '=', standing.id)
      .execute();
    const entry = { at: clock.now(), actor, debtorId: found.debtorId, dueItemId: item };
    const documents = found.number;
    await addTimelineEntries(trx, companyId, [
      user === null
        ? { kind: 'item_closed_to_collectors', facts: { documents }, ...entry }
        : { kind: 'item_given_to_collector', facts: { documents, user: name }, ...entry },
    ]);
  });
}
