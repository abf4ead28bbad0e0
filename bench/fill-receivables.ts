import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

/**
 * Fills a database with one company that has `items` open due items, ten to a debtor, two thirds of them overdue,
 * a few credits, holds and foreign currencies, and as many settled ones as a year leaves behind. By SQL: the measure
 * begins when it is full.
 */
export async function fillReceivables(
  db: Db,
  { items, today }: { items: number; today: string },
): Promise<string> {
  const companyId = newId();
  await db
    .insertInto('company')
    .values({
      id: companyId,
      key: 'bench',
      name: 'Bench SA',
      country: 'BE',
      language: 'fr',
      currency: 'EUR',
      timeZone: 'Europe/Brussels',
    })
    .execute();
  await addDebtors(db, companyId, Math.ceil(items / 10));
  await addDocuments(db, companyId, items, today, 'open');
  await addDocuments(db, companyId, Math.ceil(items / 4), today, 'settled');
  await addHolds(db, companyId, today);
  await sql`analyze`.execute(db);
  return companyId;
}

/** Ids that can be computed: the same number is the same row, in SQL and out of it. */
const idOf = (what: string, number: string) =>
  sql`overlay(overlay(md5(${sql.lit(what)} || ${sql.raw(number)}::text) placing '7' from 13) placing '8' from 17)::uuid`;

function addDebtors(db: Db, companyId: string, count: number) {
  return sql`
    insert into debtor (company_id, id, number, name, kind, language, country, street, postal_code, city, email, phone,
      preferred_channel)
    select ${companyId}, ${idOf('debtor', 'n')}, 'D' || lpad(n::text, 6, '0'),
      (array['Café','Brasserie','Garage','Boulangerie','Atelier','Hôtel','Librairie'])[n % 7 + 1] || ' ' ||
      (array['Dupont','Janssens','Müller','Peeters','Lefèvre','Maes','Schmitz','Dubois','Claes'])[n % 9 + 1] || ' ' || n,
      case when n % 10 = 0 then 'consumer' else 'business' end,
      (array['fr','nl','en','de'])[n % 4 + 1], 'BE', 'Rue Haute ' || n, '1000', 'Bruxelles',
      case when n % 17 <> 0 then 'compta' || n || '@example.com' end, '+32 2 555 ' || n,
      case when n % 12 = 0 then 'post' else 'mail' end
    from generate_series(1, ${count}::int) n`.execute(db);
}

async function addDocuments(
  db: Db,
  companyId: string,
  count: number,
  today: string,
  state: 'open' | 'settled',
) {
  const id = state === 'open' ? idOf('document', 'n') : idOf('settled', 'n');
  const item = state === 'open' ? idOf('item', 'n') : idOf('settled item', 'n');
  const debtor = idOf('debtor', '((n - 1) / 10 + 1)');
  const due = sql`(${today}::date + ((n::bigint * 7919) % 150)::int - 100)`;
  const amount = sql`(case when n % 25 = 0 then -1 else 1 end * (1000 + (n::bigint * 7877) % 900000))`;
  const currency = sql`case when n % 40 = 0 then 'USD' else 'EUR' end`;
  const prefix = state === 'open' ? 'F-2026-' : 'F-2025-';
  await sql`
    insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor,
      structured_reference, source, imported_on)
    select ${companyId}, ${id}, ${debtor}, case when n % 25 = 0 then 'credit_note' else 'invoice' end,
      ${prefix} || lpad(n::text, 6, '0'), ${due} - 30, ${currency}, ${amount},
      lpad(((n::bigint * 97 + 1234567) % 10000000000)::text, 12, '0'), 'bench', ${due} - 28
    from generate_series(1, ${count}::int) n`.execute(db);
  await sql`
    insert into due_item (company_id, id, document_id, debtor_id, position, due_on, currency, amount_minor, open_minor,
      level, times, notified_on, deadline_on, settled_on, imported_on)
    select ${companyId}, ${item}, ${id}, ${debtor}, 1, ${due}, ${currency}, ${amount},
      ${state === 'open' ? amount : sql`0`}, case when ${due} < ${today}::date - 20 then n % 4 else 0 end,
      case when ${due} < ${today}::date - 20 and n % 4 > 0 then 1 else 0 end,
      case when ${due} < ${today}::date - 20 and n % 4 > 0 then ${today}::date - 12 end,
      case when ${due} < ${today}::date - 20 and n % 4 > 0 then ${today}::date - 2 end,
      ${state === 'open' ? sql`null` : sql`${today}::date - (n % 365)::int`}, ${due} - 28
    from generate_series(1, ${count}::int) n`.execute(db);
}

function addHolds(db: Db, companyId: string, today: string) {
  return sql`
    insert into hold (company_id, id, debtor_id, reason, until_on, placed_at)
    select company_id, ${idOf('hold', 'number')}, id, 'Dispute on delivery', ${today}::date + 14, now()
    from debtor where company_id = ${companyId} and right(number, 2) = '50'`.execute(db);
}
