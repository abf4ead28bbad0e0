import { sql } from 'kysely';
import type { HandedOverRow } from '#contract/collectors.ts';
import type { CollectorReportKind } from '#core/collection/collector-report.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';

type Asked = { readonly search: string; readonly page: number; readonly perPage: number };
type Found = {
  item: string;
  document: string;
  debtorNumber: string;
  debtorName: string;
  dueOn: Temporal.PlainDate;
  openMinor: bigint;
  currency: Currency;
  givenTo: string;
  handedOn: Temporal.PlainDate;
  collectorId: string | null;
  kind: CollectorReportKind | null;
  note: string | null;
  reportedAt: Temporal.Instant | null;
  reportedBy: string | null;
  total: bigint;
};

/**
 * What somebody outside has now, the latest first. Whoever is confined to what was handed over to them asks the same:
 * the database leaves the rest out.
 */
export async function listHandedOverItems(
  tools: CompanyTools,
  { search, page, perPage }: Asked,
): Promise<{ rows: HandedOverRow[]; total: number }> {
  const like = `%${search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows = await inCompany(tools, async (trx) => {
    const found = await sql<Found>`
      select h.due_item_id as item, d.number as document, b.number as debtor_number, b.name as debtor_name, i.due_on,
        i.open_minor, i.currency, h.given_to, h.handed_on, h.collector_id,
        r.kind, r.note, r.reported_at, r.collector_id as reported_by, count(*) over () as total
      from hand_over h
      join due_item i on i.company_id = h.company_id and i.id = h.due_item_id
      join document d on d.company_id = i.company_id and d.id = i.document_id
      join debtor b on b.company_id = h.company_id and b.id = h.debtor_id
      left join lateral (select kind, note, reported_at, collector_id from collector_report c
        where c.company_id = h.company_id and c.due_item_id = h.due_item_id
        order by reported_at desc, id desc limit 1) r on true
      where h.company_id = ${tools.companyId} and h.taken_back_on is null
        and lower(d.number || ' ' || b.number || ' ' || b.name) like ${like}
      order by h.handed_on desc, h.id desc limit ${perPage} offset ${(page - 1) * perPage}`.execute(trx);
    return found.rows;
  });
  const people = rows.flatMap(({ collectorId, reportedBy }) => [collectorId, reportedBy]);
  const names = await listUserNames(tools.db, people);
  const nameOf = (id: string | null) => (id === null ? '' : (names.get(id) ?? ''));
  return {
    total: Number(rows[0]?.total ?? 0n),
    rows: rows.map((row) => ({
      item: row.item,
      document: row.document,
      debtor: { number: row.debtorNumber, name: row.debtorName },
      dueOn: row.dueOn.toString(),
      open: { amount: toDecimal(money(row.openMinor, row.currency)), currency: row.currency },
      to: row.givenTo,
      handedOn: row.handedOn.toString(),
      collector: row.collectorId === null ? null : { id: row.collectorId, name: nameOf(row.collectorId) },
      lastReport:
        row.kind === null || row.reportedAt === null
          ? null
          : {
              kind: row.kind,
              note: row.note ?? '',
              reportedAt: row.reportedAt.toString(),
              by: nameOf(row.reportedBy),
            },
    })),
  };
}
