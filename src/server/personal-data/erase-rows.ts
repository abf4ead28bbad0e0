import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/**
 * Takes everything personal of these debtors out of the rows of a company, in the caller's transaction. What the books
 * need stays: numbers of documents, days, amounts, levels, and the events without their personal part.
 * The erasure must be on record: the timeline opens its one door for nobody else.
 */
export async function eraseRows(trx: Trx, companyId: string, ids: readonly string[]): Promise<void> {
  const debtors = sql`${[...ids]}::uuid[]`;
  await eraseDebtor(trx, companyId, debtors);
  await eraseAgreements(trx, companyId, debtors);
  await eraseLetters(trx, companyId, debtors);
  await eraseBank(trx, companyId, debtors);
  await eraseTimeline(trx, companyId, debtors);
}

type Ids = ReturnType<typeof sql>;

async function eraseDebtor(trx: Trx, companyId: string, debtors: Ids): Promise<void> {
  await sql`
    update debtor set name = number, street = null, postal_code = null, city = null, email = null, phone = null, fax = null,
      vat_number = null, enterprise_number = null, regime_country = null, regime_kind = null, regime_reason = null,
      restricted_because = null, erased_at = e.erased_at
    from erasure e
    where debtor.company_id = ${companyId} and debtor.id = any(${debtors})
      and e.company_id = debtor.company_id and e.debtor_id = debtor.id`.execute(trx);
  await sql`delete from debtor_contact where company_id = ${companyId} and debtor_id = any(${debtors})`.execute(
    trx,
  );
  await sql`delete from import_before where company_id = ${companyId}
    and (before ->> 'id' = any(${debtors}::text[]) or before ->> 'debtor_id' = any(${debtors}::text[]))`.execute(
    trx,
  );
  await removeFiles(
    trx,
    companyId,
    sql`select file_id from document where company_id = ${companyId} and debtor_id = any(${debtors})`,
    () =>
      sql`update document set file_id = null where company_id = ${companyId} and debtor_id = any(${debtors})`.execute(
        trx,
      ),
  );
}

async function eraseAgreements(trx: Trx, companyId: string, debtors: Ids): Promise<void> {
  const of = sql`company_id = ${companyId} and debtor_id = any(${debtors})`;
  const items = sql`(select id from due_item where ${of})`;
  await sql`update hold set reason = '' where ${of}`.execute(trx);
  await sql`update dispute set note = null, answer = null where ${of}`.execute(trx);
  await sql`update promise set note = null, withdrawal = null where ${of}`.execute(trx);
  await sql`update task set facts = '{}', outcome = null where ${of}`.execute(trx);
  await sql`update acceptance set note = '' where company_id = ${companyId} and due_item_id in ${items}`.execute(
    trx,
  );
  await sql`update collector_report set note = '' where company_id = ${companyId} and due_item_id in ${items}`.execute(
    trx,
  );
  await sql`update claim_act a set reason = case when a.reason is null then null else '' end from claim c
    where a.company_id = ${companyId} and c.company_id = a.company_id and c.id = a.claim_id
      and c.due_item_id in ${items}`.execute(trx);
  await sql`update proposal set edits = '[]', warnings = '[]' where ${of}`.execute(trx);
  // Why a run left them out: the reason of a hold, in somebody's own words.
  await sql`update run_left_out set facts = '{}' where ${of}`.execute(trx);
}

