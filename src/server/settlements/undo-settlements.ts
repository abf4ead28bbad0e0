import { givenBack, openAfterTakingBack } from '#core/receivables/take-back.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { followPayments } from '#server/promises/follow-payments.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { matchLinesJob } from './jobs.ts';
import { forgetIbans } from './learnt-ibans.ts';
import { listLinesMatchedWith } from './match-queries.ts';
import {
  awaitImports,
  type LockedItem,
  type LockedLine,
  listParts,
  lockItems,
  lockLines,
  lockSettlements,
  markLines,
  type StoredPart,
  type StoredSettlement,
  stateOf,
} from './queries.ts';
import { giveItemsBack, listReturnsOf, markUndone, removeOnAccount } from './undo-queries.ts';
import { moneyText } from './write-settlements.ts';

export type Undone = { readonly undone: number; readonly lines: readonly string[] };

/** Takes decisions back, in a transaction of its own. */
export function undoSettlements(
  tools: CompanyTools,
  { settlements }: { settlements: readonly string[] },
): Promise<Undone> {
  return inCompany(tools, (trx) => takeBack(trx, tools, settlements));
}

/**
 * Takes decisions back together, newest first: what each took of its items and its line is given back, documents made for
 * money on account are gone, accounts that were learnt are forgotten. Those taken back before are passed over, so that
 * asking twice changes nothing. History is added to, never erased.
 * @throws Refusal settlement_unknown, settlement_has_later, settlement_undo_blocked
 */
export async function takeBack(trx: Trx, tools: CompanyTools, ids: readonly string[]): Promise<Undone> {
  const { companyId, actor, clock } = tools;
  await awaitImports(trx, companyId);
  const found = await lockSettlements(trx, companyId, ids);
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing) refuse('settlement_unknown', { settlement: missing });
  const standing = found.filter(({ undoneAt }) => undoneAt === null);
  if (standing.length === 0) return { undone: 0, lines: [] };
  const parts = await listParts(
    trx,
    companyId,
    standing.map(({ id }) => id),
  );
  const lines = await lockLines(
    trx,
    companyId,
    standing.map(({ lineId }) => lineId),
  );
  const items = await lockItems(
    trx,
    companyId,
    parts.flatMap(({ dueItemId }) => dueItemId ?? []),
  );
  await refuseReturned(trx, companyId, standing);
  await giveBack(trx, tools, { standing, parts, items });
  await markUndone(
    trx,
    companyId,
    standing.map(({ id }) => id),
    { at: clock.now(), actor },
  );
  await markLines(trx, companyId, linesBefore(standing, lines));
  const forgotten = await forgetIbans(
    trx,
    companyId,
    standing.map(({ id }) => id),
  );
  const partsOf = Map.groupBy(parts, ({ settlementId }) => settlementId);
  const entries = [
    ...standing.flatMap((one) => entriesOf(one, partsOf.get(one.id) ?? [], items, lines)),
    ...forgotten.map(({ iban, debtorId }) => ({
      kind: 'iban_forgotten' as const,
      debtorId,
      facts: { iban },
    })),
  ];
  const told = entries.map((entry) => ({ ...entry, at: clock.now(), actor }));
  await addTimelineEntries(trx, companyId, told);
  const debtorIds = parts.flatMap(({ debtorId }) => debtorId ?? []);
  await followPayments(trx, tools, { debtorIds, itemIds: [...items.keys()] });
  await matchAgain(trx, tools, [...lines.keys()], [...items.keys()]);
  return { undone: standing.length, lines: [...lines.keys()] };
}

/** A payment that went back took its settlement back: that return is undone first. */
async function refuseReturned(
  trx: Trx,
  companyId: string,
  standing: readonly StoredSettlement[],
): Promise<void> {
  const own = new Set(standing.map(({ id }) => id));
  const returns = await listReturnsOf(trx, companyId, [...new Set(standing.map(({ lineId }) => lineId))]);
  const later = returns.find(({ id }) => !own.has(id));
  if (later) {
    refuse('settlement_has_later', { document: later.number ?? '', on: later.bookedOn.toString() });
  }
}

type Taken = {
  readonly standing: readonly StoredSettlement[];
  readonly parts: readonly StoredPart[];
  readonly items: ReadonlyMap<string, LockedItem>;
};

