import { daysBetween } from '#core/calendar/days.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { countProvisional, listDiffering, listWaiting, type ProvisionalRow } from './difference-queries.ts';
import { isLedgerMirrored } from './settlement-queries.ts';
import { decimal } from './views.ts';

type Asked = { readonly view: 'waiting' | 'differing'; readonly page: number; readonly perPage: number };

/** What the bank settled and the ledger does not show, or where the two disagree. Nothing waits where no ledger is followed. */
export function showProvisional(tools: CompanyTools, { view, page, perPage }: Asked) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const counted = await countProvisional(trx, companyId);
    const isMirrored = await isLedgerMirrored(trx, companyId);
    const counts = { ...counted, waiting: isMirrored ? counted.waiting : 0 };
    const part = { offset: (page - 1) * perPage, limit: perPage };
    const list = view === 'waiting' ? listWaiting : listDiffering;
    const rows = counts[view] === 0 ? [] : await list(trx, companyId, part);
    return { rows: rows.map((row) => rowView(row, today)), total: counts[view], counts };
  });
}

function rowView(row: ProvisionalRow, today: Temporal.PlainDate) {
  const { currency, otherId } = row;
  return {
    difference: row.difference,
    kind: row.kind,
    settlement: row.settlement,
    item: { id: row.itemId, number: row.number, kind: row.documentKind },
    other: otherId === null ? null : { id: otherId, number: row.otherNumber ?? '' },
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    currency,
    expected: decimal(row.expectedMinor, currency),
    found: decimal(row.foundMinor, currency),
    bookedOn: row.bookedOn?.toString() ?? null,
    since: row.sinceOn.toString(),
    days: Math.max(0, daysBetween(row.sinceOn, today)),
  };
}
