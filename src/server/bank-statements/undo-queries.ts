import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';

/**
 * Files of the same bytes that came later and brought nothing, because this one had brought it all: they are the same file,
 * and go with it.
 */
export async function listTwins(trx: Trx, companyId: string, bankFileId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from bank_file f
    join bank_file b on b.company_id = f.company_id and b.sha256 = f.sha256 and b.id <> f.id
      and b.state in ('imported', 'refused')
    where f.company_id = ${companyId} and f.id = ${bankFileId}
      and not exists (select from bank_statement s where s.company_id = b.company_id and s.bank_file_id = b.id)
      and not exists (select from bank_line_before x where x.company_id = b.company_id and x.bank_file_id = b.id)
      and (select min(t.turn) from bank_file_trace t where t.company_id = b.company_id and t.bank_file_id = b.id)
        > (select min(t.turn) from bank_file_trace t where t.company_id = f.company_id and t.bank_file_id = f.id)`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

/** How many statements of it stand, and whether what was known before it is kept. */
export async function findExtent(trx: Trx, companyId: string, bankFileId: string) {
  const { rows } = await sql<{ statements: number; traced: boolean }>`
    select (select count(*)::int from bank_statement where company_id = ${companyId} and bank_file_id = ${bankFileId})
        as statements,
      exists (select from bank_file_trace where company_id = ${companyId} and bank_file_id = ${bankFileId}) as traced`.execute(
    trx,
  );
  return rows[0] ?? { statements: 0, traced: false };
}

/**
 * Lays out what these files brought, in tables of the transaction's own: their statements, the lines they brought or wrote
 * over (`remains`: of another file, `stood` as it was before), what was decided of those that stands, and the items it touched.
 */
export async function layOutUndone(trx: Trx, companyId: string, fileIds: readonly string[]): Promise<void> {
  const company = sql`company_id = ${sql.lit(companyId)}`;
  const files = sql`(${sql.join(fileIds.map((id) => sql.lit(id)))})`;
  await sql`create temp table undone_statement on commit drop as
    select id from bank_statement where ${company} and bank_file_id in ${files}`.execute(trx);
  await sql`analyze undone_statement`.execute(trx);
  await sql`create temp table undone_line on commit drop as
    select l.id, false as remains, null as stood from bank_line l join undone_statement s on s.id = l.statement_id
    where l.${company} and not exists (select from bank_line_before b
      where b.${company} and b.bank_file_id in ${files} and b.line_id = l.id)
    union all
    select b.line_id, b.statement_id not in (select id from undone_statement), b.state from bank_line_before b
    where b.${company} and b.bank_file_id in ${files}`.execute(trx);
  await sql`analyze undone_line`.execute(trx);
  await sql`create temp table undone_settlement on commit drop as
    select s.id, s.line_id, s.kind, s.origin, s.made_by, s.made_at from settlement s join undone_line l on l.id = s.line_id
    where s.${company} and s.undone_at is null
      and not (s.kind = 'later' and l.remains and l.stood = 'open')`.execute(trx);
  await sql`analyze undone_settlement`.execute(trx);
  await sql`create temp table undone_item on commit drop as
    select p.due_item_id as id, min(s.made_at) as made_at, min(s.id::text)::uuid as settlement_id,
      bool_or(p.kind = 'on_account') as on_account, sum(p.amount_minor - p.confirmed_minor) as back_minor,
      min(s.id::text) filter (where p.kind = 'return' and p.amount_minor <> 0)::uuid as return_id
    from undone_settlement s join settlement_part p on p.${company} and p.settlement_id = s.id
    where p.due_item_id is not null group by p.due_item_id`.execute(trx);
  await sql`analyze undone_item`.execute(trx);
}

/** Accounts, so that nobody names one that goes; then lines, debtors, and items, as whoever settles them does, by their ids. */
export async function lockUndone(trx: Trx, companyId: string, fileIds: readonly string[]): Promise<void> {
  await sql`select from bank_account where company_id = ${companyId} and id in (select account_id from bank_file_trace
      where company_id = ${companyId} and bank_file_id = any(${[...fileIds]}::uuid[]))
    order by id for update`.execute(trx);
  await sql`select from bank_line where company_id = ${companyId} and id in (select id from undone_line)
    order by id for update`.execute(trx);
  await sql`select from debtor where company_id = ${companyId} and id in
      (select i.debtor_id from due_item i join undone_item u on u.id = i.id where i.company_id = ${companyId})
    order by id for update`.execute(trx);
  await sql`select from due_item where company_id = ${companyId} and id in (select id from undone_item)
    order by id for update`.execute(trx);
}

export type UndoCounts = {
  readonly statements: number;
  readonly lines: number;
  /** Lines of other files that wait again for the statement that books them. */
  readonly linesBack: number;
  readonly settlements: number;
  readonly items: number;
  readonly onAccount: number;
  readonly ignored: number;
  readonly putOff: number;
  readonly overridden: number;
  /** Reminders that had not left when its payments came in, and were stopped: they stay so. */
  readonly stopped: number;
};

export async function countUndone(trx: Trx, companyId: string): Promise<UndoCounts> {
  const { rows } = await sql<UndoCounts>`
    select
      (select count(*)::int from undone_statement) as statements,
      (select count(*)::int from undone_line u join bank_line l on l.company_id = ${companyId} and l.id = u.id
        where not u.remains and l.parent_id is null) as lines,
      (select count(*)::int from undone_line where remains and stood <> 'replaced') as lines_back,
      (select count(*)::int from undone_settlement where kind = 'settled') as settlements,
      (select count(*)::int from undone_item where not on_account) as items,
      (select count(*)::int from undone_item where on_account) as on_account,
      (select count(*)::int from undone_settlement where kind = 'ignored') as ignored,
      (select count(*)::int from undone_settlement where kind = 'later') as put_off,
      (select count(*)::int from bank_statement s join undone_statement u on u.id = s.id
        where s.company_id = ${companyId} and s.overridden_at is not null) as overridden,
      (select count(distinct n.id)::int from undone_item u
        join notice_line l on l.company_id = ${companyId} and l.due_item_id = u.id
        join notice n on n.company_id = l.company_id and n.id = l.notice_id and n.undone_at >= u.made_at
          and n.undone_by is null and n.id < u.settlement_id) as stopped`.execute(trx);
  const [counts] = rows;
  if (!counts) throw new Error('a count without a row');
  return counts;
}

/** What was settled with these lines, in each currency. */
export async function sumUndone(trx: Trx, companyId: string) {
  const { rows } = await sql<{ currency: Currency; amountMinor: bigint }>`
    select s.currency, sum(s.amount_minor)::bigint as amount_minor from undone_settlement u
    join settlement s on s.company_id = ${companyId} and s.id = u.id
    where u.kind = 'settled' group by s.currency order by s.currency`.execute(trx);
  return rows;
}

export type TracedAccount = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly followed: boolean;
  readonly wasAdded: boolean;
  readonly statementsLeft: number;
  /** Known before the first of these files. */
  readonly bookedUntilOn: Temporal.PlainDate | null;
};

/** The accounts these files told of, as they were before the first of them. */
export async function listTracedAccounts(
  trx: Trx,
  companyId: string,
  fileIds: readonly string[],
): Promise<TracedAccount[]> {
  const { rows } = await sql<TracedAccount>`
    select distinct on (a.id) a.id, a.number, a.name, a.followed, t.account_added as was_added, t.booked_until_on,
      (select count(*)::int from bank_statement s where s.company_id = a.company_id and s.account_id = a.id
        and s.id not in (select id from undone_statement)) as statements_left
    from bank_file_trace t join bank_account a on a.company_id = t.company_id and a.id = t.account_id
    where t.company_id = ${companyId} and t.bank_file_id = any(${[...fileIds]}::uuid[])
    order by a.id, t.turn`.execute(trx);
  return rows;
}

export async function listUndone(trx: Trx): Promise<{ settlementIds: string[]; itemIds: string[] }> {
  const { rows } = await sql<{ settlementIds: string[]; itemIds: string[] }>`
    select (select coalesce(array_agg(id), '{}') from undone_settlement) as settlement_ids,
      (select coalesce(array_agg(id), '{}') from undone_item where not on_account) as item_ids`.execute(trx);
  return rows[0] ?? { settlementIds: [], itemIds: [] };
}
