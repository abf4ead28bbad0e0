import { type RawBuilder, sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';
import { containing, patternsOf, searchTextOf } from '#core/receivables/search-text.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type DebtorQuestion = {
  readonly search?: string | undefined;
  readonly view: 'overdue' | 'open' | 'on_hold' | 'no_address' | 'all';
  readonly level?: number | undefined;
  readonly group?: string | undefined;
  readonly debtorId?: string | undefined;
  readonly sort: 'overdue' | 'open' | 'lateness' | 'level' | 'name' | 'number' | 'contacted';
  readonly direction: 'asc' | 'desc';
  readonly offset: number;
  readonly limit: number;
};

export type DebtorBalanceRow = {
  readonly total: bigint;
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly kind: DebtorKind;
  readonly language: Language;
  readonly email: string | null;
  readonly preferredChannel: Channel;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly level: number | null;
  readonly items: bigint | null;
  readonly oldestOn: Temporal.PlainDate | null;
  readonly contactedOn: Temporal.PlainDate | null;
  readonly onHold: boolean;
  readonly noAddress: boolean;
  /** Per currency, the company's own first; minor units as text, for JSON has no bigint. */
  readonly balances: readonly { currency: Currency; open: string; overdue: string }[] | null;
};

/**
 * Who owes what? One row per debtor: what is open and overdue per currency, the highest level, how long the oldest
 * claim is overdue. `total` counts all pages. Sorting by amount compares the company's own currency.
 */
export async function listDebtorBalances(
  trx: Trx,
  day: CompanyDay,
  question: DebtorQuestion,
): Promise<DebtorBalanceRow[]> {
  const { companyId, today, currency } = day;
  const one = question.debtorId === undefined ? sql`` : sql`and debtor_id = ${question.debtorId}`;
  const { search } = question;
  const found = search ? sql`found as materialized (${foundBy(companyId, search)}),` : sql``;
  const narrowed = search ? sql`and debtor_id in (select id from found)` : sql``;
  const { rows } = await sql<DebtorBalanceRow>`
    with ${found} balance as (
      select debtor_id, count(*) as items, max(level) as level,
        sum(open_minor) filter (where currency = ${currency}) as open_minor,
        sum(open_minor) filter (where currency = ${currency} and due_on < ${today}) as overdue_minor,
        min(due_on) filter (where open_minor > 0) as oldest_on
      from due_item
      where company_id = ${companyId} and open_minor <> 0 ${one} ${narrowed}
      group by debtor_id
    ), held as (
      select distinct debtor_id from hold
      where company_id = ${companyId} and released_at is null and until_on >= ${today}
    ), page as (
      select d.id, b.items, b.level, b.oldest_on, count(*) over () as total,
        row_number() over (order by ${orderOf(question)}, d.number) as nth
      from debtor d
      ${question.view === 'all' || question.view === 'no_address' ? sql`left` : sql``} join balance b on b.debtor_id = d.id
      where d.company_id = ${companyId} and ${sql.join(conditionsOf(day, question), sql` and `)}
      order by nth
      limit ${question.limit} offset ${question.offset}
    )
    select page.total, page.items, page.level, page.oldest_on, d.id, d.number, d.name, d.kind, d.language, d.email,
      d.preferred_channel, d.contacted_on, g.id as group_id, g.name as group_name,
      exists (select from held where held.debtor_id = d.id) as on_hold, ${NO_ADDRESS} as no_address,
      (select jsonb_agg(jsonb_build_object('currency', c.currency, 'open', c.open::text, 'overdue', c.overdue::text)
         order by c.currency <> ${currency}, c.currency)
       from (select i.currency, sum(i.open_minor) as open,
               coalesce(sum(i.open_minor) filter (where i.due_on < ${today}), 0) as overdue
             from due_item i
             where i.company_id = ${companyId} and i.debtor_id = d.id and i.open_minor <> 0
             group by i.currency) c) as balances
    from page
    join debtor d on d.company_id = ${companyId} and d.id = page.id
    left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
    order by page.nth`.execute(trx);
  return rows;
}

/** Whether nothing can reach debtor `d`: neither mail nor post, on which every notice falls back, nor its own fax. */
const NO_ADDRESS = sql<boolean>`
  (d.email is null and (d.street is null or d.city is null) and (d.preferred_channel <> 'fax' or d.fax is null)
    and not exists (
      select from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id and c.email is not null))`;

function conditionsOf({ today }: CompanyDay, question: DebtorQuestion): RawBuilder<unknown>[] {
  const conditions = [sql`true`];
  if (question.debtorId !== undefined) conditions.push(sql`d.id = ${question.debtorId}`);
  if (question.view === 'overdue') conditions.push(sql`b.oldest_on < ${today}`);
  if (question.view === 'on_hold') conditions.push(sql`d.id in (select debtor_id from held)`);
  if (question.view === 'no_address') conditions.push(sql`${NO_ADDRESS}`);
  if (question.level !== undefined) conditions.push(sql`coalesce(b.level, 0) = ${question.level}`);
  if (question.group !== undefined) conditions.push(sql`d.group_id = ${question.group}`);
  if (question.search) conditions.push(sql`d.id in (select id from found)`);
  return conditions;
}

/** Names and numbers of the debtor; and, where digits are looked for, what stands on its documents. */
function foundBy(companyId: string, search: string): RawBuilder<unknown> {
  const text = searchTextOf(search);
  const own = sql`search_key like ${containing(text.words)}`;
  if (!text.hasDigit) return sql`select id from debtor where company_id = ${companyId} and ${own}`;
  const onDocument = sql.join(
    patternsOf(text).map((pattern) => sql`search_key like ${pattern}`),
    sql` or `,
  );
  return sql`
    select id from debtor where company_id = ${companyId} and ${own}
    union
    select debtor_id from document where company_id = ${companyId} and (${onDocument})`;
}

function orderOf({ sort, direction }: DebtorQuestion): RawBuilder<unknown> {
  const rising = direction === 'asc';
  const by = {
    overdue: sql`b.overdue_minor`,
    open: sql`b.open_minor`,
    lateness: sql`b.oldest_on`,
    level: sql`b.level`,
    name: sql`lower(d.name)`,
    number: sql`d.number`,
    contacted: sql`d.contacted_on`,
  }[sort];
  // The longest overdue is the one with the earliest date.
  const asc = sort === 'lateness' ? !rising : rising;
  return asc ? sql`${by} asc nulls last` : sql`${by} desc nulls last`;
}
