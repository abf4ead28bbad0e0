import { sql } from 'kysely';
import { readsAlike } from '#core/matching/concerned-lines.ts';
import type { NumberPattern } from '#core/matching/number-patterns.ts';
import { type Doubled, decideSameMoney } from '#core/receivables/same-money.ts';
import { keepBefore } from '#server/imports/trace-import.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { followPayments } from '#server/promises/follow-payments.ts';
import { matchConcernedJob, matchLinesJob } from './jobs.ts';
import { findSettlementPolicy } from './queries.ts';
import { findNumberPatterns } from './read-match-facts.ts';
import { giveWay } from './resolve-difference.ts';

type Imported = {
  readonly isMirror: boolean;
  readonly today: Temporal.PlainDate;
  /** The newest day a document of the list was issued on: how old the list is, at least. */
  readonly newestIssuedOn: Temporal.PlainDate | null;
  readonly importId: string;
  /** What is not as it was; null where it is too much to list. */
  readonly changed: { readonly itemIds: readonly string[]; readonly debtorIds: readonly string[] } | null;
  /** How documents were numbered before. */
  readonly patterns: readonly NumberPattern[];
};

/**
 * After an import, in its transaction: money on account that the ledger has as its own counts once, what it still does not
 * show is listed, what it has followed is resolved, promises and disputes follow what is open now, and lines that wait are
 * matched with what came in.
 */
export async function followImport(trx: Trx, tools: CompanyTools, imported: Imported): Promise<void> {
  const { companyId, clock } = tools;
  const at = clock.now();
  await meetOnAccount(trx, tools, imported);
  if (imported.isMirror) await addUnseen(trx, companyId, { ...imported, at });
  await followPayments(trx, tools);
  await keepBefore(trx, imported.importId, 'ledger_difference', FOLLOWED);
  await sql`
    update ledger_difference f set resolution = 'ledger_followed', resolved_at = ${at}
    from due_item i
    where f.company_id = ${companyId} and f.resolved_at is null and f.kind in ('not_seen', 'fell_less', 'open_again')
      and i.company_id = f.company_id and i.id = f.due_item_id and i.provisional_minor = 0`.execute(trx);
  await queueMatching(trx, tools, imported);
}

/** Differences that the ledger has followed. */
const FOLLOWED = sql`r.resolved_at is null and r.kind in ('not_seen', 'fell_less', 'open_again')
  and r.due_item_id in (select i.id from due_item i where i.company_id = r.company_id and i.provisional_minor = 0)`;

/** Only what the import changed is looked at again, unless documents are numbered in a new way or nearly all is new. */
async function queueMatching(
  trx: Trx,
  { companyId, queue }: CompanyTools,
  { changed, patterns }: Imported,
): Promise<void> {
  const { rows } = await sql`
    select 1 from bank_line where company_id = ${companyId} and (state in ('open', 'partly') or state = 'pending')
    limit 1`.execute(trx);
  if (rows.length === 0) return;
  if (changed === null || !readsAlike(patterns, await findNumberPatterns(trx, companyId))) {
    await queue.add(trx, matchLinesJob, { companyId, lineIds: null });
    return;
  }
  const [itemIds, debtorIds] = [[...changed.itemIds], [...changed.debtorIds]];
  if (itemIds.length + debtorIds.length === 0) return;
  await queue.add(trx, matchConcernedJob, { companyId, itemIds, debtorIds, lineIds: [] });
}

/** A payment may be booked some days before or after the bank shows it. */
const DAYS_APART = 45;

