import { daysBetween } from '#core/calendar/days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { type CompanyDay, findCompanyDay } from '#server/analytics/company-day.ts';
import {
  countOpenItems,
  listOpenItems,
  type OpenItemListRow,
  type OpenItemQuestion,
} from '#server/analytics/open-item-list.ts';
import { findNextAction } from '#server/debtors/next-action.ts';
import { listHolds } from '#server/debtors/queries.ts';
import { holdView } from '#server/debtors/views.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findDocument, findItem, listInstalments, listReminders } from './item-queries.ts';

/** One page of the due items that match. */
export function showItems(
  tools: CompanyTools,
  { page, perPage, ...asked }: Omit<OpenItemQuestion, 'offset' | 'limit'> & { page: number; perPage: number },
) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const question = { ...asked, offset: (page - 1) * perPage, limit: perPage };
    const rows = await listOpenItems(trx, day, question);
    const first = page === 1 && rows.length < perPage;
    const total = first ? rows.length : await countOpenItems(trx, day, question);
    return { rows: rows.map((row) => itemRowView(row, day)), total };
  });
}

/** A due item with its document, its reminders, what holds it, and what comes next. */
export async function showItem(tools: CompanyTools, input: { item: string }) {
  const { holds, today, ...item } = await inCompany(tools, (trx) => readItem(trx, tools, input.item));
  const names = await listUserNames(
    tools.db,
    holds.map(({ placedBy }) => placedBy),
  );
  const isOpen = item.settledOn === null && !item.open.startsWith('-');
  const of = { debtorId: item.debtor.id, itemId: item.id, today };
  const nextAction = isOpen ? await findNextAction(tools, of) : null;
  return { ...item, holds: holds.map((hold) => holdView(hold, names)), nextAction };
}

async function readItem(trx: Trx, tools: CompanyTools, id: string) {
  const { companyId } = tools;
  const day = await findCompanyDay(trx, tools);
  const item = (await findItem(trx, companyId, id)) ?? refuse('open_item_unknown', { item: id });
  const one = { item: id, view: 'all', sort: 'due', direction: 'asc', offset: 0, limit: 1 } as const;
  const [row] = await listOpenItems(trx, day, one);
  if (!row) return refuse('open_item_unknown', { item: id });
  const document = await findDocument(trx, companyId, item.documentId);
  const instalments = await listInstalments(trx, companyId, item.documentId);
  const reminders = await listReminders(trx, companyId, id);
  const { debtorId } = item;
  return {
    ...itemRowView(row, day),
    documentId: item.documentId,
    documentAmount: toDecimal(money(document.amountMinor, document.currency)),
    cycle: item.cycle,
    dueSource: item.dueSource,
    ...documentDetails(document),
    courtesyOn: item.courtesyOn?.toString() ?? null,
    instalments: instalments.map((part) => ({
      id: part.id,
      position: part.position,
      dueOn: part.dueOn.toString(),
      amount: toDecimal(money(part.amountMinor, part.currency)),
      open: toDecimal(money(part.openMinor, part.currency)),
      level: part.level,
    })),
    reminders: reminders.map(reminderView),
    holds: await listHolds(trx, { companyId, debtorId, dueItemId: id, today: day.today }),
    today: day.today,
  };
}

function documentDetails(document: Awaited<ReturnType<typeof findDocument>>) {
  const { structuredReference, iban, linkedNumber, source, fileId, fileName, fileMediaType, fileSize } =
    document;
  const file =
    fileId === null
      ? null
      : { id: fileId, name: fileName ?? '', mediaType: fileMediaType ?? '', size: fileSize ?? 0 };
  return {
    structuredReference,
    iban,
    linkedNumber,
    source,
    importedOn: document.importedOn.toString(),
    file,
  };
}

function reminderView(line: Awaited<ReturnType<typeof listReminders>>[number]) {
  const { currency } = line;
  return {
    notice: { id: line.noticeId, number: line.noticeNumber },
    run: { id: line.runId, number: line.runNumber },
    stepKind: line.stepKind,
    level: line.level,
    cycle: line.cycle,
    times: line.times,
    issuedOn: line.issuedOn.toString(),
    deadlineOn: line.deadlineOn.toString(),
    ways: line.ways,
    currency,
    open: toDecimal(money(line.openMinor, currency)),
    interest: toDecimal(money(line.interestMinor, currency)),
    fee: toDecimal(money(line.feeMinor, currency)),
    undone: line.undone,
    hasPdf: line.hasPdf,
  };
}

/** A row of the list, as the API and the command line show it. */
export function itemRowView(row: OpenItemListRow, { today }: Pick<CompanyDay, 'today'>) {
  const { currency, debtorId, debtorNumber, debtorName } = row;
  const late = row.openMinor > 0n ? daysBetween(row.dueOn, today) : 0;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    position: row.position,
    debtor: { id: debtorId, number: debtorNumber, name: debtorName },
    issuedOn: row.issuedOn.toString(),
    dueOn: row.dueOn.toString(),
    daysLate: late < 0 ? 0 : late,
    currency,
    amount: decimal(row.amountMinor, currency),
    open: decimal(row.openMinor, currency),
    level: row.level,
    times: row.times,
    lastNotice: row.lastNotice,
    notifiedOn: row.notifiedOn?.toString() ?? null,
    deadlineOn: row.deadlineOn?.toString() ?? null,
    onHold: row.onHold,
    disputed: row.disputed,
    promised: row.promised,
    hasFile: row.hasFile,
    settledOn: row.settledOn?.toString() ?? null,
  };
}

function decimal(minor: bigint, currency: Currency): string {
  return toDecimal(money(minor, currency));
}
