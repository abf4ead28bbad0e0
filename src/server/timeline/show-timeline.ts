import { refuse } from '#core/refusal.ts';
import { findDebtor } from '#server/debtors/queries.ts';
import { findItem } from '#server/open-items/item-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { listTimelineEntries } from './queries.ts';

export type TimelineFilter = {
  readonly debtor?: string | undefined;
  readonly item?: string | undefined;
  readonly run?: string | undefined;
  readonly kind?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
};

/** What happened, newest first: to a debtor, an item, in a run, or in the whole company. */
export async function showTimeline(tools: CompanyTools, filter: TimelineFilter) {
  const rows = await inCompany(tools, async (trx) => {
    const { companyId } = tools;
    const { debtor, item } = filter;
    if (debtor && !(await findDebtor(trx, companyId, debtor))) refuse('debtor_unknown', { debtor });
    if (item && !(await findItem(trx, companyId, item))) refuse('open_item_unknown', { item });
    return listTimelineEntries(trx, companyId, { ...filter, limit: filter.limit + 1 });
  });
  const names = await listUserNames(
    tools.db,
    rows.map(({ actor }) => actor),
  );
  return {
    entries: rows.slice(0, filter.limit).map((row) => entryView(row, names)),
    more: rows.length > filter.limit,
  };
}

function entryView(
  row: Awaited<ReturnType<typeof listTimelineEntries>>[number],
  names: ReadonlyMap<string, string>,
) {
  const { debtorId, dueItemId, noticeId, runId } = row;
  return {
    id: row.id.toString(),
    at: row.at.toString(),
    actor: row.actor === null ? null : { id: row.actor, name: names.get(row.actor) ?? '' },
    kind: row.kind,
    facts: { ...row.facts, ...row.personal },
    debtor:
      debtorId && row.debtorNumber
        ? { id: debtorId, number: row.debtorNumber, name: row.debtorName ?? '' }
        : null,
    item: dueItemId && row.documentNumber ? { id: dueItemId, number: row.documentNumber } : null,
    notice: noticeId && row.noticeNumber !== null ? { id: noticeId, number: row.noticeNumber } : null,
    run: runId && row.runNumber !== null ? { id: runId, number: row.runNumber } : null,
  };
}
