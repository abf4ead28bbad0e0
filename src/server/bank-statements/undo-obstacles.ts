import { type RawBuilder, sql } from 'kysely';
import { type StandingDecision, UNDO_OBSTACLES, type UndoObstacleKind } from '#core/bank/undo-file.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import { IS_ABOUT } from '#server/promises/standing.ts';

export type FoundObstacle = {
  readonly kind: UndoObstacleKind;
  /** Who paid, the number of a document, or the name of a file. */
  readonly about: string;
  readonly amountMinor: bigint | null;
  readonly currency: Currency | null;
  readonly day: Temporal.PlainDate | null;
  readonly by: string | null;
  /** Of a notice, its number. */
  readonly number: string | null;
  readonly lineId: string | null;
  readonly debtorId: string | null;
  readonly fileId: string | null;
};

export type FoundDecision = StandingDecision & Omit<FoundObstacle, 'kind'>;

/** What stands of decisions about these lines that Rappel did not make by itself: the core says which are in the way. */
export async function listDecisions(trx: Trx, companyId: string): Promise<FoundDecision[]> {
  const { rows } = await sql<FoundDecision>`
    select s.kind, s.origin, coalesce(l.counterparty, l.iban, '') as about, l.amount_minor, l.currency, l.booked_on as day,
      s.made_by as by, null as number, l.id as line_id, null as debtor_id, null as file_id,
      exists (select from settlement_part p where p.company_id = l.company_id and p.settlement_id = s.id) as marks_collection
    from undone_settlement s join bank_line l on l.company_id = ${companyId} and l.id = s.line_id
    where s.origin in ('accepted', 'manual')
    order by l.booked_on, l.statement_id, l.position, l.id`.execute(trx);
  return rows;
}

/** Files that came later for the same account, however little of it they told. */
const laterFiles = (companyId: string, fileIds: readonly string[]) => sql`
  select distinct 'later_file' as kind, f.file_name as about, null::bigint as amount_minor, null::text as currency,
    null::date as day, f.created_by as by, null::text as number, null::uuid as line_id, null::uuid as debtor_id, f.id as file_id
  from bank_file_trace o
  join bank_file_trace t on t.company_id = o.company_id and t.account_id = o.account_id and t.turn > o.turn
    and t.bank_file_id <> all(${[...fileIds]}::uuid[])
  join bank_file f on f.company_id = t.company_id and f.id = t.bank_file_id
  where o.company_id = ${companyId} and o.bank_file_id = any(${[...fileIds]}::uuid[])`;

const returns = (companyId: string) => sql`
  select 'returned', coalesce(l.counterparty, l.iban, ''), s.amount_minor, s.currency, s.booked_on, s.made_by, null, l.id,
    null::uuid, null::uuid
  from settlement s join bank_line l on l.company_id = s.company_id and l.id = s.line_id
  where s.company_id = ${companyId} and s.undone_at is null and s.takes_back_line_id in (select id from undone_line)
    and s.id not in (select id from undone_settlement)`;

/** Returns that name no payment: with the item open again by them, it would be open beyond its amount. */
const namelessReturns = (companyId: string) => sql`
  select distinct 'returned', coalesce(l.counterparty, l.iban, ''), s.amount_minor, s.currency, s.booked_on, s.made_by, null, l.id,
    null::uuid, null::uuid
  from undone_item u
  join due_item i on i.company_id = ${companyId} and i.id = u.id and abs(i.open_minor + u.back_minor) > abs(i.amount_minor)
  join settlement_part p on p.company_id = i.company_id and p.due_item_id = i.id and p.kind = 'return'
    and p.amount_minor <> 0 and not p.undone
  join settlement s on s.company_id = p.company_id and s.id = p.settlement_id and s.id > u.settlement_id
    and s.id not in (select id from undone_settlement)
    and (s.takes_back_line_id is null or s.takes_back_line_id not in (select id from undone_line))
  join bank_line l on l.company_id = s.company_id and l.id = s.line_id`;

const confirmed = (companyId: string) => sql`
  select 'confirmed', d.number, p.confirmed_minor, p.currency, s.booked_on, null, null, s.line_id, i.debtor_id, null::uuid
  from undone_settlement u join settlement s on s.company_id = ${companyId} and s.id = u.id
  join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id and p.confirmed_minor <> 0
  join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
  join document d on d.company_id = i.company_id and d.id = i.document_id`;

