import { answerDayFrom, type DisputeAnswer, stateAfter } from '#core/agreements/dispute.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { lockItem } from '#server/open-items/item-queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findUser } from '#server/users/queries.ts';
import { refuseStranger } from './open-dispute.ts';
import { findDisputedItem, findStandingDispute, lockDispute, markDispute } from './queries.ts';

/** A credit note is asked after again in so many days. */
const DAYS_TO_CREDIT = 14;

/**
 * Answers a dispute. Where the debtor is right, what it contests is still not asked for until the credit note has come;
 * any other answer lets reminders go on. The same answer again changes nothing.
 */
export function resolveDispute(
  tools: CompanyTools,
  input: { dispute: string; outcome: DisputeAnswer; note: string | null },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const dispute =
      (await lockDispute(trx, companyId, input.dispute)) ??
      refuse('dispute_unknown', { dispute: input.dispute });
    const { outcome, note } = input;
    if (dispute.outcome === outcome) return;
    const { documentNumber: document, resolvedOn, debtorId, dueItemId } = dispute;
    if (dispute.state === 'closed') refuse('dispute_closed', { document, on: String(resolvedOn ?? today) });
    const state = stateAfter(outcome);
    const answerOn = state === 'to_credit' ? today.add({ days: DAYS_TO_CREDIT }) : dispute.answerOn;
    const at = clock.now();
    const resolved = { resolvedOn: today, resolvedBy: actor, resolvedAt: at };
    await markDispute(trx, companyId, dispute.id, { state, outcome, answer: note, answerOn, ...resolved });
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'dispute_resolved',
        facts: { document, outcome, note: note ?? '' },
        at,
        actor,
        debtorId,
        dueItemId,
      },
    ]);
  });
}

/** Takes an answer back: the dispute stands again as before. Opening again what is open changes nothing. */
export function reopenDispute(tools: CompanyTools, input: { dispute: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    // The debtor and the item before the dispute, as whoever settles or reminds locks them.
    const found = await findDisputedItem(trx, companyId, input.dispute);
    if (found !== undefined) {
      await lockDebtor(trx, companyId, found.debtorId);
      await lockItem(trx, companyId, found.dueItemId);
    }
    const dispute =
      (await lockDispute(trx, companyId, input.dispute)) ??
      refuse('dispute_unknown', { dispute: input.dispute });
    if (dispute.state === 'open') return;
    const { documentNumber: document, itemSettledOn, debtorId, dueItemId } = dispute;
    if (itemSettledOn) {
      refuse('open_item_settled', { item: document, settledOn: itemSettledOn.toString() });
    }
    const other = await findStandingDispute(trx, companyId, dueItemId);
    if (other && other.id !== dispute.id) {
      refuse('dispute_stands', { document, since: other.openedOn.toString() });
    }
    await markDispute(trx, companyId, dispute.id, {
      state: 'open',
      outcome: null,
      answer: null,
      resolvedOn: null,
      resolvedBy: null,
      resolvedAt: null,
    });
    const entry = { at: clock.now(), actor, debtorId, dueItemId };
    await addTimelineEntries(trx, companyId, [{ kind: 'dispute_reopened', facts: { document }, ...entry }]);
    await withdrawNotices(trx, tools, [dueItemId]);
  });
}

/** Says who is to answer a standing dispute, and by when. */
export async function changeDispute(
  tools: CompanyTools,
  input: { dispute: string; answerBy?: string | undefined; assignedTo?: string | null | undefined },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  await refuseStranger(tools, input.assignedTo ?? null);
  return inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    const dispute =
      (await lockDispute(trx, companyId, input.dispute)) ??
      refuse('dispute_unknown', { dispute: input.dispute });
    if (dispute.state === 'closed') {
      const on = String(dispute.resolvedOn ?? today);
      refuse('dispute_closed', { document: dispute.documentNumber, on });
    }
    const { assignedTo = dispute.assignedTo } = input;
    const answerOn =
      input.answerBy === undefined ? dispute.answerOn : answerDayFrom(dayFrom(input.answerBy), today);
    if (answerOn.equals(dispute.answerOn) && assignedTo === dispute.assignedTo) return;
    await markDispute(trx, companyId, dispute.id, { answerOn, assignedTo });
    const { documentNumber: document, debtorId, dueItemId } = dispute;
    const user = assignedTo === null ? '' : ((await findUser(trx, assignedTo))?.name ?? '');
    const facts = { document, on: answerOn.toString(), user };
    await addTimelineEntries(trx, companyId, [
      { kind: 'dispute_changed', facts, at: clock.now(), actor, debtorId, dueItemId },
    ]);
  });
}
