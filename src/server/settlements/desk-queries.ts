import { type RawBuilder, sql } from 'kysely';
import type { DESK_VIEWS } from '#contract/settlement-views.ts';
import type { BankLineState } from '#core/bank/statement-states.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';

export type DeskViewName = (typeof DESK_VIEWS)[number];

export type DeskRow = {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly statementId: string;
  readonly statementNumber: string | null;
  readonly state: BankLineState;
  readonly bookedOn: Temporal.PlainDate;
  readonly valueOn: Temporal.PlainDate | null;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint;
  readonly currency: Currency;
  readonly counterparty: string | null;
  readonly ultimateParty: string | null;
  readonly iban: string | null;
  readonly structuredReference: string | null;
  readonly text: string;
  readonly endToEndId: string | null;
  readonly mandate: string | null;
  readonly code: string | null;
  readonly reversal: boolean;
  readonly returnReason: string | null;
};

export type DeskQuestion = {
  readonly view: DeskViewName;
  readonly account?: string | undefined;
  readonly search?: string | undefined;
  readonly direction?: 'in' | 'out' | undefined;
  readonly today: Temporal.PlainDate;
};

const COLUMNS = sql`l.id, l.account_id, a.name as account_name, a.number as account_number, l.statement_id,
  s.number as statement_number, l.state, l.booked_on, l.value_on, l.amount_minor, l.remaining_minor, l.currency, l.counterparty,
  l.ultimate_party, l.iban, l.structured_reference, l.text, l.end_to_end_id, l.mandate, l.code, l.reversal, l.return_reason`;
const JOINS = sql`join bank_account a on a.company_id = l.company_id and a.id = l.account_id
  join bank_statement s on s.company_id = l.company_id and s.id = l.statement_id`;

/** One page of the desk: what waits, oldest first; what is decided, newest first. */
export async function listDeskLines(
  trx: Trx,
  companyId: string,
  question: DeskQuestion & { offset: number; limit: number },
): Promise<DeskRow[]> {
  const { view, offset, limit } = question;
  const isWaiting = !['settled', 'ignored', 'all'].includes(view);
  const order = isWaiting ? sql`l.booked_on, l.id` : sql`l.booked_on desc, l.id desc`;
  const { rows } = await sql<DeskRow>`
    select ${COLUMNS} from bank_line l ${JOINS}
    where ${conditions(companyId, question)}
    order by ${order} limit ${limit} offset ${offset}`.execute(trx);
  return rows;
}

export async function countDeskLines(trx: Trx, companyId: string, question: DeskQuestion): Promise<number> {
  const { rows } = await sql<{ total: bigint }>`
    select count(*) as total from bank_line l where ${conditions(companyId, question)}`.execute(trx);
  return Number(rows[0]?.total ?? 0n);
}

export async function findDeskLines(trx: Trx, companyId: string, ids: readonly string[]): Promise<DeskRow[]> {
  const { rows } = await sql<DeskRow>`
    select ${COLUMNS} from bank_line l ${JOINS}
    where l.company_id = ${companyId} and l.id = any(${[...ids]}::uuid[])`.execute(trx);
  return rows;
}

