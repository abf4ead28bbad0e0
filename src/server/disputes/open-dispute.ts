import { answerDayFrom, type DisputeReason, disputedAmount } from '#core/agreements/dispute.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { findItem, lockItem } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listMembers } from '#server/users/queries.ts';
import { addDispute, findCredited, findStandingDispute } from './queries.ts';

export type DisputeInput = {
  readonly item: string;
  /** A decimal string; null: all of it. */
  readonly amount: string | null;
  readonly reason: DisputeReason;
  readonly note: string | null;
  /** The day somebody is to answer it; null: in a week. */
  readonly answerBy: string | null;
  readonly assignedTo: string | null;
};

const DAYS_TO_ANSWER = 7;

/**
 * Writes down that a debtor contests an item, or a part of it. Reminders of what is contested stop at once: a notice that
 * has not left and asks for it is withdrawn. @returns its id
 */
export async function openDispute(tools: CompanyTools, input: DisputeInput): Promise<string> {
  if (input.reason === 'other' && !input.note) refuse('dispute_note_missing', {});
  await refuseStranger(tools, input.assignedTo);
  return inCompany(tools, async (trx) => {
    const item = await lockOpenItem(trx, tools.companyId, input.item);
    const before = await findStandingDispute(trx, tools.companyId, item.id);
    if (before) refuse('dispute_stands', { document: item.number, since: before.openedOn.toString() });
    return disputeItem(trx, tools, { ...input, item });
  });
}

/** An item that is locked and open, and that nobody disputes yet. @returns the id of its dispute */
export async function disputeItem(
  trx: Trx,
  tools: CompanyTools,
  { item, ...input }: Omit<DisputeInput, 'item'> & { readonly item: LockedItem },
): Promise<string> {
  const { companyId, actor, clock } = tools;
  const { today } = await findCompanyDay(trx, tools);
  const { currency, debtorId } = item;
  const given = input.amount === null ? null : parseMoney(input.amount, currency);
  const amountMinor = disputedAmount(given, money(item.openMinor, currency), item.number);
  const answerOn =
    input.answerBy === null
      ? today.add({ days: DAYS_TO_ANSWER })
      : answerDayFrom(dayFrom(input.answerBy), today);
  const id = newId();
  const at = clock.now();
  const { reason, note, assignedTo } = input;
  const opened = { openedOn: today, openedBy: actor, openedAt: at, answerOn, assignedTo, reason, note };
  const creditedMinor = await findCredited(trx, companyId, item.id);
  const whole = { companyId, id, debtorId, dueItemId: item.id, currency, amountMinor, creditedMinor };
  await addDispute(trx, { ...whole, ...opened, openMinor: item.openMinor, ...NOT_RESOLVED });
  const amount = `${toDecimal(money(amountMinor ?? item.openMinor, currency))} ${currency}`;
  const facts = { document: item.number, amount, reason, note: note ?? '' };
  await addTimelineEntries(trx, companyId, [
    { kind: 'dispute_opened', facts, at, actor, debtorId, dueItemId: item.id },
  ]);
  await withdrawNotices(trx, tools, [item.id]);
  return id;
}

const NOT_RESOLVED = { outcome: null, answer: null, resolvedOn: null, resolvedBy: null, resolvedAt: null };

/** The item, locked after its debtor. @throws Refusal open_item_unknown, open_item_settled */
export async function lockOpenItem(trx: Trx, companyId: string, id: string) {
  const found = (await findItem(trx, companyId, id)) ?? refuse('open_item_unknown', { item: id });
  await lockDebtor(trx, companyId, found.debtorId);
  const item = (await lockItem(trx, companyId, id)) ?? refuse('open_item_unknown', { item: id });
  if (item.settledOn) {
    refuse('open_item_settled', { item: item.number, settledOn: item.settledOn.toString() });
  }
  return item;
}

type LockedItem = Awaited<ReturnType<typeof lockOpenItem>>;

/** Only who works in the company can be asked to answer. @throws Refusal user_unknown */
export async function refuseStranger(tools: CompanyTools, user: string | null): Promise<void> {
  if (user === null) return;
  const [member] = await listMembers(tools.db, tools.companyId, user);
  if (!member) refuse('user_unknown', { user });
}
