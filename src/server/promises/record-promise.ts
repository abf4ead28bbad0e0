import { promiseDayFrom, promisedAmount, promiseState } from '#core/agreements/promise.ts';
import { dayFrom } from '#core/calendar/days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { findCompany } from '#server/companies/queries.ts';
import { lockDebtor } from '#server/debtors/queries.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import { type FoundItem, listItems } from '#server/open-items/item-queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addPromise, findOwed, listClaims, listUndecided } from './queries.ts';

export type PromiseInput = {
  readonly debtor: string;
  /** The items it names; none: all that the debtor owes in the currency. */
  readonly items: readonly string[];
  /** A decimal string; null: all that is open. */
  readonly amount: string | null;
  /** Where no item is named; null: the company's. */
  readonly currency: Currency | null;
  readonly on: string;
  /** Days after it on which a payment still keeps it; null: as the company has it. */
  readonly toleranceDays: number | null;
  readonly note: string | null;
};

/**
 * Writes down what a debtor says it will pay, and by when. Until that day and the tolerance have passed nobody is reminded of
 * it, and a notice that has not left is withdrawn. @returns its id
 */
export async function recordPromise(tools: CompanyTools, input: PromiseInput): Promise<string> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { today, currency: own } = await findCompanyDay(trx, tools);
    const promisedOn = promiseDayFrom(dayFrom(input.on), today);
    (await lockDebtor(trx, companyId, input.debtor)) ?? refuse('debtor_unknown', { debtor: input.debtor });
    const items = await itemsOf(trx, companyId, input);
    const currency = items[0]?.currency ?? input.currency ?? own;
    await refuseSecond(trx, companyId, { debtorId: input.debtor, currency, items, today });
    const open = await openOf(trx, companyId, { debtorId: input.debtor, currency, items });
    const given = input.amount === null ? open.all : parseMoney(input.amount, currency);
    const amountMinor = promisedAmount(given, open.claims);
    const { promiseToleranceDays } = await findCompany(trx, companyId);
    const id = newId();
    const at = clock.now();
    const said = { promisedOn, toleranceDays: input.toleranceDays ?? promiseToleranceDays, note: input.note };
    const made = { madeOn: today, madeBy: actor, madeAt: at };
    const promise = { companyId, id, debtorId: input.debtor, currency, amountMinor, ...said, ...made };
    const itemIds = items.map((item) => item.id);
    await addPromise(trx, { ...promise, ...NOT_DECIDED }, itemIds);
    const amount = `${toDecimal(money(amountMinor, currency))} ${currency}`;
    const document = items.map(({ number }) => number).join(', ');
    await addTimelineEntries(trx, companyId, [
      {
        kind: 'promise_made',
        facts: { amount, on: promisedOn.toString(), document, note: input.note ?? '' },
        at,
        actor,
        debtorId: input.debtor,
        dueItemId: itemIds.length === 1 ? (itemIds[0] ?? null) : null,
      },
    ]);
    const paused = items.length > 0 ? itemIds : await listClaims(trx, companyId, input.debtor, currency);
    await withdrawNotices(trx, tools, paused);
    return id;
  });
}

const NOT_DECIDED = {
  outcome: null,
  decidedAt: null,
  withdrawnBy: null,
  withdrawnAt: null,
  withdrawal: null,
  seenBy: null,
  seenAt: null,
};

/** @throws Refusal open_item_unknown, open_item_settled, promise_item_of_other, promise_currencies_mixed */
async function itemsOf(trx: Trx, companyId: string, { items: ids, debtor }: PromiseInput) {
  const wanted = [...new Set(ids)];
  const found = await listItems(trx, companyId, wanted);
  const stranger = wanted.find((id) => !found.some((item) => item.id === id));
  if (stranger !== undefined) refuse('open_item_unknown', { item: stranger });
  const expected = found[0]?.currency ?? '';
  for (const { number, settledOn, debtorId, currency } of found) {
    if (debtorId !== debtor) refuse('promise_item_of_other', { document: number });
    if (settledOn) refuse('open_item_settled', { item: number, settledOn: settledOn.toString() });
    if (currency !== expected) {
      refuse('promise_currencies_mixed', { document: number, given: currency, expected });
    }
  }
  return found;
}

type About = {
  readonly debtorId: string;
  readonly currency: Currency;
  readonly items: readonly FoundItem[];
};

/** What may be promised at most, and what is promised where no amount is named: after what the debtor has to its credit. */
async function openOf(trx: Trx, companyId: string, { debtorId, currency, items }: About) {
  if (items.length > 0) {
    const open = items.reduce((sum, { openMinor }) => sum + openMinor, 0n);
    return { claims: money(open, currency), all: null };
  }
  const { claims, net } = await findOwed(trx, companyId, debtorId, currency);
  return { claims: money(claims, currency), all: net > 0n ? money(net, currency) : null };
}

/** What is paid cannot keep two promises at once. @throws Refusal promise_stands */
async function refuseSecond(
  trx: Trx,
  companyId: string,
  { debtorId, currency, items, today }: About & { readonly today: Temporal.PlainDate },
): Promise<void> {
  const standing = (await listUndecided(trx, companyId, debtorId)).find((promise) => {
    const { amountMinor: amount, paidMinor: paid, deadlineOn } = promise;
    if (promise.currency !== currency) return false;
    if (promiseState({ amount, paid, deadlineOn, withdrawn: false }, today) !== 'open') return false;
    if (promise.itemIds === null || items.length === 0) return true;
    return items.some(({ id }) => promise.itemIds?.includes(id));
  });
  if (!standing) return;
  const amount = `${toDecimal(money(standing.amountMinor, currency))} ${currency}`;
  refuse('promise_stands', { amount, on: standing.promisedOn.toString() });
}
