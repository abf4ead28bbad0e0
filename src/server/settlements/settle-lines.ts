import {
  type ChosenPart,
  type SettleItem,
  type SettleLine,
  type Settlement,
  settle,
  whyNotSettle,
} from '#core/receivables/settle.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import {
  awaitImports,
  findSettlementPolicy,
  type LockedItem,
  type LockedLine,
  lockItems,
  lockLines,
} from './queries.ts';
import type { Made, MadePart, NotMade, SettleOrder } from './settle-order.ts';
import { writeSettlements } from './write-settlements.ts';

/**
 * Settles lines in the caller's transaction, in the order given: each sees what those before it left open. What cannot be
 * settled is told and passed over; the caller refuses where it was the only one. Set-based: a thousand cost as many
 * statements as one.
 */
export async function settleLines(
  trx: Trx,
  tools: CompanyTools,
  orders: readonly SettleOrder[],
): Promise<{ made: readonly Made[]; notMade: readonly NotMade[] }> {
  const { companyId } = tools;
  await awaitImports(trx, companyId);
  const lines = await lockLines(
    trx,
    companyId,
    orders.map(({ lineId }) => lineId),
  );
  const itemIds = orders.flatMap(({ parts }) => parts.flatMap(({ dueItemId }) => dueItemId ?? []));
  const items = await lockItems(trx, companyId, itemIds);
  const { smallDifferenceMinor } = await findSettlementPolicy(trx, companyId);
  const day = await findCompanyDay(trx, tools);
  const desk = new Desk(lines, items, smallDifferenceMinor);
  const made: Made[] = [];
  const notMade: NotMade[] = [];
  for (const order of orders) {
    const done = desk.settle(order);
    if ('because' in done) notMade.push(done);
    else made.push(done);
  }
  if (made.length > 0) await writeSettlements(trx, tools, { made, items, today: day.today });
  return { made, notMade };
}

/** Lines and items as they stand while one order after another is decided. */
class Desk {
  readonly #lines: ReadonlyMap<string, LockedLine>;
  readonly #items: ReadonlyMap<string, LockedItem>;
  readonly #left = new Map<string, bigint>();
  readonly #open = new Map<string, bigint>();
  readonly #smallDifferenceMax: bigint;

  constructor(
    lines: ReadonlyMap<string, LockedLine>,
    items: ReadonlyMap<string, LockedItem>,
    smallDifferenceMax: bigint,
  ) {
    this.#lines = lines;
    this.#items = items;
    this.#smallDifferenceMax = smallDifferenceMax;
  }

  settle(order: SettleOrder): Made | NotMade {
    const line = this.#lines.get(order.lineId) ?? null;
    if (!line || UNSETTLED.has(line.state)) return { order, line: null, because: null };
    const asked = { ...order, parts: order.parts.map((part) => this.#turned(part)) };
    const limits = { smallDifferenceMax: this.#smallDifferenceMax, debtorId: order.debtorId };
    const items = this.#itemsOf(asked.parts);
    const because = whyNotSettle(this.#lineOf(line), items, asked.parts, limits);
    if (because) return { order, line, because };
    const settlement = settle(this.#lineOf(line), items, asked.parts, limits);
    return this.#make(asked, line, settlement);
  }

  /** Money that stayed on account and goes back is a credit paid back, not an item that opens again. */
  #turned(part: ChosenPart): ChosenPart {
    const item = part.dueItemId === null ? undefined : this.#items.get(part.dueItemId);
    return part.kind === 'return' && item && item.amountMinor < 0n ? { ...part, kind: 'refund' } : part;
  }

  #lineOf(line: LockedLine): SettleLine {
    const { id, currency, amountMinor, state } = line;
    const remainingMinor = this.#left.get(id) ?? line.remainingMinor;
    const standing = state === 'pending' || state === 'ignored' ? state : 'open';
    return { id, currency, amountMinor, remainingMinor, state: standing };
  }

  #itemsOf(parts: readonly ChosenPart[]): SettleItem[] {
    const ids = new Set(parts.flatMap(({ dueItemId }) => dueItemId ?? []));
    return [...ids].flatMap((id) => {
      const item = this.#items.get(id);
      if (!item) return [];
      const { number, currency, amountMinor } = item;
      return [{ id, number, currency, amountMinor, openMinor: this.#open.get(id) ?? item.openMinor }];
    });
  }

  #make(order: SettleOrder, line: LockedLine, settlement: Settlement): Made {
    const parts: MadePart[] = settlement.allocations.map(({ dueItemId, kind, amountMinor, lineMinor }) => {
      const item = this.#items.get(dueItemId);
      const openBeforeMinor = this.#open.get(dueItemId) ?? item?.openMinor ?? 0n;
      const openAfterMinor = openBeforeMinor - amountMinor;
      this.#open.set(dueItemId, openAfterMinor);
      const opensAgain = item !== undefined && amountMinor < 0n !== item.amountMinor < 0n;
      return {
        // A discount that is taken back with its payment opens the item as the money does.
        kind: opensAgain && lineMinor === 0n ? 'return' : kind,
        debtorId: item?.debtorId ?? null,
        dueItemId,
        currency: item?.currency ?? line.currency,
        moneyMinor: lineMinor,
        amountMinor,
        openBeforeMinor,
        openAfterMinor,
      };
    });
    this.#left.set(line.id, settlement.remainderMinor);
    const { onAccountMinor: minor } = settlement;
    const onAccount = minor === 0n ? null : { documentId: newId(), dueItemId: newId(), minor };
    return { order, line, parts: [...parts, ...withoutItem(order, line, onAccount)], onAccount };
  }
}

/** A batch is settled by its parts; what is replaced or lapsed was never money. */
const UNSETTLED: ReadonlySet<string> = new Set(['batch', 'replaced', 'lapsed']);

function withoutItem(order: SettleOrder, line: LockedLine, onAccount: Made['onAccount']): MadePart[] {
  const { currency } = line;
  const parts = order.parts
    .filter(({ dueItemId, kind }) => dueItemId === null && kind !== 'on_account')
    .map(({ kind, amountMinor, lineMinor }) => ({
      kind,
      debtorId: null,
      dueItemId: null,
      currency,
      moneyMinor: lineMinor ?? amountMinor,
      amountMinor: 0n,
      openBeforeMinor: 0n,
      openAfterMinor: 0n,
    }));
  if (!onAccount) return parts;
  const { minor, dueItemId } = onAccount;
  const kept = { debtorId: order.debtorId, dueItemId, currency, moneyMinor: minor, amountMinor: minor };
  return [...parts, { ...kept, kind: 'on_account', openBeforeMinor: 0n, openAfterMinor: -minor }];
}
