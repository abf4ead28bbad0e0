import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findDeskLines, listDebtorNames, listDeskItems } from './desk-queries.ts';
import { listMatches } from './match-queries.ts';
import { findSettlementPolicy } from './queries.ts';
import {
  countSettlements,
  isLedgerMirrored,
  listIbansOf,
  listPartRows,
  listPendingMatches,
  listSettlementRows,
  type PartRow,
  type SettlementFilter,
  type SettlementRow,
} from './settlement-queries.ts';
import { type DebtorNames, decimal, matchView } from './views.ts';

/** A decision by its id. */
export function showSettlement(tools: CompanyTools, { settlement }: { settlement: string }) {
  return inCompany(tools, async (trx) => {
    const [view] = await viewSettlements(trx, tools, { ids: [settlement] }, ONE);
    return view ?? refuse('settlement_unknown', { settlement });
  });
}

const ONE = { offset: 0, limit: 1 };
/** As many as a page of a dossier shows. */
const LATEST = { offset: 0, limit: 100 };

type Asked = Pick<SettlementFilter, 'kind' | 'origin'> & { readonly page: number; readonly perPage: number };

/** The latest decisions, newest first. */
export function showLatest(tools: CompanyTools, { page, perPage, kind, origin }: Asked) {
  return inCompany(tools, async (trx) => {
    const filter = { kind, origin };
    const part = { offset: (page - 1) * perPage, limit: perPage };
    const rows = await viewSettlements(trx, tools, filter, part);
    return { rows, total: await countSettlements(trx, tools.companyId, filter) };
  });
}

/** What the bank settled of an item, and what waits that may pay it. */
export function showItemSettlements(tools: CompanyTools, { item }: { item: string }) {
  return inCompany(tools, async (trx) => {
    if (!(await isKnown(trx, tools.companyId, 'dueItem', item))) refuse('open_item_unknown', { item });
    const settlements = await viewSettlements(trx, tools, { item }, LATEST);
    return { settlements, pending: await viewPending(trx, tools, { item }), ibans: [] };
  });
}

/** The same for a debtor, with the accounts it is known to pay from. */
export function showDebtorSettlements(tools: CompanyTools, { debtor }: { debtor: string }) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    if (!(await isKnown(trx, companyId, 'debtor', debtor))) refuse('debtor_unknown', { debtor });
    const ibans = await listIbansOf(trx, companyId, debtor);
    return {
      settlements: await viewSettlements(trx, tools, { debtor }, LATEST),
      pending: await viewPending(trx, tools, { debtor }),
      ibans: ibans.map(({ iban, name, learntAt }) => ({ iban, name, learntAt: learntAt.toString() })),
    };
  });
}

async function isKnown(
  trx: Trx,
  companyId: string,
  table: 'dueItem' | 'debtor',
  id: string,
): Promise<boolean> {
  const row = trx.selectFrom(table).select('id').where('companyId', '=', companyId).where('id', '=', id);
  return (await row.executeTakeFirst()) !== undefined;
}

async function viewSettlements(
  trx: Trx,
  { companyId, db }: CompanyTools,
  filter: SettlementFilter,
  part: { offset: number; limit: number },
) {
  const rows = await listSettlementRows(trx, companyId, filter, part);
  const parts = await listPartRows(
    trx,
    companyId,
    rows.map(({ id }) => id),
  );
  const shown = {
    debtors: await listDebtorNames(
      trx,
      companyId,
      parts.map(({ debtorId }) => debtorId),
    ),
    users: await listUserNames(
      db,
      rows.flatMap(({ madeBy, undoneBy }) => [madeBy, undoneBy]),
    ),
    isMirrored: await isLedgerMirrored(trx, companyId),
  };
  const partsOf = Map.groupBy(parts, ({ settlementId }) => settlementId);
  return rows.map((row) => settlementView(row, partsOf.get(row.id) ?? [], shown));
}

type Names = { debtors: DebtorNames; users: ReadonlyMap<string, string>; isMirrored: boolean };

function settlementView(
  row: SettlementRow,
  parts: readonly PartRow[],
  { debtors, users, isMirrored }: Names,
) {
  const { currency } = row;
  const nameOf = (id: string | null) => (id === null ? null : (users.get(id) ?? id));
  return {
    id: row.id,
    kind: row.kind,
    origin: row.origin,
    line: {
      id: row.lineId,
      bookedOn: row.bookedOn.toString(),
      amount: decimal(row.lineAmountMinor, currency),
      currency,
      counterparty: row.counterparty,
      text: row.text,
      account: row.accountName,
    },
    amount: decimal(row.amountMinor, currency),
    currency,
    because: row.because as { code: string; facts: Record<string, string> }[],
    note: row.note,
    until: row.untilOn?.toString() ?? null,
    parts: parts.map((part) => ({
      kind: part.kind,
      debtor: part.debtorId === null ? null : (debtors.get(part.debtorId) ?? null),
      item: part.dueItemId === null ? null : { id: part.dueItemId, number: part.number ?? '' },
      currency: part.currency,
      amount: decimal(part.amountMinor, part.currency),
      openBefore: decimal(part.openBeforeMinor, part.currency),
      openAfter: decimal(part.openAfterMinor, part.currency),
      ledger: !isMirrored
        ? ('own' as const)
        : part.confirmedMinor === part.amountMinor
          ? ('confirmed' as const)
          : ('provisional' as const),
    })),
    returnedBy: row.returnedBy,
    madeBy: nameOf(row.madeBy),
    madeAt: row.madeAt.toString(),
    undoneBy: nameOf(row.undoneBy),
    undoneAt: row.undoneAt?.toString() ?? null,
  };
}

async function viewPending(trx: Trx, { companyId }: CompanyTools, of: { item?: string; debtor?: string }) {
  const found = await listPendingMatches(trx, companyId, of);
  const ids = found.map(({ lineId }) => lineId);
  const lines = new Map((await findDeskLines(trx, companyId, ids)).map((line) => [line.id, line]));
  const matches = await listMatches(trx, companyId, ids);
  const wanted = found.flatMap(
    ({ lineId, rank }) => matches.find((one) => one.lineId === lineId && one.rank === rank) ?? [],
  );
  const itemIds = wanted.flatMap(({ parts }) => parts.flatMap(({ dueItemId }) => dueItemId ?? []));
  const policy = await findSettlementPolicy(trx, companyId);
  const shown = {
    items: await listDeskItems(trx, companyId, itemIds),
    debtors: await listDebtorNames(
      trx,
      companyId,
      wanted.map(({ debtorId }) => debtorId),
    ),
    users: new Map<string, string>(),
    smallDifferenceMax: policy.smallDifferenceMinor,
  };
  return wanted.flatMap((match) => {
    const line = lines.get(match.lineId);
    if (!line) return [];
    const { id, currency, counterparty, text } = line;
    const told = {
      id,
      bookedOn: line.bookedOn.toString(),
      amount: decimal(line.amountMinor, currency),
      currency,
    };
    const holdsBack = match.certainty !== 'possible' && line.amountMinor > 0n;
    return [{ line: { ...told, counterparty, text }, match: matchView(match, line, shown), holdsBack }];
  });
}
