import { type RawBuilder, sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { bucketsOf, dueDatesIn } from '#core/receivables/ageing.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import { containing, patternsOf, searchTextOf } from '#core/receivables/search-text.ts';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import type { Trx } from '#server/platform/db.ts';
import { promisedItems } from '#server/promises/standing.ts';
import type { CompanyDay } from './company-day.ts';

export type OpenItemQuestion = {
  readonly search?: string | undefined;
  readonly view: 'open' | 'overdue' | 'on_hold' | 'disputed' | 'promised' | 'credits' | 'settled' | 'all';
  readonly bucket?: number | undefined;
  readonly kind?: DocumentKind | undefined;
  readonly level?: number | undefined;
  readonly currency?: string | undefined;
  readonly debtor?: string | undefined;
  readonly item?: string | undefined;
  /** Only what comes behind this one in the order of due dates: how a whole list is read in portions. */
  readonly after?: { readonly dueOn: Temporal.PlainDate; readonly id: string } | undefined;
  readonly sort: 'due' | 'open' | 'number' | 'debtor' | 'level' | 'issued';
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
};

export type OpenItemListRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: DocumentKind;
  readonly position: number;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly level: number;
  readonly times: number;
  readonly lastNotice: number | null;
  readonly notifiedOn: Temporal.PlainDate | null;
  readonly deadlineOn: Temporal.PlainDate | null;
  readonly onHold: boolean;
  readonly disputed: boolean;
  readonly promised: boolean;
  readonly settledOn: Temporal.PlainDate | null;
  readonly hasFile: boolean;
};

/** Which due items are there? One page in order; the ids are found first, so that only the page's rows are read whole. */
export async function listOpenItems(
  trx: Trx,
  day: CompanyDay,
  question: OpenItemQuestion,
): Promise<OpenItemListRow[]> {
  const { companyId } = day;
  const { rows } = await sql<OpenItemListRow>`
    with ${question.search ? sql`${foundBy(day, question)},` : sql``} page as materialized (
      select i.id
      from ${tablesOf(question, question.sort)}
      where ${sql.join(conditionsOf(day, question), sql` and `)}
      order by ${orderOf(question)}
      limit ${question.limit} offset ${question.offset}
    )
    select i.id, doc.number, doc.kind, i.position, d.id as debtor_id, d.number as debtor_number, d.name as debtor_name,
      doc.issued_on, i.due_on, i.currency, i.amount_minor, i.open_minor, i.level, i.times, i.notified_on,
      i.deadline_on, i.settled_on, last.number as last_notice,
      doc.file_id is not null as has_file, ${isHeld(day)} as on_hold,
      ${isDisputed(day)} as disputed, ${isPromised(day)} as promised
    from page
    join due_item i on i.company_id = ${companyId} and i.id = page.id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    left join lateral (
      select n.number from notice_line l
      join notice n on n.company_id = l.company_id and n.id = l.notice_id
      where l.company_id = i.company_id and l.due_item_id = i.id and not l.undone
      order by n.number desc limit 1
    ) last on true
    order by ${orderOf(question)}`.execute(trx);
  return rows;
}

/** How many are there, over all pages? */
export async function countOpenItems(trx: Trx, day: CompanyDay, question: OpenItemQuestion): Promise<number> {
  const { rows } = await sql<{ total: bigint }>`
    ${question.search ? sql`with ${foundBy(day, question)}` : sql``}
    select count(*) as total from ${tablesOf(question, 'due')}
    where ${sql.join(conditionsOf(day, question), sql` and `)}`.execute(trx);
  return Number(rows[0]?.total ?? 0n);
}

/** Only the tables that the order or a filter looks at: joining a hundred thousand rows for nothing is the cost. */
function tablesOf({ kind }: OpenItemQuestion, sort: OpenItemQuestion['sort']): RawBuilder<unknown> {
  const document = kind !== undefined || sort === 'number' || sort === 'issued';
  const debtor = sort === 'debtor';
  return sql`due_item i
    ${document ? sql`join document doc on doc.company_id = i.company_id and doc.id = i.document_id` : sql``}
    ${debtor ? sql`join debtor d on d.company_id = i.company_id and d.id = i.debtor_id` : sql``}`;
}