/** How many lines each list holds, over all accounts. */
export async function countDesk(trx: Trx, companyId: string, today: Temporal.PlainDate) {
  const { rows } = await sql<Record<Exclude<DeskViewName, 'toMatch'>, bigint> & { toMatch: bigint }>`
    with waiting as (
      select l.id, (${isLater(today)}) as later, m.certainty
      from bank_line l
      left join line_match m on m.company_id = l.company_id and m.line_id = l.id and m.rank = 1
      where l.company_id = ${companyId} and l.state in ('open', 'partly')
    ), other as (
      select count(*) filter (where state = 'settled') as settled, count(*) filter (where state = 'ignored') as ignored,
        count(*) filter (where state = 'pending') as pending,
        count(*) filter (where state in ('open', 'partly', 'settled', 'ignored', 'pending')) as all
      from bank_line where company_id = ${companyId}
    )
    select other.*, count(waiting.id) filter (where not later) as to_match, count(waiting.id) filter (where later) as later,
      count(*) filter (where not later and certainty = 'certain') as certain,
      count(*) filter (where not later and certainty = 'probable') as probable,
      count(*) filter (where not later and (certainty is null or certainty = 'possible')) as unmatched
    from other left join waiting on true
    group by other.settled, other.ignored, other.pending, other.all`.execute(trx);
  const found = rows[0];
  const number = (count: bigint | undefined) => Number(count ?? 0n);
  return {
    to_match: number(found?.toMatch),
    certain: number(found?.certain),
    probable: number(found?.probable),
    unmatched: number(found?.unmatched),
    later: number(found?.later),
    settled: number(found?.settled),
    ignored: number(found?.ignored),
    pending: number(found?.pending),
    all: number(found?.all),
  };
}

function conditions(companyId: string, { view, account, search, direction, today }: DeskQuestion) {
  return sql.join(
    [
      sql`l.company_id = ${companyId}`,
      inView(view, today),
      ...(account ? [sql`l.account_id = ${account}`] : []),
      ...(direction ? [direction === 'in' ? sql`l.amount_minor > 0` : sql`l.amount_minor < 0`] : []),
      ...(search ? [found(search)] : []),
    ],
    sql` and `,
  );
}

function isLater(today: Temporal.PlainDate): RawBuilder<unknown> {
  return sql`l.id in (select k.line_id from settlement k where k.company_id = (select rappel_company()) and k.kind = 'later'
    and k.undone_at is null and k.until_on > ${today})`;
}

/** Written so that each list is served by the index of its states. */
function inView(view: DeskViewName, today: Temporal.PlainDate): RawBuilder<unknown> {
  const waits = sql`l.state in ('open', 'partly')`;
  const best = (some: RawBuilder<unknown>) =>
    sql`${waits} and not ${isLater(today)} and ${some} (select from line_match m where m.company_id = l.company_id
      and m.line_id = l.id and m.rank = 1`;
  switch (view) {
    case 'to_match':
      return sql`${waits} and not ${isLater(today)}`;
    case 'later':
      return sql`${waits} and ${isLater(today)}`;
    case 'certain':
    case 'probable':
      return sql`${best(sql`exists`)} and m.certainty = ${view})`;
    case 'unmatched':
      return sql`${best(sql`not exists`)} and m.certainty <> 'possible')`;
    case 'all':
      return sql`l.state in ('open', 'partly', 'settled', 'ignored', 'pending')`;
    default:
      return sql`l.state = ${view}`;
  }
}

function found(search: string): RawBuilder<unknown> {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const digits = search.replaceAll(/[^0-9]/g, '');
  const amount = /^[-+]?[\d\s.,]+$/.test(search) && digits.length > 0 && digits.length < 16;
  return sql`(lower(concat_ws(' ', l.counterparty, l.ultimate_party, l.iban, l.text, l.structured_reference, l.end_to_end_id,
    l.mandate)) like ${pattern} ${amount ? sql`or abs(l.amount_minor)::text like ${`${digits}%`}` : sql``})`;
}

export type DeskItemRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: DocumentKind;
  readonly position: number;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly dueOn: Temporal.PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly level: number;
};

/** The due items that proposals name, as they stand now. */
export async function listDeskItems(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, DeskItemRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<DeskItemRow>`
    select i.id, doc.number, doc.kind, i.position, i.debtor_id, d.number as debtor_number, d.name as debtor_name, i.due_on,
      i.currency, i.amount_minor, i.open_minor, i.level
    from due_item i
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    where i.company_id = ${companyId} and i.id = any(${[...new Set(ids)]}::uuid[])`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What debtors are called, by id. */
export async function listDebtorNames(trx: Trx, companyId: string, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map<string, { id: string; number: string; name: string }>();
  const rows = await trx
    .selectFrom('debtor')
    .select(['id', 'number', 'name'])
    .where('companyId', '=', companyId)
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
