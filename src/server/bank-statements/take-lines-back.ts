import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** Proposals of these lines, and of others that rest on them. @returns the others, to be matched anew */
export async function removeProposals(trx: Trx, companyId: string): Promise<string[]> {
  await sql`delete from line_match where company_id = ${companyId} and line_id in (select id from undone_line)`.execute(
    trx,
  );
  const { rows } = await sql<{ lineId: string }>`
    delete from line_match where company_id = ${companyId} and takes_back_line_id in (select id from undone_line where not remains)
    returning line_id`.execute(trx);
  return [...new Set(rows.map(({ lineId }) => lineId))];
}

/**
 * What was decided of these lines, after it was taken back: it goes with them; the timeline has told both. Of lines that
 * remain only what these files made possible, and what they told of the ledger since.
 */
export async function removeDecisions(
  trx: Trx,
  companyId: string,
  fileIds: readonly string[],
): Promise<void> {
  await sql`
    delete from ledger_difference f using undone_item u
    where f.company_id = ${companyId} and f.due_item_id = u.id and f.found_at >= u.made_at
      and (f.resolution is null or f.resolution = 'ledger_followed')
      and not exists (select from settlement_part p where p.company_id = f.company_id and p.due_item_id = f.due_item_id
        and not p.undone)`.execute(trx);
  await sql`
    update settlement set takes_back_line_id = null
    where company_id = ${companyId} and undone_at is not null
      and takes_back_line_id in (select id from undone_line where not remains)`.execute(trx);
  await sql`
    delete from settlement where company_id = ${companyId} and (id in (select id from undone_settlement)
      or line_id in (select id from undone_line where not remains)
      or line_id in (select line_id from bank_line_before b where b.company_id = ${companyId} and b.state in ('pending', 'replaced')
        and b.bank_file_id = any(${[...fileIds]}::uuid[])))`.execute(trx);
}

/** Lines of other files as they stood, then the lines and statements of these are gone. */
export async function removeLines(trx: Trx, companyId: string, fileIds: readonly string[]): Promise<void> {
  await sql`
    update bank_line l set statement_id = b.statement_id, position = b.position, parent_id = b.parent_id,
      booked_on = b.booked_on, state = b.state, remaining_minor = b.remaining_minor, identity = b.identity,
      ordinal = b.ordinal, replaced_by = null
    from undone_line u join bank_line_before b on b.company_id = ${companyId} and b.line_id = u.id
      and b.bank_file_id = any(${[...fileIds]}::uuid[])
    where u.remains and l.company_id = ${companyId} and l.id = u.id`.execute(trx);
  await sql`delete from bank_line l using undone_line u
    where l.company_id = ${companyId} and l.id = u.id and not u.remains`.execute(trx);
  await sql`delete from bank_statement s using undone_statement u
    where s.company_id = ${companyId} and s.id = u.id`.execute(trx);
}

/** The accounts are known as far as they were before; those that these files opened are gone. */
export async function putAccountsBack(
  trx: Trx,
  companyId: string,
  accounts: readonly { readonly id: string; readonly bookedUntilOn: Temporal.PlainDate | null }[],
  goneIds: readonly string[],
): Promise<void> {
  const rows = accounts.map(({ id, bookedUntilOn }) => ({ id, day: bookedUntilOn?.toString() ?? null }));
  await sql`
    update bank_account a set booked_until_on = w.day
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, day date)
    where a.company_id = ${companyId} and a.id = w.id`.execute(trx);
  await sql`delete from bank_account where company_id = ${companyId} and id = any(${[...goneIds]}::uuid[])`.execute(
    trx,
  );
}

/** What stood before is of no more use. */
export async function removeTrace(trx: Trx, companyId: string, fileIds: readonly string[]): Promise<void> {
  const ofFiles = sql`company_id = ${companyId} and bank_file_id = any(${[...fileIds]}::uuid[])`;
  await sql`delete from bank_line_before where ${ofFiles}`.execute(trx);
  await sql`delete from bank_file_trace where ${ofFiles}`.execute(trx);
}
