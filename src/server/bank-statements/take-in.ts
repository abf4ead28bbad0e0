import { sql } from 'kysely';
import { type ComparedStatement, findDisjoint, findSameStatement } from '#core/bank/known-statements.ts';
import { stateOfFormat } from '#core/bank/statement-states.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type MetAccount, meetAccounts } from './meet-accounts.ts';
import { type Replaced, replacePending } from './replace-pending.ts';
import type { StagedStatement } from './stage-file.ts';
import { traceAccounts } from './trace-file.ts';
import { addStagedLines, removeEmptyStatements } from './write-lines.ts';

export type TakenIn = {
  /** Statements that are new: accepted ones and refused ones. */
  readonly added: readonly StagedStatement[];
  readonly known: readonly StagedStatement[];
  readonly refused: readonly StagedStatement[];
  readonly lines: {
    readonly added: number;
    readonly known: number;
    readonly pending: number;
    readonly returned: number;
  };
  readonly replaced: Replaced;
  readonly accountsAdded: readonly MetAccount[];
};

/**
 * Takes what was laid down into the company's statements: what is known is left, what is new is added, what was
 * pending is replaced. One transaction, and one import of bank files at a time.
 */
export async function takeIn(
  trx: Trx,
  tools: CompanyTools,
  bankFileId: string,
  statements: readonly StagedStatement[],
): Promise<TakenIn> {
  const accountOf = await meetAccounts(trx, tools, statements);
  await traceAccounts(trx, tools.companyId, bankFileId, statements.map(accountOf));
  const compared = statements.map((statement) => comparedOf(statement, accountOf(statement).id));
  const heads = await listKnownHeads(trx, tools.companyId, compared);
  const isKnown = await knownAmong(trx, tools.companyId, statements, compared, heads);
  const fresh = statements.filter((statement) => !isKnown(statement));
  const accepted = fresh.filter(({ problem }) => problem === null);
  await addStatements(trx, tools, bankFileId, fresh, accountOf);
  const inFile = compared.filter(({ key }) => accepted.some(({ id }) => id === key));
  const disjoint = inFile.flatMap((one, index) =>
    findDisjoint(one, [...heads, ...inFile.slice(0, index)]).map(({ key }) => ({ id: one.key, other: key })),
  );
  const written = await addStagedLines(trx, tools.companyId, { accepted, accountOf, disjoint });
  const accountIds = [...new Set(fresh.map((statement) => accountOf(statement).id))];
  await moveBookedDays(trx, tools, [...accepted, ...statements.filter(isKnown)], accountOf);
  const replaced = await replacePending(trx, tools.companyId, { bankFileId, accountIds });
  const gone = await removeEmptyStatements(trx, tools.companyId, accepted);
  const isGone = ({ id }: StagedStatement) => gone.has(id);
  const total = statements.reduce((sum, { problem, lines }) => (problem ? sum : sum + lines), 0);
  return {
    added: accepted.filter((statement) => !isGone(statement)),
    known: [...statements.filter(isKnown), ...accepted.filter(isGone)],
    refused: statements.filter(({ problem }) => problem !== null),
    lines: { ...written, known: total - written.added - written.pending },
    replaced,
    accountsAdded: [...new Set(statements.map(accountOf))].filter(({ isNew }) => isNew),
  };
}

/** The same for one statement that was refused and stands already: its lines join it. */
export async function takeInOverridden(
  trx: Trx,
  tools: CompanyTools,
  statement: StagedStatement,
  { accountId, bankFileId }: { accountId: string; bankFileId: string },
): Promise<void> {
  const { companyId } = tools;
  await traceAccounts(trx, companyId, bankFileId, [{ id: accountId, isNew: false }]);
  const compared = comparedOf(statement, accountId);
  const heads = await listKnownHeads(trx, companyId, [compared]);
  const others = heads.filter(({ key }) => key !== statement.id);
  const disjoint = findDisjoint(compared, others).map(({ key }) => ({ id: statement.id, other: key }));
  const account = { id: accountId, number: statement.account, currency: statement.currency, isNew: false };
  const accountOf = () => account;
  await addStagedLines(trx, companyId, { accepted: [statement], accountOf, disjoint });
  await moveBookedDays(trx, tools, [statement], accountOf);
  await replacePending(trx, companyId, { bankFileId, accountIds: [accountId] });
}

function comparedOf(statement: StagedStatement, account: string): ComparedStatement {
  const { id, format, openedOn, closedOn, opening, closing, lines } = statement;
  return { key: id, account, format, openedOn, closedOn, opening, closing, lines };
}

type Head = ComparedStatement & { readonly digest: string };