/** Letters and mails go whole: to whom they were, and on which somebody else pays for these debtors. */
async function eraseLetters(trx: Trx, companyId: string, debtors: Ids): Promise<void> {
  const notices = sql`(
    select id from notice where company_id = ${companyId} and debtor_id = any(${debtors})
    union
    select l.notice_id from notice_line l join due_item i on i.company_id = l.company_id and i.id = l.due_item_id
    where l.company_id = ${companyId} and i.debtor_id = any(${debtors}))`;
  await removeFiles(
    trx,
    companyId,
    sql`select pdf_file_id from notice where company_id = ${companyId} and id in ${notices}
      union select bytes_file_id from dispatch where company_id = ${companyId} and notice_id in ${notices}`,
    async () => {
      await sql`
        update notice n set pdf_file_id = null, snapshot = snapshot || jsonb_build_object('recipient', '[]'::jsonb,
          'debtor', jsonb_build_object('number', d.number, 'name', d.number), 'mentions', '[]'::jsonb, 'law', null,
          'words', (select coalesce(jsonb_object_agg(w.key, case when jsonb_typeof(w.value) = 'string' then '""'::jsonb
            when jsonb_typeof(w.value) = 'array' then '[]'::jsonb else w.value end), '{}') from jsonb_each(n.snapshot -> 'words') w),
          'lines', (select coalesce(jsonb_agg(l.value - 'debtor'), '[]') from jsonb_array_elements(n.snapshot -> 'lines') l))
        from debtor d
        where n.company_id = ${companyId} and n.id in ${notices}
          and d.company_id = n.company_id and d.id = n.debtor_id`.execute(trx);
      await sql`
        update dispatch_look l set answer = '' from dispatch s
        where l.company_id = ${companyId} and s.company_id = l.company_id and s.id = l.dispatch_id
          and s.notice_id in ${notices}`.execute(trx);
      await sql`
        update dispatch set bytes_file_id = null, answer = null,
          addressees = '{"to": [], "copies": [], "meantFor": []}'
        where company_id = ${companyId} and notice_id in ${notices}`.execute(trx);
    },
  );
}

/** A line of the bank that paid these debtors alone: the money stays, who sent it goes. */
async function eraseBank(trx: Trx, companyId: string, debtors: Ids): Promise<void> {
  await sql`delete from matching_rule where company_id = ${companyId} and debtor_id = any(${debtors})`.execute(
    trx,
  );
  await sql`delete from line_match where company_id = ${companyId} and debtor_id = any(${debtors})`.execute(
    trx,
  );
  await sql`delete from debtor_iban where company_id = ${companyId} and debtor_id = any(${debtors})`.execute(
    trx,
  );
  const lines = sql`(
    select s.line_id from settlement s
    join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
    left join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where s.company_id = ${companyId} group by s.line_id
    having bool_or(p.debtor_id = any(${debtors})) and bool_and(p.debtor_id is null or d.erased_at is not null))`;
  await sql`delete from line_match where company_id = ${companyId} and line_id in ${lines}`.execute(trx);
  await sql`update settlement set note = null, because = '[]' where company_id = ${companyId} and line_id in ${lines}`.execute(
    trx,
  );
  await sql`
    update bank_line set counterparty = null, iban = null, bic = null, ultimate_party = null, structured_reference = null,
      text = '', end_to_end_id = null, bank_reference = null, mandate = null, details = null
    where company_id = ${companyId} and id in ${lines}`.execute(trx);
}

async function eraseTimeline(trx: Trx, companyId: string, debtors: Ids): Promise<void> {
  await sql`
    update timeline_entry t set personal = null, salt = null
    where t.company_id = ${companyId} and t.personal is not null and (t.debtor_id = any(${debtors})
      or exists (select from due_item i where i.company_id = t.company_id and i.id = t.due_item_id and i.debtor_id = any(${debtors}))
      or exists (select from notice n where n.company_id = t.company_id and n.id = t.notice_id and n.debtor_id = any(${debtors})))`.execute(
    trx,
  );
}

/** Removes files once nothing points to them any more. */
async function removeFiles(
  trx: Trx,
  companyId: string,
  of: Ids,
  letGo: () => Promise<unknown>,
): Promise<void> {
  const { rows } = await sql<Record<string, string | null>>`${of}`.execute(trx);
  const ids = rows.flatMap((row) => Object.values(row)).filter((id): id is string => id !== null);
  await letGo();
  if (ids.length === 0) return;
  await sql`delete from file where company_id = ${companyId} and id = any(${ids}::uuid[])`.execute(trx);
}

/** Empties files that came in, at the end of their term: their place, name and fingerprint stay. */
export async function emptyFiles(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update file set bytes = '', emptied_at = ${at} where company_id = ${companyId} and id = any(${[...ids]}::uuid[])`.execute(
    trx,
  );
}
