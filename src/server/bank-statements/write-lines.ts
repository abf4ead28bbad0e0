import { sql } from 'kysely';
import { stateOfFormat } from '#core/bank/statement-states.ts';
import type { Trx } from '#server/platform/db.ts';
import type { MetAccount } from './meet-accounts.ts';
import type { StagedStatement } from './stage-file.ts';
import { TOLD } from './staged-tables.ts';

type Given = {
  readonly accepted: readonly StagedStatement[];
  readonly accountOf: (statement: StagedStatement) => MetAccount;
  /** Statements that share days with another and no movement: what both tell is two movements. */
  readonly disjoint: readonly { readonly id: string; readonly other: string }[];
};

const told = sql.raw(TOLD.join(', '));
const toldOf = (table: string) => sql.raw(TOLD.map((column) => `${table}.${column}`).join(', '));

/**
 * Adds the lines of accepted statements that are not known: of lines alike in all that identifies them, the first is
 * the first that is known, and so on. All of it by sets: a hundred thousand lines are four statements.
 */
export async function addStagedLines(
  trx: Trx,
  companyId: string,
  { accepted, accountOf, disjoint }: Given,
): Promise<{ added: number; pending: number; returned: number }> {
  if (accepted.length === 0) return { added: 0, pending: 0, returned: 0 };
  const places = accepted.map((one) => ({ position: one.position, id: one.id, account: accountOf(one).id }));
  await sql`create temp table taken_statement on commit drop as
    select position, id, account from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
      as given (position integer, id uuid, account uuid)`.execute(trx);
  await sql`analyze staged_line, taken_statement`.execute(trx);
  await countBefore(trx, companyId, disjoint);
  await numberAlike(trx);
  await sql`
    insert into bank_line (company_id, id, statement_id, account_id, position, booked_on, value_on, currency, amount_minor,
      remaining_minor, state, details, identity, ordinal, ${told})
    select ${companyId}::uuid, l.id, l.statement_id, l.account_id, l.nth, l.booked_on, l.value_on, l.currency,
      l.amount_minor, case when l.is_batch then 0 else l.amount_minor end,
      case when l.pending then 'pending' when l.is_batch then 'batch' when l.amount_minor = 0 then 'settled' else 'open' end,
      l.details, l.identity, l.ordinal, ${toldOf('l')}
    from (
      select s.*, t.id as statement_id, t.account as account_id, coalesce(o.ordinal, 1) as ordinal
      from staged_line s join taken_statement t on t.position = s.statement
      left join alike_line o on o.id = s.id
      where s.parent_id is null
    ) l
    order by l.nth
    on conflict (company_id, account_id, identity, ordinal) where parent_id is null do nothing`.execute(trx);
  await addParts(trx, companyId);
  return countAdded(trx, companyId);
}

/** How many lines alike the statements hold that cannot be telling the same ones. */
async function countBefore(trx: Trx, companyId: string, disjoint: Given['disjoint']): Promise<void> {
  await sql`create temp table alike_before (statement integer, identity uuid, lines integer) on commit drop`.execute(
    trx,
  );
  if (disjoint.length === 0) return;
  await sql`
    with d as (
      select t.position as statement, given.other
      from jsonb_to_recordset(${JSON.stringify(disjoint)}::jsonb) as given (id uuid, other uuid)
      join taken_statement t on t.id = given.id
    ), alike as (
      select d.statement, k.identity from d join bank_line k
        on k.company_id = ${companyId} and k.statement_id = d.other and k.parent_id is null
      union all
      select d.statement, k.identity from d join taken_statement o on o.id = d.other
        join staged_line k on k.statement = o.position and k.parent_id is null
    )
    insert into alike_before select statement, identity, count(*) from alike group by statement, identity`.execute(
    trx,
  );
  await sql`analyze alike_before`.execute(trx);
}

/** The how manieth of those alike each line is. Most are alone: only where there are several, they are sorted. */
async function numberAlike(trx: Trx): Promise<void> {
  await sql`
    create temp table alike_line on commit drop as
    select s.id, (row_number() over (partition by s.statement, s.identity order by s.nth) + coalesce(b.lines, 0))::integer
      as ordinal
    from staged_line s
    join (
      select statement, identity from staged_line where parent_id is null group by statement, identity having count(*) > 1
      union select statement, identity from alike_before
    ) several using (statement, identity)
    left join alike_before b using (statement, identity)
    where s.parent_id is null`.execute(trx);
  await sql`analyze alike_line`.execute(trx);
}

/** The parts of batches whose line is new. */
async function addParts(trx: Trx, companyId: string): Promise<void> {
  await sql`
    insert into bank_line (company_id, id, statement_id, account_id, position, parent_id, booked_on, value_on, currency,
      amount_minor, remaining_minor, state, identity, ordinal, ${told})
    select ${companyId}::uuid, s.id, p.statement_id, p.account_id, p.position, p.id, s.booked_on, s.value_on, s.currency,
      s.amount_minor, s.amount_minor, case when s.pending then 'pending' else 'open' end,
      p.identity, p.ordinal, ${toldOf('s')}
    from staged_line s join bank_line p on p.company_id = ${companyId} and p.id = s.parent_id
    where s.parent_id is not null
    order by s.nth`.execute(trx);
}

async function countAdded(trx: Trx, companyId: string) {
  const { rows } = await sql<{ added: number; pending: number; returned: number }>`
    with counted as (
      select l.statement_id, count(*) as lines, count(*) filter (where l.state = 'pending') as pending,
        count(*) filter (where l.state <> 'pending' and (l.reversal or l.return_reason is not null)) as returned
      from bank_line l join taken_statement t on t.id = l.statement_id
      where l.company_id = ${companyId} and l.parent_id is null
      group by l.statement_id
    ), told as (
      update bank_statement s set added_count = c.lines from counted c
      where s.company_id = ${companyId} and s.id = c.statement_id
    )
    select coalesce(sum(lines - pending), 0)::int as added, coalesce(sum(pending), 0)::int as pending,
      coalesce(sum(returned), 0)::int as returned
    from counted`.execute(trx);
  return rows[0] ?? { added: 0, pending: 0, returned: 0 };
}

/** Reports that may overlap at will, and told nothing new, are not kept: only what was taken from them is. */
export async function removeEmptyStatements(
  trx: Trx,
  companyId: string,
  accepted: readonly StagedStatement[],
): Promise<ReadonlySet<string>> {
  const loose = accepted.filter(
    ({ format, lines }) =>
      lines > 0 && (stateOfFormat(format) !== 'booked' || format === 'ofx' || format === 'csv'),
  );
  if (loose.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    delete from bank_statement where company_id = ${companyId} and added_count = 0
      and id = any(${loose.map(({ id }) => id)}::uuid[]) returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}
