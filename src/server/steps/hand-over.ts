import type { HandOverParty } from '#core/dunning/policy.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { findItem, lockItem } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addHandOvers, listHandedOver, markTakenBack } from './hand-over-queries.ts';

/**
 * Gives an item to a lawyer, a bailiff or a collector. Nothing of it is reminded until it is taken back, and a notice
 * that has not left is withdrawn.
 * @throws Refusal open_item_unknown, open_item_settled, item_handed_over
 */
export function handOverItem(
  tools: CompanyTools,
  { item: id, to }: { item: string; to: HandOverParty },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const item = await lockKnown(trx, companyId, id);
    const { number: document, debtorId, settledOn, openMinor, currency } = item;
    if (settledOn) refuse('open_item_settled', { item: document, settledOn: settledOn.toString() });
    const standing = (await listHandedOver(trx, companyId, [id])).get(id);
    if (standing) refuse('item_handed_over', { document, since: standing.handedOn.toString() });
    const given = { dueItemId: id, debtorId, givenTo: to, handedOn: today, handedBy: actor, runId: null };
    await addHandOvers(trx, companyId, [given]);
    const total = `${toDecimal(money(openMinor, currency))} ${currency}`;
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'item_handed_over',
        facts: { documents: document, total, to },
        ...{ at: clock.now(), actor, debtorId, dueItemId: id },
      },
    ]);
    await withdrawNotices(trx, tools, [id]);
  });
}

/** Takes an item back: its track goes on where it stood. @throws Refusal open_item_unknown, item_not_handed_over */
export function takeBackItem(tools: CompanyTools, { item: id }: { item: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const { number: document, debtorId } = await lockKnown(trx, companyId, id);
    const to = await markTakenBack(trx, companyId, id, { on: today, by: actor });
    if (to === null) return refuse('item_not_handed_over', { document });
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'item_taken_back',
        facts: { documents: document, to },
        ...{ at: clock.now(), actor, debtorId, dueItemId: id },
      },
    ]);
  });
}

/** The item, locked after its debtor. */
async function lockKnown(trx: Trx, companyId: string, id: string) {
  const found = (await findItem(trx, companyId, id)) ?? refuse('open_item_unknown', { item: id });
  await lockDebtor(trx, companyId, found.debtorId);
  return (await lockItem(trx, companyId, id)) ?? refuse('open_item_unknown', { item: id });
}
