import { type RawBuilder, sql } from 'kysely';
import type { RetentionTerms } from '#core/personal-data/retention-terms.ts';
import type { Trx } from '#server/platform/db.ts';

/** A person whose papers have reached the end of their terms. */
export type DuePerson = {
  readonly debtorId: string;
  readonly number: string;
  readonly name: string;
  /** The last day that one of its papers had to be kept. */
  readonly keptUntil: Temporal.PlainDate;
  /** The term that ends on that day, the last of all. */
  readonly keptBy: 'invoices' | 'correspondence';
  readonly documents: bigint;
  readonly notices: bigint;
  readonly contacts: bigint;
};
/** A contact person who goes before its debtor does. */
export type DueContact = {
  readonly contactId: string;
  readonly name: string;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly keptUntil: Temporal.PlainDate;
};
export type DueFile = {
  readonly fileId: string;
  readonly name: string;
  readonly keptUntil: Temporal.PlainDate;
};

/** `most` rows at the most, the first ones due; null: all of them. */
type Until = {
  readonly terms: RetentionTerms;
  readonly today: Temporal.PlainDate;
  readonly most: number | null;
};

/**
 * Everybody whose last paper had to be kept until a day before `today`, and who owes nothing: invoices from their own
 * day and from the day they were settled, reminders from theirs. Whoever restricted their data wants them kept (Art. 18
 * GDPR). With `debtorId`, that one alone, restricted or not, whatever its day.
 */
export async function listDuePersons(
  trx: Trx,
  companyId: string,
  { terms, today, most, debtorId = null }: Until & { debtorId?: string | null },
): Promise<(DuePerson & { readonly openItems: bigint })[]> {
  const { rows } = await sql<DuePerson & { openItems: bigint }>`
    select debtor_id, number, name, kept_until, kept_by, documents, notices, open_items, contacts
    from (${keptPersons(companyId, terms, debtorId)}) kept
    where ${debtorId}::uuid is not null or (kept_until < ${today}::date and open_items = 0)
    order by kept_until, number, debtor_id limit ${most}`.execute(trx);
  return rows;
}

/** Contact persons whose own term has ended, of debtors that owe nothing and are kept longer themselves. */
export async function listDueContacts(
  trx: Trx,
  companyId: string,
  { terms, today, most }: Until,
): Promise<DueContact[]> {
  const { rows } = await sql<DueContact>`
    select c.id as contact_id, coalesce(c.name, c.email, c.phone, '') as name, k.debtor_id, k.number as debtor_number,
      k.name as debtor_name, k.contacts_until as kept_until
    from (${keptPersons(companyId, terms)}) k
    join debtor_contact c on c.company_id = ${companyId} and c.debtor_id = k.debtor_id
    where k.open_items = 0 and k.contacts_until < ${today}::date and k.kept_until >= ${today}::date
    order by k.contacts_until, k.number, c.id limit ${most}`.execute(trx);
  return rows;
}

/** Files that came in and stayed beyond their term: lists that were imported and files of banks. */
export async function listDueFiles(
  trx: Trx,
  companyId: string,
  { terms, today, most }: Until,
): Promise<DueFile[]> {
  const { rows } = await sql<DueFile>`
    select file_id, name, kept_until from (${keptFiles(companyId, terms)}) kept
    where kept_until < ${today}::date order by kept_until, name, file_id limit ${most}`.execute(trx);
  return rows;
}

export type RetentionDay = {
  /** The day on which they may go. */
  readonly goesOn: Temporal.PlainDate;
  readonly persons: number;
  readonly contacts: number;
  readonly files: number;
};

