import { sql } from 'kysely';
import {
  type RetentionSubject,
  type RetentionTerms,
  retentionTermsOf,
} from '#core/personal-data/retention-terms.ts';
import type { Trx } from '#server/platform/db.ts';

/** The terms in force for a company: its country's, and its own where it departs from them. */
export async function findRetentionTerms(
  trx: Trx,
  companyId: string,
): Promise<{
  readonly country: string;
  readonly terms: RetentionTerms;
  readonly own: ReadonlySet<RetentionSubject>;
}> {
  const { country } = await trx
    .selectFrom('company')
    .select('country')
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  const own = await trx
    .selectFrom('retentionTerm')
    .select(['subject', 'years', 'source'])
    .where('companyId', '=', companyId)
    .where('country', '=', country)
    .execute();
  const terms = { ...retentionTermsOf(country) };
  for (const { subject, years, source } of own) terms[subject] = { years, source };
  return { country, terms, own: new Set(own.map(({ subject }) => subject)) };
}

/** A person whose papers have reached the end of their terms. */
export type DuePerson = {
  readonly debtorId: string;
  readonly number: string;
  readonly name: string;
  /** The last day that one of its papers had to be kept. */
  readonly keptUntil: Temporal.PlainDate;
  readonly documents: bigint;
  readonly notices: bigint;
  readonly contacts: bigint;
};

/**
 * Everybody whose last paper had to be kept until a day before `today`, and who owes nothing: invoices from their own
 * day and from the day they were settled, reminders from theirs. With `debtorId`, that one alone, whatever its day.
 */
export async function listDuePersons(
  trx: Trx,
  companyId: string,
  {
    terms,
    today,
    debtorId = null,
  }: { terms: RetentionTerms; today: Temporal.PlainDate; debtorId?: string | null },
): Promise<(DuePerson & { readonly openItems: bigint })[]> {
  const [invoices, letters] = [terms.invoices.years, terms.correspondence.years];
  const yearEnd = (day: ReturnType<typeof sql>, years: number) =>
    sql`make_date(extract(year from ${day})::integer + ${years}::integer, 12, 31)`;
  const { rows } = await sql<DuePerson & { openItems: bigint }>`
    select * from (
      select d.id as debtor_id, d.number, d.name,
        greatest(${yearEnd(sql`coalesce(p.last_on, d.created_at::date)`, invoices)},
          ${yearEnd(sql`n.last_on`, letters)}) as kept_until,
        coalesce(p.documents, 0) as documents, coalesce(n.notices, 0) as notices, coalesce(p.open_items, 0) as open_items,
        (select count(*) from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id) as contacts
      from debtor d
      left join (
        select doc.debtor_id, greatest(max(doc.issued_on), max(i.settled_on), max(i.due_on) filter (where i.open_minor <> 0)) as last_on,
          count(distinct doc.id) as documents, count(*) filter (where i.open_minor <> 0) as open_items
        from document doc left join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
        where doc.company_id = ${companyId} and (${debtorId}::uuid is null or doc.debtor_id = ${debtorId}) group by doc.debtor_id
      ) p on p.debtor_id = d.id
      left join (
        select debtor_id, max(issued_on) as last_on, count(*) as notices from notice
        where company_id = ${companyId} and (${debtorId}::uuid is null or debtor_id = ${debtorId}) group by debtor_id
      ) n on n.debtor_id = d.id
      where d.company_id = ${companyId} and d.erased_at is null and (${debtorId}::uuid is null or d.id = ${debtorId})
    ) due
    where ${debtorId}::uuid is not null or (kept_until < ${today}::date and open_items = 0)
    order by kept_until, number`.execute(trx);
  return rows;
}

/** Files that came in and stayed beyond their term: lists that were imported and files of banks. */
export async function listDueFiles(
  trx: Trx,
  companyId: string,
  { terms, today }: { terms: RetentionTerms; today: Temporal.PlainDate },
): Promise<{ readonly fileId: string; readonly name: string; readonly keptUntil: Temporal.PlainDate }[]> {
  const { rows } = await sql<{ fileId: string; name: string; keptUntil: Temporal.PlainDate }>`
    select f.id as file_id, f.name, x.kept_until from (
      select file_id, make_date(extract(year from max(created_at))::integer + ${terms.bank_files.years}::integer, 12, 31) as kept_until
      from (
        select file_id, created_at from bank_file where company_id = ${companyId}
        union all
        select file_id, created_at from import where company_id = ${companyId} and file_id is not null
      ) came group by file_id
    ) x join file f on f.company_id = ${companyId} and f.id = x.file_id
    where f.emptied_at is null and x.kept_until < ${today}::date order by x.kept_until, f.name`.execute(trx);
  return rows;
}

export async function keepRetentionTerm(
  trx: Trx,
  row: {
    companyId: string;
    country: string;
    subject: RetentionSubject;
    years: number;
    source: string;
    changedBy: string | null;
    changedAt: Temporal.Instant;
  },
): Promise<void> {
  const { years, source, changedBy, changedAt } = row;
  await trx
    .insertInto('retentionTerm')
    .values(row)
    .onConflict((on) =>
      on.columns(['companyId', 'country', 'subject']).doUpdateSet({ years, source, changedBy, changedAt }),
    )
    .execute();
}