/** Ids tell the order in which rows were made, also within a day: a notice made after the settlement asks for what it left. */
const notices = (companyId: string) => sql`
  select distinct 'notice', d.number, l.open_minor, i.currency, n.issued_on, null, n.number::text, null::uuid, n.debtor_id,
    null::uuid
  from undone_item u
  join notice_line l on l.company_id = ${companyId} and l.due_item_id = u.id
  join notice n on n.company_id = l.company_id and n.id = l.notice_id and n.undone_at is null and n.id > u.settlement_id
  join due_item i on i.company_id = l.company_id and i.id = u.id
  join document d on d.company_id = i.company_id and d.id = i.document_id`;

const used = (companyId: string) => sql`
  select 'used', d.number, i.amount_minor, i.currency, d.issued_on, null, null, null::uuid, i.debtor_id, null::uuid
  from undone_item u
  join due_item i on i.company_id = ${companyId} and i.id = u.id
  join document d on d.company_id = i.company_id and d.id = i.document_id
  where u.on_account and (i.open_minor <> i.amount_minor or ${named('i')})`;

/** Whether something names an item: what it names cannot go. */
function named(item: string): RawBuilder<boolean> {
  const tables = ['hold', 'dispute', 'promise_item', 'claim', 'item_step', 'acceptance', 'hand_over'];
  const found = tables.map(
    (
      table,
    ) => sql`exists (select from ${sql.table(table)} x where x.company_id = ${sql.ref(`${item}.company_id`)}
      and x.due_item_id = ${sql.ref(`${item}.id`)})`,
  );
  return sql<boolean>`(${sql.join(found, sql` or `)})`;
}

const disputes = (companyId: string) => sql`
  select 'dispute', d.number, null::bigint, null, x.resolved_on, null, null, null::uuid, x.debtor_id, null::uuid
  from undone_item u
  join dispute x on x.company_id = ${companyId} and x.due_item_id = u.id and x.outcome = 'paid' and x.resolved_at >= u.made_at
  join due_item i on i.company_id = x.company_id and i.id = u.id
  join document d on d.company_id = i.company_id and d.id = i.document_id`;

const differences = (companyId: string) => sql`
  select 'difference', d.number, f.found_minor, f.currency, f.found_on, f.resolved_by, null, null::uuid, f.debtor_id, null::uuid
  from undone_item u
  join ledger_difference f on f.company_id = ${companyId} and f.due_item_id = u.id and f.found_at >= u.made_at
    and f.resolution in ('ledger', 'bank')
  join due_item i on i.company_id = f.company_id and i.id = u.id
  join document d on d.company_id = i.company_id and d.id = i.document_id`;

/** What people agreed since a return opened the item: without the return it is paid, and they would be closed unseen. */
const agreements = (companyId: string) => sql`
  select 'agreed', d.number, null::bigint, null, a.made_on, a.made_by, null, null::uuid, i.debtor_id, null::uuid
  from undone_item u
  join due_item i on i.company_id = ${companyId} and i.id = u.id
  join document d on d.company_id = i.company_id and d.id = i.document_id
  cross join lateral (
    select x.opened_on as made_on, x.opened_by as made_by from dispute x
    where x.company_id = i.company_id and x.due_item_id = i.id and x.id > u.return_id and x.state <> 'closed'
    union all
    select p.made_on, p.made_by from promise p
    where p.company_id = i.company_id and p.id > u.return_id and p.outcome is null and p.withdrawn_at is null and ${IS_ABOUT}
    union all
    select x.handed_on, x.handed_by from hand_over x
    where x.company_id = i.company_id and x.due_item_id = i.id and x.id > u.return_id and x.taken_back_on is null) a`;

/** All else that stands on what these files brought, in the order in which it is told. */
export async function listOtherObstacles(
  trx: Trx,
  companyId: string,
  fileIds: readonly string[],
): Promise<FoundObstacle[]> {
  const all = [returns, namelessReturns, confirmed, notices, agreements, used, disputes, differences].map(
    (find) => find(companyId),
  );
  const { rows } = await sql<FoundObstacle>`
    select * from (${sql.join([laterFiles(companyId, fileIds), ...all], sql` union all `)}) found
    order by array_position(${[...UNDO_OBSTACLES]}::text[], kind), day, about, number`.execute(trx);
  return rows;
}
