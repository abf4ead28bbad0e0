import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { MetAccount } from './meet-accounts.ts';

/** One file of a company is taken in or taken back at a time: what is known must not change between asking and writing. */
export async function lockBank(trx: Trx, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('bank ' || ${companyId}, 0))`.execute(trx);
}

/** Before a file is taken in: the accounts it tells of, each with the last day that is known of it. */
export async function traceAccounts(
  trx: Trx,
  companyId: string,
  bankFileId: string,
  accounts: readonly Pick<MetAccount, 'id' | 'isNew'>[],
): Promise<void> {
  const rows = [...new Map(accounts.map(({ id, isNew }) => [id, { id, added: isNew }])).values()];
  await sql`
    insert into bank_file_trace (company_id, bank_file_id, account_id, account_added, booked_until_on)
    select a.company_id, ${bankFileId}::uuid, a.id, w.added, a.booked_until_on
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, added boolean)
    join bank_account a on a.company_id = ${companyId} and a.id = w.id`.execute(trx);
}

const KEPT = sql.raw(
  'statement_id, position, parent_id, booked_on, state, remaining_minor, identity, ordinal',
);

/** The pending lines of these accounts, laid down for `keepPendingBefore`. */
export async function layDownPending(
  trx: Trx,
  companyId: string,
  accountIds: readonly string[],
): Promise<void> {
  await sql`create temp table pending_before on commit drop as select id, ${KEPT} from bank_line
    where company_id = ${sql.lit(companyId)} and state = 'pending'
      and account_id in (${sql.join(accountIds.map((id) => sql.lit(id)))})`.execute(trx);
  await sql`analyze pending_before`.execute(trx);
}

/** Keeps those of them as they stood that the file has written over; of one written over twice, the first. */
export async function keepPendingBefore(trx: Trx, companyId: string, bankFileId: string): Promise<void> {
  await sql`
    insert into bank_line_before (company_id, bank_file_id, line_id, ${KEPT})
    select ${companyId}::uuid, ${bankFileId}::uuid, p.id, ${sql.raw('p.statement_id, p.position, p.parent_id, p.booked_on, p.state, p.remaining_minor, p.identity, p.ordinal')}
    from pending_before p join bank_line l on l.company_id = ${companyId} and l.id = p.id and l.state <> 'pending'
    on conflict do nothing`.execute(trx);
}
