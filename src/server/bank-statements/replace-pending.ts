import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import { keepPendingBefore, layDownPending } from './trace-file.ts';

export type Replaced = {
  readonly replaced: number;
  readonly lapsed: number;
  /** Parts that became lines to be matched. */
  readonly lentIds: readonly string[];
};

/**
 * What shows that a pending line and a booked one are the same movement, the surest first. Each pairs lines of the same
 * account and amount within a few days: the first with the first, the second with the second.
 */
const TELLING = [
  'bank_reference',
  'end_to_end_id',
  "booked_on || ' ' || coalesce(iban, lower(counterparty), '') || ' ' || coalesce(structured_reference, text)",
  "booked_on || ' ' || coalesce(iban, lower(counterparty))",
] as const;
const DAYS_APART = 5;

/**
 * A booked statement has the last word: pending lines that it books are replaced by its lines, and lend them their parts
 * where it keeps a batch as one; pending lines of days it covers without them have lapsed.
 */
export async function replacePending(
  trx: Trx,
  companyId: string,
  { bankFileId, accountIds }: { bankFileId: string; accountIds: readonly string[] },
): Promise<Replaced> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from bank_line where company_id = ${companyId} and state = 'pending'
      and account_id = any(${accountIds}::uuid[])) as found`.execute(trx);
  if (!rows[0]?.found) return { replaced: 0, lapsed: 0, lentIds: [] };
  await layDownPending(trx, companyId, accountIds);
  let replaced = 0;
  for (const telling of TELLING) replaced += await replaceBy(trx, companyId, accountIds, telling);
  const lentIds = await lendParts(trx, companyId, { bankFileId, accountIds });
  const lapsed = await lapse(trx, companyId, accountIds);
  await keepPendingBefore(trx, companyId, bankFileId);
  return { replaced, lapsed, lentIds };
}

async function replaceBy(
  trx: Trx,
  companyId: string,
  accountIds: readonly string[],
  telling: string,
): Promise<number> {
  const key = sql.raw(telling);
  const { rows } = await sql<{ replaced: number }>`
    with pending as (
      select id, account_id, amount_minor, booked_on, ${key} as key,
        row_number() over (partition by account_id, amount_minor, ${key} order by booked_on, id) as nth
      from bank_line where company_id = ${companyId} and state = 'pending' and parent_id is null
        and account_id = any(${accountIds}::uuid[]) and ${key} is not null
    ), booked as (
      select b.id, b.account_id, b.amount_minor, b.booked_on, ${key} as key,
        row_number() over (partition by b.account_id, b.amount_minor, ${key} order by b.booked_on, b.id) as nth
      from bank_line b where b.company_id = ${companyId} and b.state not in ('pending', 'replaced', 'lapsed')
        and b.parent_id is null and b.account_id = any(${accountIds}::uuid[]) and ${key} is not null
        and b.booked_on >= (select min(booked_on) from pending) - ${DAYS_APART}::integer
        and not exists (select from bank_line r where r.company_id = b.company_id and r.account_id = b.account_id
          and r.replaced_by = b.id)
    ), paired as (
      select p.id, b.id as booked from pending p join booked b using (account_id, amount_minor, key, nth)
      where abs(p.booked_on - b.booked_on) <= ${DAYS_APART}::integer
    ), marked as (
      update bank_line l set state = 'replaced', remaining_minor = 0, replaced_by = paired.booked from paired
      where l.company_id = ${companyId} and l.id = paired.id returning 1
    )
    select count(*)::int as replaced from marked`.execute(trx);
  return rows[0]?.replaced ?? 0;
}

/**
 * The parts that a notification told (camt.054) become the parts of the booked batch that came without any; also those that
 * an earlier file left as replaced, because the batch was settled whole when it came.
 */
async function lendParts(
  trx: Trx,
  companyId: string,
  { bankFileId, accountIds }: { bankFileId: string; accountIds: readonly string[] },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with lending as (
      select distinct on (b.id) p.id as pending, b.id as booked, b.statement_id, b.booked_on, b.position, b.identity, b.ordinal
      from bank_line p join bank_line b on b.company_id = p.company_id and b.id = p.replaced_by
      where p.company_id = ${companyId} and p.state = 'replaced' and p.account_id = any(${accountIds}::uuid[])
        and b.state = 'open' and b.remaining_minor = b.amount_minor
        and exists (select from bank_line c where c.company_id = p.company_id and c.parent_id = p.id)
        and not exists (select from bank_line c where c.company_id = b.company_id and c.parent_id = b.id)
      order by b.id, p.id
    ), lent as (
      update bank_line c set parent_id = l.booked, statement_id = l.statement_id, position = l.position,
        booked_on = l.booked_on, identity = l.identity, ordinal = l.ordinal, state = 'open', remaining_minor = c.amount_minor
      from lending l where c.company_id = ${companyId} and c.parent_id = l.pending returning c.id
    ), kept as (
      insert into bank_line_before (company_id, bank_file_id, line_id, statement_id, position, parent_id, booked_on, state,
        remaining_minor, identity, ordinal)
      select b.company_id, ${bankFileId}::uuid, b.id, b.statement_id, b.position, b.parent_id, b.booked_on, b.state,
        b.remaining_minor, b.identity, b.ordinal
      from bank_line b join lending l on b.id = l.booked or b.parent_id = l.pending where b.company_id = ${companyId}
      on conflict do nothing
    ), parted as (
      update bank_line b set state = 'batch', remaining_minor = 0 from lending l
      where b.company_id = ${companyId} and b.id = l.booked
    )
    select id from lent`.execute(trx);
  await sql`
    update bank_line c set state = 'replaced', remaining_minor = 0 from bank_line p
    where c.company_id = ${companyId} and c.state = 'pending' and p.company_id = c.company_id and p.id = c.parent_id
      and p.state = 'replaced' and c.account_id = any(${accountIds}::uuid[])`.execute(trx);
  return rows.map(({ id }) => id);
}

/** What the newest statement itself tells as pending goes on waiting for the next one. */
async function lapse(trx: Trx, companyId: string, accountIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ lapsed: number }>`
    with over as (
      update bank_line l set state = 'lapsed', remaining_minor = 0
      from bank_account a, bank_statement s
      where l.company_id = ${companyId} and l.state = 'pending' and l.account_id = any(${accountIds}::uuid[])
        and a.company_id = l.company_id and a.id = l.account_id and l.booked_on <= a.booked_until_on
        and s.company_id = l.company_id and s.id = l.statement_id
        and not (s.state = 'booked' and coalesce(s.closed_on, l.booked_on) >= a.booked_until_on)
      returning l.parent_id
    )
    select count(*) filter (where parent_id is null)::int as lapsed from over`.execute(trx);
  return rows[0]?.lapsed ?? 0;
}
