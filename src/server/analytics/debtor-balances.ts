import { type RawBuilder, sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';
import { containing, patternsOf, searchTextOf } from '#core/receivables/search-text.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type DebtorQuestion = {
  readonly search?: string | undefined;
  readonly view: 'overdue' | 'open' | 'on_hold' | 'no_address' | 'all' | 'restricted';
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
  readonly restricted: boolean;
  /** Per currency, the company's own first; minor units as text, for JSON has no bigint. */
  readonly balances: readonly { currency: Currency; open: string; overdue: string }[] | null;
};

/**
 * Who owes what? One row per debtor: what is open and overdue per currency, the highest level, how long the oldest
 * claim is overdue. `total` counts all pages. Sorting by amount compares the company's own currency. Of all debtors
 * only what the order and the filters look at is added up; the rest, for the page alone.
 */
export async function listDebtorBalances(
  trx: Trx,
  day: CompanyDay,
  question: DebtorQuestion,
): Promise<DebtorBalanceRow[]> {
  const { companyId, today } = day;
  const { search } = question;
  const balance = balanceNeeded(day, question);
  const owing = question.view === 'overdue' || question.view === 'open';
  const { rows } = await sql<DebtorBalanceRow>`
    with ${search ? sql`found as materialized (${foundBy(companyId, search)}),` : sql``}
    ${balance ? sql`balance as (${balance}),` : sql``}
    held as (
      select distinct debtor_id from hold
      where company_id = ${companyId} and released_at is null and coalesce(until_on, 'infinity') >= ${today}
    ), matching as materialized (
      select d.id, d.number, ${sortKeyOf(question)} as key
      from debtor d
      ${balance ? sql`${owing ? sql`` : sql`left`} join balance b on b.debtor_id = d.id` : sql``}
      where d.company_id = ${companyId} and ${sql.join(conditionsOf(question), sql` and `)}
    ), page as (
      select id, row_number() over () as nth
      from (select id from matching order by ${orderOf(question)}, number
        limit ${question.limit} offset ${question.offset}) cut
    )
    select (select count(*) from matching) as total, own.items, own.level, own.oldest_on, own.balances, d.id, d.number,
      d.name, d.kind, d.language, d.email, d.preferred_channel, d.contacted_on, g.id as group_id, g.name as group_name,
      exists (select from held where held.debtor_id = d.id) as on_hold, ${NO_ADDRESS} as no_address,
      d.restricted_at is not null as restricted
    from page
    join debtor d on d.company_id = ${companyId} and d.id = page.id
    left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
    cross join lateral (${balanceOfOne(day)}) own
    order by page.nth`.execute(trx);
  return rows;
}

/** Which debtors match, by id: the same question as the list's, without its page. At most `limit` of them. */
export async function listMatchingDebtors(
  trx: Trx,
  day: CompanyDay,
  matching: Pick<DebtorQuestion, 'search' | 'view' | 'level' | 'group'>,
  limit: number,
): Promise<string[]> {
  const { companyId, today } = day;
  const question: DebtorQuestion = { ...matching, sort: 'number', direction: 'asc', offset: 0, limit };
  const balance = balanceNeeded(day, question);
  const owing = question.view === 'overdue' || question.view === 'open';
  const { rows } = await sql<{ id: string }>`
    with ${question.search ? sql`found as materialized (${foundBy(companyId, question.search)}),` : sql``}
    ${balance ? sql`balance as (${balance}),` : sql``}
    held as (
      select distinct debtor_id from hold
      where company_id = ${companyId} and released_at is null and coalesce(until_on, 'infinity') >= ${today}
    )
    select d.id from debtor d
    ${balance ? sql`${owing ? sql`` : sql`left`} join balance b on b.debtor_id = d.id` : sql``}
    where d.company_id = ${companyId} and ${sql.join(conditionsOf(question), sql` and `)}
    limit ${limit}`.execute(trx);
  return rows.map(({ id }) => id);
}

