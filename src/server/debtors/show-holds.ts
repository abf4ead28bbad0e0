import { type RawBuilder, sql } from 'kysely';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { holdView } from './views.ts';

type Question = {
  readonly view: 'standing' | 'all';
  readonly debtor?: string | undefined;
  readonly item?: string | undefined;
  readonly page: number;
  readonly perPage: number;
};

type Row = Parameters<typeof holdView>[0] & {
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly releasedAt: Temporal.Instant | null;
  readonly releasedBy: string | null;
  readonly standing: boolean;
  readonly total: bigint;
};

/** One page of holds: those in force first, then the latest. */
export async function showHolds(tools: CompanyTools, question: Question) {
  const rows = await inCompany(tools, async (trx) => {
    const { today } = await findCompanyDay(trx, tools);
    return listHoldRows(trx, tools.companyId, question, today);
  });
  const people = rows.flatMap(({ placedBy, releasedBy }) => [placedBy, releasedBy]);
  const names = await listUserNames(tools.db, people);
  const views = rows.map((row) => ({
    ...holdView(row, names),
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    standing: row.standing,
    releasedAt: row.releasedAt?.toString() ?? null,
    releasedBy: row.releasedBy === null ? null : (names.get(row.releasedBy) ?? row.releasedBy),
  }));
  return { rows: views, total: Number(rows[0]?.total ?? 0n) };
}

async function listHoldRows(
  trx: Trx,
  companyId: string,
  question: Question,
  today: Temporal.PlainDate,
): Promise<readonly Row[]> {
  const { view, debtor, item, page, perPage } = question;
  const stands = sql`(h.released_at is null and coalesce(h.until_on, 'infinity') >= ${today})`;
  const conditions: RawBuilder<unknown>[] = [sql`h.company_id = ${companyId}`];
  if (view === 'standing') conditions.push(stands);
  if (debtor !== undefined) conditions.push(sql`h.debtor_id = ${debtor}`);
  if (debtor === undefined && item === undefined)
    conditions.push(isUnrestricted(companyId, sql`h.debtor_id`));
  if (item !== undefined) {
    conditions.push(sql`(h.due_item_id = ${item} or (h.due_item_id is null and h.debtor_id =
      (select debtor_id from due_item where company_id = h.company_id and id = ${item})))`);
  }
  const { rows } = await sql<Row>`
    select h.*, doc.number as document_number, d.number as debtor_number, d.name as debtor_name, ${stands} as standing,
      count(*) over () as total
    from hold h
    join debtor d on d.company_id = h.company_id and d.id = h.debtor_id
    left join due_item i on i.company_id = h.company_id and i.id = h.due_item_id
    left join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where ${sql.join(conditions, sql` and `)}
    order by ${stands} desc, h.placed_at desc, h.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(trx);
  return rows;
}
