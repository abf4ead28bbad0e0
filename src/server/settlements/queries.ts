import { sql } from 'kysely';
import type { BankLineState } from '#core/bank/statement-states.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** An import and a settlement would each undo what the other writes: settlements wait for it, and not for each other. */
export async function awaitImports(trx: Trx, companyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('import ' || ${companyId}, 0))`.execute(trx);
}

export type LockedLine = {
  readonly id: string;
  readonly accountId: string;
  readonly state: BankLineState;
  readonly bookedOn: Temporal.PlainDate;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint;
  readonly currency: Currency;
  readonly counterparty: string | null;
  readonly iban: string | null;
  readonly returnReason: string | null;
};

/** Lines are taken in one order, so that two clerks wait for each other and never in a ring. */
export async function lockLines(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, LockedLine>> {
  const { rows } = await sql<LockedLine>`
    select id, account_id, state, booked_on, amount_minor, remaining_minor, currency, counterparty, iban, return_reason
    from bank_line where company_id = ${companyId} and id = any(${[...new Set(ids)]}::uuid[])
    order by id for update`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

export type LockedItem = {
  readonly id: string;
  readonly debtorId: string;
  readonly documentId: string;
  readonly number: string;
  readonly kind: DocumentKind;
  readonly source: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly settledOn: Temporal.PlainDate | null;
  readonly directDebit: boolean;
  readonly cycle: number;
  readonly level: number;
  readonly times: number;
  readonly courtesyOn: Temporal.PlainDate | null;
  readonly notifiedOn: Temporal.PlainDate | null;
  readonly deadlineOn: Temporal.PlainDate | null;
  readonly collectionFailedOn: Temporal.PlainDate | null;
};

/** Debtors first, then their items: the order in which notices lock what they stand on. */
export async function lockItems(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Map<string, LockedItem>> {
  const wanted = sql`${[...new Set(ids)]}::uuid[]`;
  await sql`select 1 from debtor where company_id = ${companyId} and id in
    (select debtor_id from due_item where company_id = ${companyId} and id = any(${wanted}))
    order by id for update`.execute(trx);
  const { rows } = await sql<LockedItem>`
    select i.id, i.debtor_id, i.document_id, doc.number, doc.kind, doc.source, i.currency, i.amount_minor, i.open_minor,
      i.settled_on, doc.direct_debit, i.cycle, i.level, i.times, i.courtesy_on, i.notified_on, i.deadline_on,
      i.collection_failed_on
    from due_item i join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where i.company_id = ${companyId} and i.id = any(${wanted})
    order by i.id for update of i`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What stands on these lines, newest first. */
export async function listStanding(trx: Trx, companyId: string, lineIds: readonly string[]) {
  if (lineIds.length === 0) return [];
  return trx
    .selectFrom('settlement')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('lineId', 'in', [...lineIds])
    .where('undoneAt', 'is', null)
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

export function findSettlement(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('settlement')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export type StoredSettlement = NonNullable<Awaited<ReturnType<typeof findSettlement>>>;

/** One parameter, however many ids there are: a bank file may have settled a hundred thousand lines. */
function anyOf(column: 'id' | 'settlement_id', ids: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])`;
}

export function lockSettlements(trx: Trx, companyId: string, ids: readonly string[]) {
  return trx
    .selectFrom('settlement')
    .selectAll()
    .where('companyId', '=', companyId)
    .where(anyOf('id', ids))
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute();
}

export function listParts(trx: Trx, companyId: string, settlementIds: readonly string[]) {
  if (settlementIds.length === 0) return Promise.resolve([]);
  return trx
    .selectFrom('settlementPart')
    .selectAll()
    .where('companyId', '=', companyId)
    .where(anyOf('settlement_id', settlementIds))
    .orderBy('settlementId')
    .orderBy('position')
    .execute();
}

export type StoredPart = Awaited<ReturnType<typeof listParts>>[number];

/** What a line is once this much of it is left: nothing else decides its state. */
export function stateOf(line: { amountMinor: bigint }, remainingMinor: bigint): BankLineState {
  if (remainingMinor === 0n) return 'settled';
  return remainingMinor === line.amountMinor ? 'open' : 'partly';
}

export async function markLines(
  trx: Trx,
  companyId: string,
  lines: readonly { id: string; remainingMinor: bigint; state: BankLineState }[],
): Promise<void> {
  const rows = lines.map(({ id, remainingMinor, state }) => ({ id, left: String(remainingMinor), state }));
  await sql`
    update bank_line l set remaining_minor = w.left, state = w.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, "left" bigint, state text)
    where l.company_id = ${companyId} and l.id = w.id`.execute(trx);
}

export async function findSettlementPolicy(trx: Trx, companyId: string) {
  const row = await trx
    .selectFrom('settlementPolicy')
    .selectAll()
    .where('companyId', '=', companyId)
    .executeTakeFirst();
  return {
    automatic: row?.automatic ?? ['reference' as const],
    smallDifferenceMinor: row?.smallDifferenceMinor ?? 100n,
    bankCostsMinor: row?.bankCostsMinor ?? 1500n,
    discounts: (row?.discounts ?? []) as readonly { readonly percent: string; readonly days: number }[],
    patienceDays: row?.patienceDays ?? 7,
  };
}

type Aside = {
  readonly id: string;
  readonly line: LockedLine;
  readonly kind: 'ignored' | 'later';
  readonly note: string | null;
  readonly untilOn: Temporal.PlainDate | null;
  readonly ruleId: string | null;
};

export async function addAside(
  trx: Trx,
  { companyId, actor, clock }: CompanyTools,
  asides: readonly Aside[],
): Promise<void> {
  const rows = asides.map(({ id, line, kind, note, untilOn, ruleId }) => ({
    id,
    line: line.id,
    kind,
    origin: ruleId === null ? 'manual' : 'rule',
    currency: line.currency,
    booked: line.bookedOn.toString(),
    note,
    until: untilOn?.toString() ?? null,
    rule: ruleId,
  }));
  await sql`
    insert into settlement (company_id, id, line_id, kind, origin, amount_minor, currency, booked_on, note, until_on, rule_id,
      made_by, made_at)
    select ${companyId}::uuid, id, line, kind, origin, 0, currency, booked, note, until, rule, ${actor}::text,
      ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, line uuid, kind text, origin text, currency text,
      booked date, note text, until date, rule uuid)`.execute(trx);
}
