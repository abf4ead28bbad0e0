import { sql, type Updateable } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { BankAccountTable } from './tables.ts';

/** The accounts of a company by their name, with what is known of each. */
export async function listAccounts(trx: Trx, companyId: string, id?: string) {
  const { rows } = await sql<AccountRow>`
    select a.id, a.number, a.currency, a.name, a.holder, a.followed, a.booked_until_on as "bookedUntilOn",
      a.created_at as "createdAt", s.told_at as "toldAt", coalesce(s.statements, 0)::int as statements,
      coalesce(s.refused, 0)::int as refused, coalesce(l.lines, 0)::int as "openLines",
      b.closing_minor as "closingMinor"
    from bank_account a
    left join (
      select account_id, max(created_at) as told_at, count(*) filter (where state <> 'refused') as statements,
        count(*) filter (where state = 'refused') as refused
      from bank_statement where company_id = ${companyId} group by account_id
    ) s on s.account_id = a.id
    left join (
      select account_id, count(*) as lines from bank_line
      where company_id = ${companyId} and state in ('open', 'partly') group by account_id
    ) l on l.account_id = a.id
    left join lateral (
      select closing_minor from bank_statement t
      where t.company_id = a.company_id and t.account_id = a.id and t.state = 'booked' and t.closing_minor is not null
      order by t.closed_on desc nulls last, t.created_at desc, t.position desc limit 1
    ) b on true
    where a.company_id = ${companyId} and (${id ?? null}::uuid is null or a.id = ${id ?? null}::uuid)
    order by lower(a.name), a.number, a.currency`.execute(trx);
  return rows;
}

export type AccountRow = Pick<
  BankAccountTable,
  'id' | 'number' | 'currency' | 'name' | 'holder' | 'bookedUntilOn' | 'createdAt'
> & {
  followed: boolean;
  toldAt: Temporal.Instant | null;
  statements: number;
  refused: number;
  openLines: number;
  /** Of the last booked statement. */
  closingMinor: bigint | null;
};

export function lockAccount(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('bankAccount')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export function markAccount(
  trx: Trx,
  companyId: string,
  id: string,
  change: Pick<Updateable<BankAccountTable>, 'name' | 'followed'>,
) {
  return trx
    .updateTable('bankAccount')
    .set(change)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** The booked statements of accounts since a day, in no order: what gaps are looked for in. */
export function listStatementHeads(
  trx: Trx,
  companyId: string,
  { since, accountId }: { since: Temporal.PlainDate; accountId?: string | undefined },
) {
  return (
    trx
      .selectFrom('bankStatement')
      .select(['id', 'accountId', 'number', 'openedOn', 'closedOn', 'openingMinor', 'closingMinor'])
      .where('companyId', '=', companyId)
      .where('state', '=', 'booked')
      // Exports of movements over days of one's choice: they follow each other as they like.
      .where('format', 'not in', ['ofx', 'csv'])
      .where('closedOn', '>=', since)
      .$if(accountId !== undefined, (query) => query.where('accountId', '=', accountId ?? ''))
      .execute()
  );
}
