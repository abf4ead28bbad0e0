import type { CollectorReportKind } from '#core/collection/collector-report.ts';
import { refuse } from '#core/refusal.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { enterRows, inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

type Told = { readonly item: string; readonly kind: CollectorReportKind; readonly note: string };

/**
 * What became of an item, as whoever collects it tells it. It is on record and settles nothing; the same said twice on
 * end is on record once.
 * @throws Refusal open_item_unknown
 */
export function reportOnItem(tools: CompanyTools, { item, kind, note }: Told): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    // Asked as the one who tells, who may see only what they were given; recorded as the house.
    if (!(await isHandedOver(trx, companyId, item))) refuse('open_item_unknown', { item });
    await enterRows(trx, companyId);
    const found = (await findItem(trx, companyId, item)) ?? refuse('open_item_unknown', { item });
    await lockDebtor(trx, companyId, found.debtorId);
    const reporter = actor ?? refuse('not_signed_in', {});
    const last = await findLastReport(trx, companyId, item);
    if (last?.kind === kind && last.note === note && last.collectorId === reporter) return;
    const report = { companyId, id: newId(), dueItemId: item, collectorId: reporter, kind, note };
    await trx
      .insertInto('collectorReport')
      .values({ ...report, reportedAt: clock.now() })
      .execute();
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'collector_reported',
        facts: { documents: found.number, report: kind, note },
        ...{ at: clock.now(), actor, debtorId: found.debtorId, dueItemId: item },
      },
    ]);
  });
}

async function isHandedOver(trx: Trx, companyId: string, item: string): Promise<boolean> {
  const found = await trx
    .selectFrom('handOver')
    .select('id')
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', item)
    .where('takenBackOn', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

function findLastReport(trx: Trx, companyId: string, item: string) {
  return trx
    .selectFrom('collectorReport')
    .select(['kind', 'note', 'collectorId'])
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', item)
    .orderBy('reportedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
