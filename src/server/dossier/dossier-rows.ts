import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** Every table that says something of a debtor, and which of its rows do; `$debtor` stands for it. */
const OF_DEBTOR: Readonly<Record<string, string>> = {
  debtor: 'id = $debtor',
  debtor_contact: 'debtor_id = $debtor',
  document: 'debtor_id = $debtor',
  due_item: 'debtor_id = $debtor',
  hold: 'debtor_id = $debtor',
  dispute: 'debtor_id = $debtor',
  promise: 'debtor_id = $debtor',
  task: 'debtor_id = $debtor',
  acceptance: 'due_item_id in (select id from due_item where company_id = $company and debtor_id = $debtor)',
  hand_over: 'debtor_id = $debtor',
  collector_report:
    'due_item_id in (select id from due_item where company_id = $company and debtor_id = $debtor)',
  item_step: 'due_item_id in (select id from due_item where company_id = $company and debtor_id = $debtor)',
  notice: 'debtor_id = $debtor',
  notice_line: 'notice_id in (select id from notice where company_id = $company and debtor_id = $debtor)',
  dispatch: 'notice_id in (select id from notice where company_id = $company and debtor_id = $debtor)',
  claim: 'due_item_id in (select id from due_item where company_id = $company and debtor_id = $debtor)',
  claim_act: `claim_id in (select c.id from claim c join due_item i on i.company_id = c.company_id and i.id = c.due_item_id
    where c.company_id = $company and i.debtor_id = $debtor)`,
  debtor_iban: 'debtor_id = $debtor',
  settlement_part: 'debtor_id = $debtor',
  settlement:
    'id in (select settlement_id from settlement_part where company_id = $company and debtor_id = $debtor)',
  bank_line: `id in (select s.line_id from settlement s
    join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
    where s.company_id = $company and p.debtor_id = $debtor)`,
  line_match: 'debtor_id = $debtor',
  matching_rule: 'debtor_id = $debtor',
  ledger_difference: 'debtor_id = $debtor',
  proposal: 'debtor_id = $debtor',
  run_left_out: 'debtor_id = $debtor',
  contact: 'debtor_id = $debtor',
  promise_item: 'promise_id in (select id from promise where company_id = $company and debtor_id = $debtor)',
  promise_payment:
    'promise_id in (select id from promise where company_id = $company and debtor_id = $debtor)',
  dispatch_look: `dispatch_id in (select s.id from dispatch s join notice n on n.company_id = s.company_id and n.id = s.notice_id
    where n.company_id = $company and n.debtor_id = $debtor)`,
};
export const DOSSIER_TABLES = Object.keys(OF_DEBTOR);

export type DossierRows = Readonly<Record<string, readonly Record<string, unknown>[]>>;

/** All rows about one debtor, by table, as they are stored; amounts in minor units. */
export async function readDossierRows(trx: Trx, companyId: string, debtorId: string): Promise<DossierRows> {
  const parts = Object.entries(OF_DEBTOR).map(([table, where]) => {
    const [company, debtor] = [`'${companyId}'::uuid`, `'${debtorId}'::uuid`];
    const condition = where.replaceAll('$company', company).replaceAll('$debtor', debtor);
    return `select '${table}' as "table", (select coalesce(jsonb_agg(to_jsonb(t) - 'company_id' - 'search_key'), '[]')
      from ${table} t where company_id = ${company} and (${condition})) as rows`;
  });
  // Both ids were read as uuids before: nothing that was typed is in the text.
  const { rows } = await sql
    .raw<{ table: string; rows: Record<string, unknown>[] }>(parts.join(' union all '))
    .execute(trx);
  return Object.fromEntries(rows.map(({ table, rows: found }) => [table, found]));
}

export type DossierEvent = {
  readonly position: bigint;
  readonly hash: string;
  readonly before: string;
  readonly canonical: string;
  /** As it was committed to; null: nothing personal, or erased. */
  readonly personal: string | null;
  readonly salt: string | null;
  readonly at: string;
  readonly actor: string | null;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** What happened to a debtor, oldest first, each event with its place in the chain of the company. */
export async function readDossierEvents(
  trx: Trx,
  companyId: string,
  debtorId: string,
): Promise<DossierEvent[]> {
  const { rows } = await sql<DossierEvent>`
    select l.position, encode(l.hash, 'hex') as hash,
      encode(coalesce(b.hash, timeline_genesis(e.company_id)), 'hex') as before, timeline_canonical(e) as canonical,
      e.personal::text as personal, encode(e.salt, 'hex') as salt,
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at, e.actor, e.kind,
      e.facts || coalesce(e.personal, '{}') as facts
    from timeline_entry e
    join timeline_link l on l.company_id = e.company_id and l.entry_id = e.id
    left join timeline_link b on b.company_id = l.company_id and b.position = l.position - 1
    where e.company_id = ${companyId} and (e.debtor_id = ${debtorId}
      or e.due_item_id in (select id from due_item where company_id = ${companyId} and debtor_id = ${debtorId})
      or e.notice_id in (select id from notice where company_id = ${companyId} and debtor_id = ${debtorId}))
    order by l.position`.execute(trx);
  return rows;
}

/** The digests of all events of the company from one place to the head, 32 bytes each: they tell nothing of anybody. */
export async function readDigests(trx: Trx, companyId: string, from: bigint): Promise<Buffer> {
  const { rows } = await sql<{ digests: Buffer | null }>`
    select string_agg(sha256(convert_to(timeline_canonical(e), 'UTF8')), ''::bytea order by l.position) as digests
    from timeline_link l join timeline_entry e on e.company_id = l.company_id and e.id = l.entry_id
    where l.company_id = ${companyId} and l.position >= ${from}`.execute(trx);
  return rows[0]?.digests ?? Buffer.alloc(0);
}

export type DossierPaper = {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** As it was written down when the paper was kept. */
  readonly sha256: string;
};

/** The papers, without their bytes: invoices, letters, and mails as they left. */
export async function listPapers(trx: Trx, companyId: string, debtorId: string): Promise<DossierPaper[]> {
  const { rows } = await sql<DossierPaper>`
    select distinct on (f.id) f.id, x.prefix || f.name as name, f.media_type, octet_length(f.bytes) as size, f.sha256 from (
      select file_id as id, 'invoice ' || number || ' ' as prefix from document
        where company_id = ${companyId} and debtor_id = ${debtorId}
      union all
      select pdf_file_id, 'reminder ' || number || ' ' from notice where company_id = ${companyId} and debtor_id = ${debtorId}
      union all
      select s.bytes_file_id, 'sent ' || n.number || ' ' || s.channel || ' ' from dispatch s
        join notice n on n.company_id = s.company_id and n.id = s.notice_id
        where n.company_id = ${companyId} and n.debtor_id = ${debtorId}
    ) x join file f on f.company_id = ${companyId} and f.id = x.id
    where f.emptied_at is null order by f.id`.execute(trx);
  return rows;
}