/** How much goes on which day if nothing more happens, the first day first. Whoever owes something, or is restricted, has none yet. */
export async function listRetentionDays(
  trx: Trx,
  companyId: string,
  terms: RetentionTerms,
): Promise<RetentionDay[]> {
  const { rows } = await sql<RetentionDay>`
    with kept as materialized (${keptPersons(companyId, terms)}), days as (
      select kept_until, count(*) as persons, 0 as contacts, 0 as files from kept where open_items = 0 group by 1
      union all
      select contacts_until, 0, sum(contacts), 0 from kept
        where open_items = 0 and contacts > 0 and contacts_until < kept_until group by 1
      union all
      select kept_until, 0, 0, count(*) from (${keptFiles(companyId, terms)}) files group by 1
    )
    select kept_until + 1 as goes_on, sum(persons)::int as persons, sum(contacts)::int as contacts, sum(files)::int as files
    from days group by 1 order by 1`.execute(trx);
  return rows;
}

function yearEnd(day: RawBuilder<unknown>, years: number): RawBuilder<unknown> {
  return sql`make_date(extract(year from ${day})::integer + ${years}::integer, 12, 31)`;
}

/**
 * Each person who is neither erased nor restricted: the last day their papers are kept, and the last day their contact
 * persons are. With `debtorId`, that one alone, restricted or not.
 */
function keptPersons(
  companyId: string,
  terms: RetentionTerms,
  debtorId: string | null = null,
): RawBuilder<unknown> {
  const { invoices, correspondence, contacts } = terms;
  const bought = sql`coalesce(p.last_on, d.created_at::date)`;
  const invoicesUntil = yearEnd(bought, invoices.years);
  const lettersUntil = yearEnd(sql`n.last_on`, correspondence.years);
  const free = debtorId === null ? sql`d.restricted_at is null` : sql`true`;
  const only = (column: RawBuilder<unknown>) =>
    debtorId === null ? sql`true` : sql`${column} = ${debtorId}::uuid`;
  return sql`
    select d.id as debtor_id, d.number, d.name,
      greatest(${invoicesUntil}, ${lettersUntil}) as kept_until,
      case when ${lettersUntil} > ${invoicesUntil} then 'correspondence' else 'invoices' end as kept_by,
      ${yearEnd(sql`greatest(${bought}, n.last_on, d.contacted_on, c.last_on)`, contacts.years)} as contacts_until,
      coalesce(p.documents, 0) as documents, coalesce(n.notices, 0) as notices, coalesce(p.open_items, 0) as open_items,
      coalesce(c.contacts, 0) as contacts
    from debtor d
    left join (
      select doc.debtor_id, greatest(max(doc.issued_on), max(i.settled_on), max(i.due_on) filter (where i.open_minor <> 0)) as last_on,
        count(distinct doc.id) as documents, count(*) filter (where i.open_minor <> 0) as open_items
      from document doc left join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
      where doc.company_id = ${companyId} and ${only(sql`doc.debtor_id`)} group by doc.debtor_id
    ) p on p.debtor_id = d.id
    left join (
      select debtor_id, max(issued_on) as last_on, count(*) as notices from notice
      where company_id = ${companyId} and ${only(sql`debtor_id`)} group by debtor_id
    ) n on n.debtor_id = d.id
    left join (
      select k.debtor_id, count(*) as contacts, max(told.last_on) as last_on
      from debtor_contact k left join lateral (
        select e.at::date as last_on from timeline_entry e where e.company_id = k.company_id and e.debtor_id = k.debtor_id
          and e.kind in ('contact_added', 'contact_changed') order by e.id desc limit 1
      ) told on true
      where k.company_id = ${companyId} and ${only(sql`k.debtor_id`)} group by k.debtor_id
    ) c on c.debtor_id = d.id
    where d.company_id = ${companyId} and d.erased_at is null and ${free} and ${only(sql`d.id`)}`;
}

/** Each file that came in and is not emptied, with the last day it is kept. */
function keptFiles(companyId: string, terms: RetentionTerms): RawBuilder<unknown> {
  return sql`
    select f.id as file_id, f.name, ${yearEnd(sql`came.last_at`, terms.bank_files.years)} as kept_until
    from (
      select file_id, max(created_at) as last_at from (
        select file_id, created_at from bank_file where company_id = ${companyId}
        union all
        select file_id, created_at from import where company_id = ${companyId} and file_id is not null
      ) each_time group by file_id
    ) came join file f on f.company_id = ${companyId} and f.id = came.file_id
    where f.emptied_at is null`;
}
