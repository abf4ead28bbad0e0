import { sql } from 'kysely';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** What an import came to, for one file of it: an archive holds several. */
export type EntryCounts = {
  readonly added: number;
  readonly pending: number;
  readonly returned: number;
  /** Lines that settled by themselves, and the due items they settled. */
  readonly certain: number;
  readonly items: number;
};

const NOTHING: EntryCounts = { added: 0, pending: 0, returned: 0, certain: 0, items: 0 };

/** The counts of a bank file by the names within it; null is a file that is no archive. */
export async function countImported(
  tools: CompanyTools,
  bankFileId: string,
): Promise<(entry: string | null) => EntryCounts> {
  const { companyId } = tools;
  const { rows } = await inCompany(tools, (trx) =>
    sql<EntryCounts & { entry: string | null }>`
      select s.entry,
        count(*) filter (where l.parent_id is null and l.state not in ('pending', 'replaced', 'lapsed'))::int as added,
        count(*) filter (where l.parent_id is null and l.state = 'pending')::int as pending,
        count(*) filter (where l.parent_id is null and (l.reversal or l.return_reason is not null))::int as returned,
        coalesce(sum(m.made), 0)::int as certain, coalesce(sum(m.items), 0)::int as items
      from bank_statement s
      join bank_line l on l.company_id = s.company_id and l.statement_id = s.id
      left join lateral (
        select 1 as made, count(distinct p.due_item_id) as items
        from settlement t left join settlement_part p on p.company_id = t.company_id and p.settlement_id = t.id
        where t.company_id = l.company_id and t.line_id = l.id and t.kind = 'settled' and t.undone_at is null
          and t.origin in ('automatic', 'rule')
        having count(t.id) > 0
      ) m on true
      where s.company_id = ${companyId} and s.bank_file_id = ${bankFileId}
      group by s.entry`.execute(trx),
  );
  return (entry) => rows.find((row) => row.entry === entry) ?? NOTHING;
}
