import { findCompanyDay } from '#server/analytics/company-day.ts';
import { listOpenItems, type OpenItemQuestion } from '#server/analytics/open-item-list.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { itemRowView } from './show-item.ts';

const PORTION = 2000;

/** Every due item of a view, the oldest due date first, a portion at a time: each goes on behind the last one read. */
export async function* readAllItems(tools: CompanyTools, view: OpenItemQuestion['view']) {
  let after: OpenItemQuestion['after'];
  for (;;) {
    const rows = await readPortion(tools, view, after);
    yield rows.map(({ view: shown }) => shown);
    const last = rows.at(-1);
    if (!last || rows.length < PORTION) return;
    after = last.at;
  }
}

function readPortion(tools: CompanyTools, view: OpenItemQuestion['view'], after: OpenItemQuestion['after']) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const order = { sort: 'due', direction: 'asc', offset: 0, limit: PORTION } as const;
    const rows = await listOpenItems(trx, day, { view, after, ...order });
    return rows.map((row) => ({ view: itemRowView(row, day), at: { dueOn: row.dueOn, id: row.id } }));
  });
}
