import { sql } from 'kysely';
import { type EpochDay, epochDayOf } from '#core/calendar/epoch-days.ts';
import { paymentsByDay } from '#core/claims/payments-by-day.ts';
import type { PaidPart } from '#core/dunning/facts.ts';
import { minorFrom } from '#core/interest/agreed-fee.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';

type Change = { readonly on: EpochDay; readonly amount: bigint };
type Changes = { readonly bank: Change[]; readonly ledger: Change[] };

/**
 * What the bank settled of items, and what imports found less or more open, by the day. A discount, a credit note and a
 * difference let go were not owed, and bear no interest: they count from the due date.
 */
export async function listOpenChanges(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, Changes>> {
  const found = new Map<string, Changes>();
  const of = (id: string) => {
    const known = found.get(id) ?? { bank: [], ledger: [] };
    found.set(id, known);
    return known;
  };
  const bank = await sql<{ id: string; on: Temporal.PlainDate; amountMinor: bigint }>`
    select p.due_item_id as id, p.open_before_minor - p.open_after_minor as amount_minor,
      case when p.kind in ('discount', 'small_difference', 'credit_used') then least(s.booked_on, i.due_on)
        else s.booked_on end as on
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
    where p.company_id = ${companyId} and p.due_item_id = any(${[...ids]}::uuid[]) and not p.undone
    order by s.booked_on`.execute(trx);
  for (const { id, on, amountMinor } of bank.rows)
    of(id).bank.push({ on: epochDayOf(on), amount: amountMinor });
  const ledger = await sql<LedgerChange & { id: string; on: Temporal.PlainDate }>`
    select t.due_item_id as id, i.debtor_id, t.at, (t.at at time zone c.time_zone)::date as on,
      t.facts ->> 'openBefore' as before, t.facts ->> 'open' as open
    from timeline_entry t
    join company c on c.id = t.company_id
    join due_item i on i.company_id = t.company_id and i.id = t.due_item_id
    where t.company_id = ${companyId} and t.due_item_id = any(${[...ids]}::uuid[])
      and t.kind in ('item_changed', 'item_settled', 'item_reopened')
    order by t.id`.execute(trx);
  const credits = await readCreditsUsed(trx, companyId, ids);
  for (const { id, on, ...change } of ledger.rows) {
    const amount = withoutCredits(change, credits);
    if (amount !== 0n) of(id).ledger.push({ on: epochDayOf(on), amount });
  }
  return found;
}

type LedgerChange = {
  readonly debtorId: string;
  readonly at: Temporal.Instant;
  readonly before: string | null;
  readonly open: string | null;
};

/** By debtor, import and currency: what its credit notes have less to give than before; negative, where they have more again. */
async function readCreditsUsed(trx: Trx, companyId: string, ids: readonly string[]) {
  const { rows } = await sql<LedgerChange>`
    select i.debtor_id, t.at, t.facts ->> 'openBefore' as before, t.facts ->> 'open' as open
    from due_item i
    join document m on m.company_id = i.company_id and m.id = i.document_id and m.kind = 'credit_note'
    join timeline_entry t on t.company_id = i.company_id and t.due_item_id = i.id
      and t.kind in ('item_changed', 'item_settled', 'item_reopened')
    where i.company_id = ${companyId} and i.debtor_id in (
      select own.debtor_id from due_item own where own.company_id = ${companyId} and own.id = any(${[...ids]}::uuid[]))`.execute(
    trx,
  );
  const used = new Map<string, bigint>();
  for (const row of rows) {
    const amount = minorOf(row.open) - minorOf(row.before);
    used.set(keyOf(row), (used.get(keyOf(row)) ?? 0n) + amount);
  }
  return used;
}

/** No money came for what a credit note of the same import took off, or gave back: it was not owed, and bears no interest. */
function withoutCredits(change: LedgerChange, credits: Map<string, bigint>): bigint {
  const fallen = minorOf(change.before) - minorOf(change.open);
  const credit = credits.get(keyOf(change)) ?? 0n;
  if (fallen * credit <= 0n) return fallen;
  const isLess = fallen > 0n ? credit < fallen : credit > fallen;
  const taken = isLess ? credit : fallen;
  credits.set(keyOf(change), credit - taken);
  return fallen - taken;
}

function keyOf({ debtorId, at, before, open }: LedgerChange): string {
  return [debtorId, at.toString(), (before ?? open)?.split(' ')[1]].join(' ');
}

/** '120.00 EUR' of a timeline entry; nothing where it says nothing. */
function minorOf(text: string | null): bigint {
  const [amount, currency] = (text ?? '').split(' ');
  return amount && currency ? minorFrom(amount, currency as Currency) : 0n;
}

/**
 * What was paid too late of items that are still open, by item, where anything was: a notice asks interest on it until its
 * day. Of all partly paid items, or of these.
 */
export async function listLatePayments(
  trx: Trx,
  companyId: string,
  only: readonly string[] | null = null,
): Promise<Map<string, readonly PaidPart[]>> {
  const narrowed = only === null ? sql`` : sql`and i.id = any(${[...only]}::uuid[])`;
  const { rows } = await sql<{ id: string; amount: bigint; open: bigint; dueOn: Temporal.PlainDate }>`
    select i.id, i.amount_minor as amount, i.open_minor as open, i.due_on
    from due_item i
    where i.company_id = ${companyId} and i.open_minor > 0 and i.open_minor < i.amount_minor ${narrowed}`.execute(
    trx,
  );
  const found = new Map<string, readonly PaidPart[]>();
  if (rows.length === 0) return found;
  const ids = rows.map(({ id }) => id);
  const changes = await listOpenChanges(trx, companyId, ids);
  for (const { id, amount, open, ...row } of rows) {
    const dueOn = epochDayOf(row.dueOn);
    const { bank = [], ledger = [] } = changes.get(id) ?? {};
    const late = paymentsByDay({ amount, open, dueOn, bank, ledger }).filter(({ on }) => on > dueOn);
    if (late.length > 0)
      found.set(
        id,
        late.map((part) => ({ on: part.on, amount: String(part.amount) })),
      );
  }
  return found;
}
