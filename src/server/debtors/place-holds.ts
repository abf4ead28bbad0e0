import { dayFrom } from '#core/calendar/days.ts';
import { holdTermsFrom } from '#core/receivables/hold-end.ts';
import { refuse } from '#core/refusal.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { type FoundItem, listItems } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addHolds, listKnownDebtors, markHoldsReplaced } from './queries.ts';

export type HoldsInput = {
  readonly debtors: readonly string[];
  readonly items: readonly string[];
  readonly reason: string;
  /** The last day; null: until somebody releases it. */
  readonly until: string | null;
  /** The day somebody looks at it again. */
  readonly review?: string | null;
};

/**
 * Keeps reminders from debtors, or from single items, for a reason: until a day, or until somebody has looked at it again. A hold of the same reach gives
 * way to the new one, so that placing it twice leaves one. All of them are placed, or none. @returns their ids
 */
export function placeHolds(tools: CompanyTools, input: HoldsInput): Promise<string[]> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const terms = holdTermsFrom(
      { untilOn: dayOf(input.until), reviewOn: dayOf(input.review ?? null) },
      today,
    );
    const debtorIds = [...new Set(input.debtors)];
    await refuseUnknownDebtors(trx, companyId, debtorIds);
    const items = await openItemsOf(trx, companyId, [...new Set(input.items)]);
    const reach = [
      ...debtorIds.map((debtorId) => ({ debtorId, dueItemId: null, document: '' })),
      ...items.map((item) => ({ debtorId: item.debtorId, dueItemId: item.id, document: item.number })),
    ];
    const at = clock.now();
    await markHoldsReplaced(trx, companyId, { debtorIds, itemIds: items.map(({ id }) => id), at });
    const hold = {
      companyId,
      reason: input.reason,
      ...terms,
      placedBy: actor,
      placedAt: at,
      releasedAt: null,
      releasedBy: null,
    };
    const holds = reach.map(({ debtorId, dueItemId }) => ({ ...hold, id: newId(), debtorId, dueItemId }));
    await addHolds(trx, holds);
    const entries = reach.map(({ document, ...of }) => ({ ...eventOf(input, document), at, actor, ...of }));
    await addTimelineEntries(trx, companyId, entries);
    return holds.map(({ id }) => id);
  });
}

function eventOf({ reason, until, review }: HoldsInput, document: string): TimelineEvent {
  return until === null
    ? { kind: 'hold_to_review', facts: { reason, review: review ?? '', document } }
    : { kind: 'hold_placed', facts: { reason, until, document } };
}

function dayOf(text: string | null): Temporal.PlainDate | null {
  return text === null ? null : dayFrom(text);
}

async function refuseUnknownDebtors(trx: Trx, companyId: string, ids: readonly string[]): Promise<void> {
  const known = await listKnownDebtors(trx, companyId, ids);
  const stranger = ids.find((id) => !known.has(id));
  if (stranger !== undefined) refuse('debtor_unknown', { debtor: stranger });
}

async function openItemsOf(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<readonly FoundItem[]> {
  const items = await listItems(trx, companyId, ids);
  const stranger = ids.find((id) => !items.some((item) => item.id === id));
  if (stranger !== undefined) refuse('open_item_unknown', { item: stranger });
  for (const { number, settledOn } of items) {
    if (settledOn) refuse('open_item_settled', { item: number, settledOn: settledOn.toString() });
  }
  return items;
}
