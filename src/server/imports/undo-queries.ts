import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import type { AddedCounts } from './trace-import.ts';

export type Trace = { readonly transaction: string; readonly added: AddedCounts };

/** Kept of the latest import alone, while it stands. */
export async function findTrace(trx: Trx, importId: string): Promise<Trace | undefined> {
  const { rows } = await sql<Trace>`
    select transaction, added from import_trace
    where company_id = (select rappel_company()) and import_id = ${importId}`.execute(trx);
  return rows[0];
}

export function findLatestApplied(trx: Trx): Promise<{ id: string; fileName: string } | undefined> {
  return trx
    .selectFrom('import')
    .select(['id', 'fileName'])
    .where('state', '=', 'applied')
    .orderBy('appliedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

const TABLES = ['debtor', 'debtor_contact', 'document', 'due_item'] as const;

/**
 * Lays out what an import wrote, in tables of the transaction's own: `undone_<table>` with each row's id, whether the
 * import added it, and whether it still is as the import left it.
 */
export async function layOutUndone(trx: Trx, importId: string, { transaction }: Trace): Promise<void> {
  // Counted first: of a table that nobody has looked at yet, joins are planned as if it were all but empty.
  await sql`create temp table undone_before on commit drop as select table_name, row_key from import_before
    where company_id = (select rappel_company()) and import_id = ${sql.lit(importId)}`.execute(trx);
  await sql`analyze undone_before`.execute(trx);
  for (const table of TABLES) {
    await sql`
      create temp table ${sql.table(`undone_${table}`)} on commit drop as
      select r.id, b.row_key is null as added, r.xmin::text = ${sql.lit(transaction)} as untouched
      from ${sql.table(table)} r
      left join undone_before b on b.table_name = ${sql.lit(table)} and b.row_key = r.id::text
      where r.company_id = (select rappel_company()) and (b.row_key is not null or r.xmin::text = ${sql.lit(transaction)})`.execute(
      trx,
    );
  }
  // A debtor that was written since is still told of as added; an item that was, is that of a document which was not.
  await sql`
    insert into undone_debtor (id, added, untouched)
    select distinct e.debtor_id, true, false from timeline_entry e
    where e.company_id = (select rappel_company()) and e.kind = 'debtor_added' and e.xmin::text = ${transaction}
      and e.debtor_id not in (select id from undone_debtor)`.execute(trx);
  await sql`
    insert into undone_due_item (id, added, untouched)
    select i.id, true, false from due_item i join undone_document m on m.id = i.document_id and m.added
    where i.company_id = (select rappel_company()) and i.id not in (select id from undone_due_item)`.execute(
    trx,
  );
  const laidOut = TABLES.map((table) => sql.table(`undone_${table}`));
  await sql`analyze ${sql.join(laidOut)}`.execute(trx);
}

/** Debtors that the import did not write, and that one it added pays for by now. */
const PAID_BY_ADDED = sql`select d.name as about from debtor d join undone_debtor u on u.id = d.payer_id and u.added
  where d.company_id = (select rappel_company()) and d.id not in (select id from undone_debtor)`;

/** How many of the rows that the import added still are as it left them, and whether any it wrote is not. */
export async function findLeft(trx: Trx): Promise<AddedCounts & { touched: boolean }> {
  const count = (table: (typeof TABLES)[number]) =>
    sql`(select count(*)::int from ${sql.table(`undone_${table}`)} where added and untouched)`;
  const touched = TABLES.map(
    (table) => sql`exists (select from ${sql.table(`undone_${table}`)} where not untouched)`,
  );
  const { rows } = await sql<AddedCounts & { touched: boolean }>`
    select ${count('debtor')} as debtors, ${count('debtor_contact')} as contacts, ${count('document')} as documents,
      ${count('due_item')} as items, (${sql.join(touched, sql` or `)} or exists (${PAID_BY_ADDED})) as touched`.execute(
    trx,
  );
  return rows[0] ?? { debtors: 0, contacts: 0, documents: 0, items: 0, touched: true };
}

/** What stands on an import: the kind of thing, what it is about, and its own number where it has one. */
export type Standing = {
  readonly kind:
    | 'notice'
    | 'run'
    | 'settlement'
    | 'hold'
    | 'dispute'
    | 'promise'
    | 'claim'
    | 'task'
    | 'history';
  readonly about: string;
  readonly number: string;
};

/** The first thing that stands on what the import added or changed, made after it. */
export async function findStanding(
  trx: Trx,
  { appliedAt }: { appliedAt: Temporal.Instant },
): Promise<Standing | undefined> {
  const company = sql`(select rappel_company())`;
  const since = sql`${appliedAt}::timestamptz`;
  const { rows } = await sql<Standing>`
    select kind, about, number from (
      select 1 as rank, 'notice' as kind, l.due_item_id, null::uuid as debtor_id, n.number::text as number
      from notice_line l join notice n on n.company_id = l.company_id and n.id = l.notice_id
      join undone_due_item u on u.id = l.due_item_id and (u.added or not u.untouched)
      where l.company_id = ${company} and (u.added or n.issued_on >= ${since}::date)
      union all
      select 2, 'settlement', p.due_item_id, null, '' from settlement_part p
      join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
      where p.company_id = ${company} and p.due_item_id in (select id from undone_due_item where added or not untouched)
        and s.made_at >= ${since}
        and not p.undone
      union all
      select 3, 'run', u.id, null, r.number::text from proposal p
      join run r on r.company_id = p.company_id and r.id = p.run_id
        and r.state in ('planning', 'planned', 'approved', 'sending')
      cross join lateral unnest(p.item_ids) as one (id) join undone_due_item u on u.id = one.id
      where p.company_id = ${company}
      union all
      select 4, 'hold', h.due_item_id, h.debtor_id, '' from hold h
      where h.company_id = ${company} and h.released_at is null and h.placed_at >= ${since}
        and (h.due_item_id in (select id from undone_due_item where added)
          or h.debtor_id in (select id from undone_debtor where added))
      union all
      select 5, 'dispute', x.due_item_id, x.debtor_id, '' from dispute x
      where x.company_id = ${company} and x.due_item_id in (select id from undone_due_item where added)
      union all
      select 6, 'promise', x.due_item_id, null, '' from promise_item x
      where x.company_id = ${company} and x.due_item_id in (select id from undone_due_item where added)
      union all
      select 7, 'claim', x.due_item_id, null, '' from claim x
      where x.company_id = ${company} and x.due_item_id in (select id from undone_due_item where added)
      union all
      select 8, 'task', null, t.debtor_id, '' from task t
      where t.company_id = ${company} and t.debtor_id in (select id from undone_debtor where added)
      union all
      select 9, 'promise', null, x.debtor_id, '' from promise x
      where x.company_id = ${company} and x.debtor_id in (select id from undone_debtor where added)
      union all
      select 10, 'history', x.due_item_id, x.debtor_id, '' from (
        select due_item_id, null::uuid as debtor_id from item_step where company_id = ${company}
        union all select due_item_id, null from acceptance where company_id = ${company}
        union all select due_item_id, debtor_id from hand_over where company_id = ${company}
        union all select due_item_id, debtor_id from hold where company_id = ${company}
        union all select null, debtor_id from settlement_part where company_id = ${company}
        union all select null, debtor_id from debtor_iban where company_id = ${company}
        union all select null, debtor_id from matching_rule where company_id = ${company}
      ) x
      where x.due_item_id in (select id from undone_due_item where added)
        or x.debtor_id in (select id from undone_debtor where added)
    ) standing
    cross join lateral (select coalesce(
      (select m.number from due_item i join document m on m.company_id = i.company_id and m.id = i.document_id
        where i.company_id = ${company} and i.id = standing.due_item_id),
      (select d.name from debtor d where d.company_id = ${company} and d.id = standing.debtor_id), '') as about) named
    order by rank, about limit 1`.execute(trx);
  return rows[0];
}

/** A row that was written since: the document or debtor it is of. */
export async function findTouched(trx: Trx): Promise<string> {
  const company = sql`(select rappel_company())`;
  const { rows } = await sql<{ about: string }>`
    select m.number as about from undone_due_item u join due_item i on i.company_id = ${company} and i.id = u.id
      join document m on m.company_id = i.company_id and m.id = i.document_id where not u.untouched
    union all select m.number from undone_document u join document m on m.company_id = ${company} and m.id = u.id
      where not u.untouched
    union all select d.name from undone_debtor u join debtor d on d.company_id = ${company} and d.id = u.id
      where not u.untouched
    union all ${PAID_BY_ADDED}
    limit 1`.execute(trx);
  return rows[0]?.about ?? '';
}

export type TakenBack = {
  readonly debtorId: string;
  readonly dueItemId: string;
  readonly document: string;
  readonly currency: Currency;
  /** As the import left it, and as it stands again. */
  readonly openBefore: bigint;
  readonly open: bigint;
  readonly dueOnBefore: string;
  readonly dueOn: string;
};

/** The items of which the import told that something else is open of them, before they are put back. */
export async function listTakenBack(
  trx: Trx,
  importId: string,
  { transaction }: Trace,
): Promise<TakenBack[]> {
  const { rows } = await sql<TakenBack>`
    select i.debtor_id, i.id as due_item_id, m.number as document, i.currency, i.open_minor as open_before,
      (b.before ->> 'open_minor')::bigint as open, i.due_on::text as due_on_before, b.before ->> 'due_on' as due_on
    from import_before b
    join due_item i on i.company_id = b.company_id and i.id::text = b.row_key
    join document m on m.company_id = i.company_id and m.id = i.document_id
    where b.company_id = (select rappel_company()) and b.import_id = ${importId} and b.table_name = 'due_item'
      and i.open_minor <> (b.before ->> 'open_minor')::bigint
      and exists (select from timeline_entry t where t.company_id = i.company_id and t.due_item_id = i.id
        and t.kind in ('item_changed', 'item_settled', 'item_reopened') and t.xmin::text = ${transaction})`.execute(
    trx,
  );
  return rows;
}

/** Whether the import ended promises or disputes: those are not begun again by taking it back. */
export async function hasEndedAgreements(trx: Trx, { transaction }: Trace): Promise<boolean> {
  const wrote = (table: string) =>
    sql`exists (select from ${sql.table(table)} r where r.company_id = (select rappel_company()) and r.xmin::text = ${transaction})`;
  const { rows } = await sql<{ ended: boolean }>`
    select ${wrote('promise')} or ${wrote('promise_payment')} or ${wrote('dispute')} as ended`.execute(trx);
  return rows[0]?.ended ?? false;
}
