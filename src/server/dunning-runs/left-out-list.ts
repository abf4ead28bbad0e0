import { sql } from 'kysely';
import type { LeftOutRow } from '#contract/dunning-run-views.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import type { Trx } from '#server/platform/db.ts';
import { likeText } from './proposal-list.ts';

export type LeftOutFilter = {
  readonly because?: Because | undefined;
  readonly debtor?: string | undefined;
  readonly search?: string | undefined;
  readonly page: number;
  readonly perPage: number;
};

/**
 * What a run left out, by debtor and reason, each item with the day it opens. Restricted persons are in no list
 * (Art. 18 GDPR): only who asks for one by id sees what was left out of theirs.
 */
export async function listLeftOut(
  trx: Trx,
  companyId: string,
  runId: string,
  filter: LeftOutFilter,
): Promise<{ rows: LeftOutRow[]; total: number }> {
  const conditions = [sql`l.company_id = ${companyId}`, sql`l.run_id = ${runId}`];
  if (filter.because) conditions.push(sql`l.because = ${filter.because}`);
  conditions.push(filter.debtor ? sql`l.debtor_id = ${filter.debtor}` : sql`d.restricted_at is null`);
  if (filter.search) conditions.push(sql`d.search_key like ${`%${likeText(filter.search)}%`}`);
  const from = sql`
    from run_left_out l
    join debtor d on d.company_id = l.company_id and d.id = l.debtor_id
    where ${sql.join(conditions, sql` and `)}`;
  const count = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(trx);
  const { rows } = await sql<FoundLeftOut>`
    select d.id, d.number, d.name, l.because, l.facts, l.until_on::text as until, items.list as items
    from (
      select l.* ${from} order by ${IN_NUMBER_ORDER}, l.because limit ${filter.perPage} offset ${(filter.page - 1) * filter.perPage}
    ) l
    join debtor d on d.company_id = l.company_id and d.id = l.debtor_id
    cross join lateral (
      select json_agg(json_build_object(
        'dueItemId', i.id, 'documentId', doc.id, 'documentNumber', doc.number, 'documentKind', doc.kind,
        'dueOn', i.due_on, 'level', i.level, 'open', i.open_minor::text, 'currency', i.currency, 'until', line.until
      ) order by i.due_on, doc.number) as list
      from unnest(l.item_ids, l.item_untils) as line (id, until)
      join due_item i on i.company_id = l.company_id and i.id = line.id
      join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    ) items
    order by ${IN_NUMBER_ORDER}, l.because`.execute(trx);
  return { rows: rows.map(leftOutRow), total: count.rows[0]?.total ?? 0 };
}

type FoundItem = {
  dueItemId: string;
  documentId: string;
  documentNumber: string;
  documentKind: DocumentKind;
  dueOn: string;
  level: number;
  open: string;
  currency: Currency;
  until: string | null;
};
type FoundLeftOut = {
  id: string;
  number: string;
  name: string;
  because: Because;
  facts: Record<string, string>;
  until: string | null;
  items: FoundItem[] | null;
};

function leftOutRow({ id, number, name, because, facts, until, items }: FoundLeftOut): LeftOutRow {
  return {
    debtor: { id, number, name },
    because,
    facts,
    until,
    items: (items ?? []).map(({ currency, open, ...item }) => ({
      ...item,
      open: { amount: toDecimal(money(BigInt(open), currency)), currency },
    })),
  };
}