/** The open items of debtor `d`, added up per currency. */
function balanceOfOne({ companyId, today, currency }: CompanyDay): RawBuilder<unknown> {
  return sql`
    select sum(c.items)::bigint as items, max(c.level) as level, min(c.oldest_on) as oldest_on,
      jsonb_agg(jsonb_build_object('currency', c.currency, 'open', c.open::text, 'overdue', c.overdue::text)
        order by c.currency <> ${currency}, c.currency) as balances
    from (
      select i.currency, count(*) as items, max(i.level) as level,
        min(i.due_on) filter (where i.open_minor > 0) as oldest_on, sum(i.open_minor) as open,
        coalesce(sum(i.open_minor) filter (where i.due_on < ${today}), 0) as overdue
      from due_item i
      where i.company_id = ${companyId} and i.debtor_id = d.id and i.open_minor <> 0
      group by i.currency
    ) c`;
}

/** What the order and the filters look at, of each debtor with open items; null where they look at none of it. */
function balanceNeeded(
  { companyId, today, currency }: CompanyDay,
  question: DebtorQuestion,
): RawBuilder<unknown> | null {
  const { view, sort, level, search, debtorId } = question;
  const leveled = level !== undefined || sort === 'level';
  const byBalance = sort === 'overdue' || sort === 'open' || sort === 'lateness';
  if (!leveled && !byBalance && view !== 'overdue' && view !== 'open') return null;
  // Where only late items are looked at, the others are not even read.
  const lateOnly = view === 'overdue' && !leveled && sort !== 'open';
  const owed = (when: RawBuilder<unknown>) => sql`sum(open_minor) filter (where ${when})`;
  const columns = [sql`debtor_id`];
  if (leveled) columns.push(sql`max(level) as level`);
  if (sort === 'open') columns.push(sql`${owed(sql`currency = ${currency}`)} as key`);
  const late = lateOnly ? sql`true` : sql`due_on < ${today}`;
  if (sort === 'overdue') columns.push(sql`${owed(sql`currency = ${currency} and ${late}`)} as key`);
  if (sort === 'lateness') columns.push(sql`min(due_on) filter (where open_minor > 0) as key`);
  if (view === 'overdue') columns.push(sql`bool_or(open_minor > 0 and ${late}) as late`);
  return sql`
    select ${sql.join(columns)} from due_item
    where company_id = ${companyId} and open_minor <> 0
      ${lateOnly ? sql`and due_on < ${today}` : sql``}
      ${debtorId === undefined ? sql`` : sql`and debtor_id = ${debtorId}`}
      ${search ? sql`and debtor_id in (select id from found)` : sql``}
    group by debtor_id`;
}

/** Whether nothing can reach debtor `d`: neither mail nor post, on which every notice falls back, nor its own fax. */
const NO_ADDRESS = sql<boolean>`
  (d.email is null and (d.street is null or d.city is null) and (d.preferred_channel <> 'fax' or d.fax is null)
    and not exists (
      select from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id and c.email is not null))`;

function conditionsOf(question: DebtorQuestion): RawBuilder<unknown>[] {
  const conditions = [sql`true`];
  // Of whoever is restricted there is a list of its own, and their own page.
  if (question.view === 'restricted') conditions.push(sql`d.restricted_at is not null`);
  else if (question.debtorId === undefined) conditions.push(sql`d.restricted_at is null`);
  if (question.debtorId !== undefined) conditions.push(sql`d.id = ${question.debtorId}`);
  if (question.view === 'overdue') conditions.push(sql`b.late`);
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

function sortKeyOf({ sort }: DebtorQuestion): RawBuilder<unknown> {
  return {
    overdue: sql`b.key`,
    open: sql`b.key`,
    lateness: sql`b.key`,
    level: sql`b.level`,
    name: sql`lower(d.name)`,
    number: sql`d.number`,
    contacted: sql`d.contacted_on`,
  }[sort];
}

function orderOf({ sort, direction }: DebtorQuestion): RawBuilder<unknown> {
  const rising = direction === 'asc';
  // The longest overdue is the one with the earliest date.
  const asc = sort === 'lateness' ? !rising : rising;
  return asc ? sql`key asc nulls last` : sql`key desc nulls last`;
}