async function giveBack(trx: Trx, tools: CompanyTools, { standing, parts, items }: Taken): Promise<void> {
  const { companyId } = tools;
  const { today } = await findCompanyDay(trx, tools);
  const onAccount = parts.filter(({ kind, dueItemId }) => kind === 'on_account' && dueItemId !== null);
  const open = new Map([...items.values()].map((item) => [item.id, item.openMinor]));
  const order = new Map(standing.map(({ id }, index) => [id, index]));
  // Newest first, and the last part of each first: each gives back what it found.
  const backwards = parts
    .filter(({ kind, dueItemId }) => kind !== 'on_account' && dueItemId !== null)
    .toSorted(
      (a, b) =>
        (order.get(a.settlementId) ?? 0) - (order.get(b.settlementId) ?? 0) || b.position - a.position,
    );
  const changes = backwards.map((part) => {
    const item = items.get(part.dueItemId ?? '');
    if (!item) throw new Error('a part of a settlement stands on an item that is not there');
    const back = givenBack(part);
    const next = openAfterTakingBack({ ...item, openMinor: open.get(item.id) ?? item.openMinor }, back);
    if (next === null) return refuse('settlement_undo_blocked', { document: item.number });
    open.set(item.id, next);
    return { item, part, open: next, back };
  });
  refuseUsedOnAccount(onAccount, items);
  await giveItemsBack(trx, companyId, { changes, today });
  await removeOnAccount(trx, companyId, onAccount, today);
}

/** Money on account that something else used meanwhile is no longer there to be given back. */
function refuseUsedOnAccount(onAccount: readonly StoredPart[], items: Taken['items']): void {
  for (const { dueItemId, amountMinor } of onAccount) {
    const item = items.get(dueItemId ?? '');
    if (item && item.openMinor !== -amountMinor) refuse('settlement_undo_blocked', { document: item.number });
  }
}

/** What the lines have again. */
function linesBefore(standing: readonly StoredSettlement[], lines: ReadonlyMap<string, LockedLine>) {
  const byLine = Map.groupBy(standing, ({ lineId }) => lineId);
  return [...lines.values()].map((line) => {
    const own = byLine.get(line.id) ?? [];
    const remainingMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, line.remainingMinor);
    const stays = line.state === 'ignored' && !own.some(({ kind }) => kind === 'ignored');
    return { id: line.id, remainingMinor, state: stays ? line.state : stateOf(line, remainingMinor) };
  });
}

type Entry = Omit<NewTimelineEntry, 'at' | 'actor'>;

function entriesOf(
  one: StoredSettlement,
  parts: readonly StoredPart[],
  items: Taken['items'],
  lines: ReadonlyMap<string, LockedLine>,
): NewTimelineEntry[] {
  const line = lines.get(one.lineId);
  if (one.kind === 'ignored' && line) {
    const facts = {
      payer: line.counterparty ?? line.iban ?? '',
      amount: moneyText(line.amountMinor, line.currency),
      on: line.bookedOn.toString(),
    };
    return [{ kind: 'bank_line_taken_up', facts }] as Entry[] as NewTimelineEntry[];
  }
  const own = parts.filter(({ dueItemId }) => dueItemId !== null);
  return [...Map.groupBy(own, ({ dueItemId }) => dueItemId ?? '')].flatMap(([id, [first, ...rest]]) => {
    if (!first) return [];
    const sum = [first, ...rest].reduce((total, { amountMinor }) => total + amountMinor, 0n);
    const amount = moneyText(sum < 0n ? -sum : sum, first.currency);
    const facts = { document: items.get(id)?.number ?? '', amount };
    return [{ kind: 'settlement_undone', debtorId: first.debtorId, dueItemId: id, facts }];
  }) as Entry[] as NewTimelineEntry[];
}

/** The lines themselves, and those that were proposed for what is open again. */
async function matchAgain(
  trx: Trx,
  { companyId, queue }: CompanyTools,
  lineIds: readonly string[],
  itemIds: readonly string[],
): Promise<void> {
  const others = await listLinesMatchedWith(trx, companyId, itemIds);
  const own = new Set(lineIds);
  const rest = others.filter((id) => !own.has(id));
  if (rest.length > 0) await queue.add(trx, matchLinesJob, { companyId, lineIds: rest });
}