function conditionsOf(day: CompanyDay, question: OpenItemQuestion): RawBuilder<unknown>[] {
  const conditions = [sql`i.company_id = ${day.companyId}`, viewOf(day, question.view)];
  const { bucket, kind, level, currency, debtor, item, search } = question;
  if (bucket !== undefined) conditions.push(inBucket(day, bucket));
  if (kind !== undefined) conditions.push(sql`doc.kind = ${kind}`);
  if (level !== undefined) conditions.push(sql`i.level = ${level}`);
  if (currency !== undefined) conditions.push(sql`i.currency = ${currency}`);
  if (debtor !== undefined) conditions.push(sql`i.debtor_id = ${debtor}`);
  if (item !== undefined) conditions.push(sql`i.id = ${item}`);
  if (debtor === undefined && item === undefined)
    conditions.push(isUnrestricted(day.companyId, sql`i.debtor_id`));
  if (question.after)
    conditions.push(sql`(i.due_on, i.id) > (${question.after.dueOn}, ${question.after.id})`);
  if (search) conditions.push(sql`i.id in (select id from found)`);
  return conditions;
}

/**
 * The due items that words point at, by their document or their debtor, found before anything else: few as they are, the
 * rest of the question then looks at them alone.
 */
function foundBy({ companyId }: CompanyDay, { search, view }: OpenItemQuestion): RawBuilder<unknown> {
  const text = searchTextOf(search ?? '');
  const onDocument = sql.join(
    patternsOf(text).map((pattern) => sql`doc.search_key like ${pattern}`),
    sql` or `,
  );
  const open = view === 'settled' || view === 'all' ? sql`true` : sql`x.open_minor <> 0`;
  return sql`found as materialized (
    select x.id from document doc
    join due_item x on x.company_id = doc.company_id and x.document_id = doc.id
    where doc.company_id = ${companyId} and ${open} and (${onDocument})
    union
    select x.id from debtor d
    join due_item x on x.company_id = d.company_id and x.debtor_id = d.id
    where d.company_id = ${companyId} and ${open} and d.search_key like ${containing(text.words)}
  )`;
}

function viewOf(day: CompanyDay, view: OpenItemQuestion['view']): RawBuilder<unknown> {
  return {
    open: sql`i.open_minor <> 0`,
    overdue: sql`i.open_minor <> 0 and i.open_minor > 0 and i.due_on < ${day.today}`,
    credits: sql`i.open_minor <> 0 and i.open_minor < 0`,
    on_hold: sql`i.open_minor <> 0 and ${isHeld(day)}`,
    disputed: sql`i.open_minor <> 0 and ${isDisputed(day)}`,
    promised: sql`i.open_minor <> 0 and ${isPromised(day)}`,
    settled: sql`i.open_minor = 0`,
    all: sql`true`,
  }[view];
}

function inBucket({ bounds, today }: CompanyDay, at: number): RawBuilder<unknown> {
  const bucket = bucketsOf(bounds)[at];
  if (!bucket) return sql`false`;
  const { earliest, latest } = dueDatesIn(bucket, today);
  return sql`(${earliest === null ? sql`true` : sql`i.due_on >= ${earliest}`}
    and ${latest === null ? sql`true` : sql`i.due_on <= ${latest}`})`;
}

/** Whether a dispute stands on due item `i`. */
function isDisputed({ companyId }: CompanyDay): RawBuilder<boolean> {
  return sql<boolean>`
    i.id in (select x.due_item_id from dispute x where x.company_id = ${companyId} and x.state <> 'closed')`;
}

/** Whether a promise holds due item `i` back today. */
function isPromised({ companyId, today }: CompanyDay): RawBuilder<boolean> {
  return sql<boolean>`
    i.id in (select promised.due_item_id from (${promisedItems(companyId, today)}) promised)`;
}

/** Whether due item `i`, or its whole debtor, is on hold. */
function isHeld({ companyId, today }: CompanyDay): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from hold h
    where h.company_id = ${companyId} and h.debtor_id = i.debtor_id and h.released_at is null
      and coalesce(h.until_on, 'infinity') >= ${today} and (h.due_item_id is null or h.due_item_id = i.id))`;
}

function orderOf({ sort, direction }: OpenItemQuestion): RawBuilder<unknown> {
  const way = direction === 'asc' ? sql`asc` : sql`desc`;
  const by = {
    due: sql`i.due_on`,
    open: sql`i.open_minor`,
    number: sql`doc.number`,
    debtor: sql`lower(d.name)`,
    level: sql`i.level`,
    issued: sql`doc.issued_on`,
  }[sort];
  return sql`${by} ${way}, i.id ${way}`;
}