async function meetOnAccount(trx: Trx, tools: CompanyTools, { importId, today }: Imported): Promise<void> {
  const { companyId, clock } = tools;
  const { rows } = await sql<Doubled>`
    select i.id as our_item_id, o.id as their_item_id, i.open_minor as our_open, o.open_minor as their_open
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
    join due_item o on o.company_id = i.company_id and o.debtor_id = i.debtor_id and o.currency = i.currency
      and o.open_minor < 0 and o.id <> i.id
    join document d on d.company_id = o.company_id and d.id = o.document_id and d.source <> 'bank'
      and d.kind in ('payment_on_account', 'miscellaneous')
      and d.issued_on between s.booked_on - ${DAYS_APART}::integer and s.booked_on + ${DAYS_APART}::integer
    where p.company_id = ${companyId} and p.kind = 'on_account' and not p.undone and p.confirmed_minor = 0
      and i.open_minor <> 0
    order by s.booked_on, i.id, d.issued_on, o.id`.execute(trx);
  const { given, asked } = decideSameMoney(rows);
  const givenIds = given.map(({ ourItemId }) => ourItemId);
  await keepBefore(trx, importId, 'due_item', sql`r.id = any(${givenIds}::uuid[])`);
  await keepBefore(trx, importId, 'settlement_part', sql`r.due_item_id = any(${givenIds}::uuid[])`);
  await giveWay(trx, tools, givenIds);
  const rowsAsked = asked.map((one) => ({
    id: newId(),
    ours: one.ourItemId,
    theirs: one.theirItemId,
    expected: String(one.ourOpen),
    found: String(one.theirOpen),
  }));
  await sql`
    insert into ledger_difference (company_id, id, kind, debtor_id, due_item_id, other_item_id, currency, expected_minor,
      found_minor, found_on, found_at)
    select ${companyId}::uuid, w.id, 'document_twice', i.debtor_id, i.id, w.theirs, i.currency, w.expected, w.found,
      ${today}::date, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rowsAsked)}::jsonb) as w (id uuid, ours uuid, theirs uuid, expected bigint,
      found bigint)
    join due_item i on i.company_id = ${companyId} and i.id = w.ours
    where not exists (select from ledger_difference f where f.company_id = i.company_id and f.due_item_id = i.id
      and f.kind = 'document_twice' and (f.resolved_at is null or f.other_item_id = w.theirs))`.execute(trx);
}

/** A list written after the payment, and the company's patience is over: it should be in the ledger by now. */
async function addUnseen(
  trx: Trx,
  companyId: string,
  { today, newestIssuedOn, at }: Imported & { at: Temporal.Instant },
): Promise<void> {
  const { patienceDays } = await findSettlementPolicy(trx, companyId);
  const { rows } = await sql<{ itemId: string; due: string; amount: string; found: string }>`
    select i.id as item_id, sum(p.amount_minor)::text as amount, sum(p.confirmed_minor)::text as found
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    join due_item i on i.company_id = p.company_id and i.id = p.due_item_id and i.provisional_minor <> 0
    join document d on d.company_id = i.company_id and d.id = i.document_id and d.source in ('csv', 'xlsx')
    where p.company_id = ${companyId} and not p.undone and p.confirmed_minor <> p.amount_minor
      and s.booked_on <= ${today}::date - ${patienceDays}::integer
      and (${newestIssuedOn}::date is null or s.booked_on < ${newestIssuedOn}::date)
      and not exists (select from ledger_difference f where f.company_id = i.company_id and f.due_item_id = i.id
        and f.kind <> 'document_twice' and (f.resolved_at is null or (f.resolution = 'bank' and f.found_at >= s.made_at)))
    group by i.id`.execute(trx);
  const unseen = rows.map(({ itemId, amount, found }) => ({ id: newId(), item: itemId, amount, found }));
  await sql`
    insert into ledger_difference (company_id, id, kind, debtor_id, due_item_id, currency, expected_minor, found_minor, found_on,
      found_at)
    select ${companyId}::uuid, w.id, 'not_seen', i.debtor_id, i.id, i.currency, w.amount, w.found, ${today}::date,
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(unseen)}::jsonb) as w (id uuid, item uuid, amount bigint, found bigint)
    join due_item i on i.company_id = ${companyId} and i.id = w.item`.execute(trx);
}