/** The statements that share days with these, of the same accounts. */
async function listKnownHeads(
  trx: Trx,
  companyId: string,
  compared: readonly ComparedStatement[],
): Promise<Head[]> {
  const days = compared
    .flatMap(({ openedOn, closedOn }) => [openedOn, closedOn])
    .filter((day) => day !== null);
  const [from, until] = [days.reduce(earlier, '9999-12-31'), days.reduce(later, '0001-01-01')];
  const rows = await trx
    .selectFrom('bankStatement')
    .select(['id', 'accountId', 'format', 'openedOn', 'closedOn', 'openingMinor', 'closingMinor'])
    .select(['lineCount', 'digest'])
    .where('companyId', '=', companyId)
    .where('accountId', 'in', [...new Set(compared.map(({ account }) => account)), NOBODY])
    .where('state', '=', 'booked')
    .where('closedOn', '>=', Temporal.PlainDate.from(from === '9999-12-31' ? '0001-01-01' : from))
    .where((where) =>
      where.or([
        where('openedOn', 'is', null),
        where('openedOn', '<=', Temporal.PlainDate.from(until === '0001-01-01' ? '9999-12-31' : until)),
      ]),
    )
    .execute();
  return rows.map((row) => ({
    key: row.id,
    account: row.accountId,
    format: row.format,
    openedOn: row.openedOn?.toString() ?? null,
    closedOn: row.closedOn?.toString() ?? null,
    opening: row.openingMinor,
    closing: row.closingMinor,
    lines: row.lineCount,
    digest: row.digest,
  }));
}

/** A list that is asked for must not be empty; nobody has this id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

/** Whether a statement had come before: the very same, or the same in another format; twice in one file counts too. */
async function knownAmong(
  trx: Trx,
  companyId: string,
  statements: readonly StagedStatement[],
  compared: readonly ComparedStatement[],
  heads: readonly Head[],
): Promise<(statement: StagedStatement) => boolean> {
  const { rows } = await sql<{ account: string; digest: string }>`
    select account_id as account, digest from bank_statement
    where company_id = ${companyId} and digest = any(${statements.map(({ digest }) => digest)}::uuid[])`.execute(
    trx,
  );
  const seen = new Set(rows.map(({ account, digest }) => `${account} ${digest}`));
  const known = new Set<StagedStatement>();
  statements.forEach((statement, index) => {
    const own = compared[index];
    if (!own) return;
    const key = `${own.account} ${statement.digest}`;
    const isBooked = statement.problem === null && stateOfFormat(statement.format) === 'booked';
    if (seen.has(key) || (isBooked && findSameStatement(own, heads))) known.add(statement);
    seen.add(key);
  });
  return (statement) => known.has(statement);
}

async function addStatements(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  bankFileId: string,
  statements: readonly StagedStatement[],
  accountOf: (statement: StagedStatement) => MetAccount,
): Promise<void> {
  const rows = statements.map((statement) => ({
    id: statement.id,
    account_id: accountOf(statement).id,
    entry: statement.entry,
    row: statement.row,
    position: statement.position,
    format: statement.format,
    number: statement.number,
    opened_on: statement.openedOn,
    opening_minor: statement.opening?.toString() ?? null,
    closed_on: statement.closedOn,
    closing_minor: statement.closing?.toString() ?? null,
    state: statement.problem ? 'refused' : stateOfFormat(statement.format),
    line_count: statement.lines,
    digest: statement.digest,
    problem: statement.problem,
  }));
  if (rows.length === 0) return;
  await sql`
    insert into bank_statement (company_id, id, account_id, bank_file_id, entry, row, position, format, number, opened_on,
      opening_minor, closed_on, closing_minor, state, line_count, added_count, digest, problem, created_at)
    select ${companyId}::uuid, id, account_id, ${bankFileId}::uuid, entry, "row", position, format, number, opened_on,
      opening_minor, closed_on, closing_minor, state, line_count, 0, digest, problem - 'refuses', ${clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id uuid, account_id uuid, entry text, "row" integer,
      position integer, format text, number text, opened_on date, opening_minor bigint, closed_on date,
      closing_minor bigint, state text, line_count integer, digest uuid, problem jsonb)`.execute(trx);
}

/** Each account is known up to the last day of its booked statements; a day that is still to come proves nothing. */
async function moveBookedDays(
  trx: Trx,
  { companyId, clock }: CompanyTools,
  statements: readonly StagedStatement[],
  accountOf: (statement: StagedStatement) => MetAccount,
): Promise<void> {
  const days = statements
    .filter(({ format, problem }) => problem === null && stateOfFormat(format) === 'booked')
    .map((statement) => ({ id: accountOf(statement).id, day: statement.closedOn }))
    .filter(({ day }) => day !== null);
  if (days.length === 0) return;
  const { timeZone } = await findCompany(trx, companyId);
  await sql`
    update bank_account a set booked_until_on = greatest(a.booked_until_on, least(d.day, ${clock.today(timeZone)}::date))
    from (
      select id, max(day) as day from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as given (id uuid, day date)
      group by id
    ) d
    where a.company_id = ${companyId} and a.id = d.id`.execute(trx);
}
