import { sql } from 'kysely';
import type { BankLineState, StatementState } from '#core/bank/statement-states.ts';
import { containing, searchTextOf } from '#core/receivables/search-text.ts';
import type { Trx } from '#server/platform/db.ts';

type Page = { readonly page: number; readonly perPage: number };

export type StatementFilter = Page & {
  readonly account?: string | undefined;
  /** A file that came in: its statements, though the same bytes had brought them before. */
  readonly file?: string | undefined;
  readonly state?: StatementState | undefined;
};

/** Statements by their last day, the newest first, each with its account, its file and what is left to match on it. */
export async function listStatements(trx: Trx, companyId: string, filter: StatementFilter) {
  const { account, file, state, page, perPage } = filter;
  let query = statementsOf(trx, companyId);
  if (account) query = query.where('s.accountId', '=', account);
  if (file) query = query.where('f.sha256', 'in', bytesOf(trx, companyId, file));
  if (state) query = query.where('s.state', '=', state);
  const rows = await withDetails(query)
    .orderBy(sql`s.closed_on desc nulls last`)
    .orderBy('s.createdAt', 'desc')
    .orderBy('s.position', 'desc')
    .orderBy('s.id')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { total } = await query.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  return { rows, total };
}

function bytesOf(trx: Trx, companyId: string, file: string) {
  return trx
    .selectFrom('bankFile')
    .select('sha256')
    .where('companyId', '=', companyId)
    .where('id', '=', file);
}

export function findStatement(trx: Trx, companyId: string, id: string) {
  return withDetails(statementsOf(trx, companyId)).where('s.id', '=', id).executeTakeFirst();
}

export type FoundStatement = NonNullable<Awaited<ReturnType<typeof findStatement>>>;

function statementsOf(trx: Trx, companyId: string) {
  return trx
    .selectFrom('bankStatement as s')
    .innerJoin('bankAccount as a', (on) =>
      on.onRef('a.companyId', '=', 's.companyId').onRef('a.id', '=', 's.accountId'),
    )
    .innerJoin('bankFile as f', (on) =>
      on.onRef('f.companyId', '=', 's.companyId').onRef('f.id', '=', 's.bankFileId'),
    )
    .where('s.companyId', '=', companyId);
}

function withDetails(query: ReturnType<typeof statementsOf>) {
  return query
    .selectAll('s')
    .select(['a.number as accountNumber', 'a.name as accountName', 'a.currency', 'f.fileName'])
    .select(
      sql<number>`(select count(*)::int from bank_line l where l.company_id = s.company_id
        and l.statement_id = s.id and l.state in ('open', 'partly'))`.as('openLines'),
    );
}

export function lockStatement(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('bankStatement')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type LineFilter = Page & {
  readonly account?: string | undefined;
  readonly statement?: string | undefined;
  readonly parent?: string | undefined;
  readonly state?: BankLineState | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  readonly returned?: 'true' | 'false' | undefined;
  readonly search?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
};

/** A statement's lines in its order, a batch's parts in theirs; all others by day, the newest first. */
export async function listLines(trx: Trx, companyId: string, filter: LineFilter) {
  const { page, perPage, statement, parent } = filter;
  const query = narrowed(trx, companyId, filter);
  const detailed = query
    .selectAll('l')
    .select(['a.number as accountNumber', 'a.name as accountName', 'a.currency as accountCurrency'])
    .select(
      sql<number>`(select count(*)::int from bank_line p where p.company_id = l.company_id and p.parent_id = l.id)`.as(
        'parts',
      ),
    );
  const ordered =
    statement || parent
      ? detailed.orderBy('l.position').orderBy('l.id')
      : detailed.orderBy('l.bookedOn', 'desc').orderBy('l.id', 'desc');
  const rows = await ordered
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  const { total } = await query.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  return { rows, total };
}

export type FoundLine = Awaited<ReturnType<typeof listLines>>['rows'][number];

function narrowed(trx: Trx, companyId: string, filter: LineFilter) {
  const { account, statement, parent, state, direction, returned, search, from, until } = filter;
  let query = trx
    .selectFrom('bankLine as l')
    .innerJoin('bankAccount as a', (on) =>
      on.onRef('a.companyId', '=', 'l.companyId').onRef('a.id', '=', 'l.accountId'),
    )
    .where('l.companyId', '=', companyId);
  if (account) query = query.where('l.accountId', '=', account);
  if (statement) query = query.where('l.statementId', '=', statement);
  if (parent) query = query.where('l.parentId', '=', parent);
  if (state) query = query.where('l.state', '=', state);
  else if (!statement && !parent) query = query.where('l.state', 'not in', ['replaced', 'lapsed']);
  if (statement && !parent) query = query.where('l.parentId', 'is', null);
  if (direction) query = query.where('l.amountMinor', direction === 'in' ? '>' : '<', 0n);
  if (returned)
    query = query.where(sql<boolean>`(l.reversal or l.return_reason is not null) = ${returned === 'true'}`);
  if (from) query = query.where('l.bookedOn', '>=', Temporal.PlainDate.from(from));
  if (until) query = query.where('l.bookedOn', '<=', Temporal.PlainDate.from(until));
  if (search) query = query.where(sql<boolean>`${SEARCHED} like ${containing(searchTextOf(search).words)}`);
  return query;
}

const SEARCHED = sql`lower(concat_ws(' ', l.counterparty, l.iban, l.structured_reference, l.text, l.end_to_end_id, l.bank_reference))`;
