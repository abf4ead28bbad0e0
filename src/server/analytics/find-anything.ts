import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { amountMeant, containing, patternsOf, searchTextOf } from '#core/receivables/search-text.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type FoundRow = {
  readonly kind: 'debtor' | 'item' | 'notice' | 'run';
  readonly id: string;
  readonly title: string;
  readonly debtorId: string | null;
  readonly debtorNumber: string | null;
  readonly debtorName: string | null;
  readonly onDay: Temporal.PlainDate | null;
  readonly minor: bigint | null;
  readonly currency: Currency | null;
};

const EACH_MAX = 8;

/**
 * What may somebody mean who types this? Debtors by number, name, e-mail or VAT number; items by document number,
 * reference, IBAN or exact amount; notices and runs by number. What begins with the words comes before what has them
 * inside, open items before settled ones.
 */
export async function findAnything(trx: Trx, day: CompanyDay, typed: string): Promise<FoundRow[]> {
  const { companyId, currency } = day;
  const text = searchTextOf(typed);
  const { words, hasDigit } = text;
  const onDocument = sql.join(
    patternsOf(text).map((pattern) => sql`search_key like ${pattern}`),
    sql` or `,
  );
  const amount = amountMeant(typed, currency);
  const number = /^\d{1,9}$/.test(words) ? Number(words) : null;
  const starting = containing(words).slice(1);
  const { rows } = await sql<FoundRow>`
    (select 'debtor' as kind, id, name as title, id as debtor_id, number as debtor_number, name as debtor_name,
       null::date as on_day, null::bigint as minor, null as currency
     from debtor d
     where company_id = ${companyId} and search_key like ${containing(words)} and restricted_at is null
     order by lower(number) = ${words} desc, lower(name) like ${starting} desc, lower(number) like ${starting} desc,
       lower(name), id
     limit ${EACH_MAX})
    union all
    (select 'item', i.id, doc.number, d.id, d.number, d.name, i.due_on, i.open_minor, i.currency
     from (
       select id as document_id from document
       where ${hasDigit} and company_id = ${companyId}
         and (${onDocument})
       union
       select document_id from due_item
       where ${amount !== null} and company_id = ${companyId} and open_minor <> 0
         and (amount_minor = ${amount ?? 0n} or open_minor = ${amount ?? 0n})
     ) found
     join document doc on doc.company_id = ${companyId} and doc.id = found.document_id
     join due_item i on i.company_id = ${companyId} and i.document_id = doc.id
     join debtor d on d.company_id = ${companyId} and d.id = i.debtor_id
     where d.restricted_at is null
     order by lower(doc.number) = ${words} desc, lower(doc.number) like ${starting} desc, i.open_minor = 0, i.due_on, i.id
     limit ${EACH_MAX})
    union all
    (select 'notice', n.id, n.number::text, d.id, d.number, d.name, n.issued_on, n.total_minor, n.currency
     from notice n join debtor d on d.company_id = n.company_id and d.id = n.debtor_id
     where ${number !== null} and n.company_id = ${companyId} and n.number = ${number ?? 0} and d.restricted_at is null
     limit 1)
    union all
    (select 'run', r.id, r.number::text, null, null, null, r.planned_for, null, null
     from run r
     where ${number !== null} and r.company_id = ${companyId} and r.number = ${number ?? 0}
     limit 1)`.execute(trx);
  return rows;
}
