import { sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { GateThen } from '#core/dunning/debtor-history.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import { dayOfMoment, type HistoryTerms } from './history-terms.ts';

/** By due item: the disputes and promises that stood at some time, each with its days. */
export async function listGatesThen(
  trx: Trx,
  debtorIds: readonly string[],
  terms: HistoryTerms,
): Promise<ReadonlyMap<string, readonly GateThen[]>> {
  const found = [
    ...(await listDisputesThen(trx, debtorIds, terms)),
    ...(await listPromisesThen(trx, debtorIds, terms)),
  ];
  const gates = new Map<string, GateThen[]>();
  for (const { itemId, ...gate } of found) {
    const list = gates.get(itemId);
    if (list) list.push(gate);
    else gates.set(itemId, [gate]);
  }
  return gates;
}

type OfItem = GateThen & { readonly itemId: string };

/** What was found to be justified still holds until its credit note has come and closes it. */
async function listDisputesThen(
  trx: Trx,
  debtorIds: readonly string[],
  { companyId }: HistoryTerms,
): Promise<OfItem[]> {
  const { rows } = await sql<{
    itemId: string;
    currency: Currency;
    amount: bigint | null;
    reason: string;
    from: EpochDay;
    to: EpochDay | null;
  }>`
    select x.due_item_id as item_id, x.currency, x.amount_minor as amount, x.reason,
      x.opened_on - date '1970-01-01' as "from",
      case when x.state = 'closed' then x.resolved_on - date '1970-01-01' end as "to"
    from dispute x
    where x.company_id = ${companyId} and x.debtor_id = any(${[...debtorIds]}::uuid[])
    order by x.opened_at`.execute(trx);
  return rows.map(({ itemId, currency, amount, reason, from, to }) => {
    const facts = { reason, since: isoDay(from), amount: amount === null ? '' : moneyFact(amount, currency) };
    const gate = { because: 'disputed' as const, facts, until: null };
    return { itemId, from, to, gate: amount === null ? gate : { ...gate, amount } };
  });
}

/** A promise holds to the end of its last day; one that was kept holds nothing that is still open. */
async function listPromisesThen(
  trx: Trx,
  debtorIds: readonly string[],
  terms: HistoryTerms,
): Promise<OfItem[]> {
  const { rows } = await sql<{
    itemId: string;
    currency: Currency;
    amount: bigint;
    on: EpochDay;
    deadlineOn: EpochDay;
    from: EpochDay;
    withdrawnOn: EpochDay | null;
  }>`
    select i.id as item_id, p.currency, p.amount_minor as amount, p.promised_on - date '1970-01-01' as "on",
      p.deadline_on - date '1970-01-01' as deadline_on, p.made_on - date '1970-01-01' as "from",
      ${dayOfMoment(sql`p.withdrawn_at`, terms)} as withdrawn_on
    from promise p
    join due_item i on i.company_id = p.company_id and i.debtor_id = p.debtor_id and i.currency = p.currency
    where p.company_id = ${terms.companyId} and p.debtor_id = any(${[...debtorIds]}::uuid[])
      and case when exists (select from promise_item n where n.company_id = p.company_id and n.promise_id = p.id)
        then exists (select from promise_item n where n.company_id = p.company_id and n.promise_id = p.id and n.due_item_id = i.id)
        else true end
    order by p.made_at`.execute(trx);
  return rows.map(({ itemId, currency, amount, on, deadlineOn, from, withdrawnOn }) => {
    const facts = { amount: moneyFact(amount, currency), on: isoDay(on) };
    const to = Math.min(deadlineOn + 1, withdrawnOn ?? deadlineOn + 1);
    return { itemId, from, to, gate: { because: 'promised' as const, facts, until: deadlineOn + 1 } };
  });
}
