import { sql } from 'kysely';
import { allOf } from '#core/matching/grouped.ts';
import { keysToFetch } from '#core/matching/keys-to-fetch.ts';
import type {
  DebtorFacts,
  ItemFacts,
  LineDetail,
  LineFacts,
  MatchKeys,
  MatchTerms,
  PaidFacts,
} from '#core/matching/match-facts.ts';
import {
  buildMatchIndex,
  debtorsNamed,
  type IndexFacts,
  type MatchIndex,
  type Wanted,
} from '#core/matching/match-lookup.ts';
import { comparedName } from '#core/matching/names.ts';
import { learnNumberPatterns, type NumberPattern } from '#core/matching/number-patterns.ts';
import { plainIban } from '#core/matching/read-line.ts';
import { decimalsOf, isCurrency } from '#core/money/currencies.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { findSettlementPolicy } from './queries.ts';
import { listRules } from './rule-queries.ts';

const DAY = (column: string) => sql.raw(`${column} - date '1970-01-01'`);

/** What the company matches by: its numbers as the newest documents have them, its rules, its limits. */
export async function findMatchTerms(trx: Trx, companyId: string): Promise<MatchTerms> {
  const policy = await findSettlementPolicy(trx, companyId);
  const { currency } = await findCompany(trx, companyId);
  const rules = await listRules(trx, companyId);
  return {
    patterns: await findNumberPatterns(trx, companyId),
    rules: rules.filter(({ enabled }) => enabled).map(ruleFrom),
    currency,
    discounts: policy.discounts,
    bankCostsMax: policy.bankCostsMinor,
    smallDifferenceMax: policy.smallDifferenceMinor,
  };
}

/** How the company numbers its invoices, as the newest of them show. */
export async function findNumberPatterns(trx: Trx, companyId: string): Promise<readonly NumberPattern[]> {
  const { rows } = await sql<{ number: string }>`
    select number from document where company_id = ${companyId} and kind = 'invoice'
    order by imported_on desc limit 3000`.execute(trx);
  return learnNumberPatterns(rows.map(({ number }) => number));
}

function ruleFrom({ id, contains, debtorId }: { id: string; contains: string; debtorId: string | null }) {
  const means = debtorId === null ? { kind: 'not_customer' as const } : { kind: 'debtor' as const, debtorId };
  return { id, contains, means };
}

/** Lines that wait, by id or in the order of their days; `after` goes on where a portion ended. */
export async function listWaitingLines(
  trx: Trx,
  companyId: string,
  of: { ids: readonly string[] } | { after: string | null; limit: number },
): Promise<LineFacts[]> {
  const which =
    'ids' in of
      ? sql`and id = any(${[...of.ids]}::uuid[]) order by booked_on, id`
      : sql`${of.after === null ? sql`` : sql`and id > ${of.after}`} order by id limit ${of.limit}`;
  const { rows } = await sql<Omit<LineFacts, 'pending' | 'details'> & { state: string; details: unknown }>`
    select id, ${DAY('booked_on')} as booked_on, remaining_minor as amount_minor, currency, counterparty, ultimate_party, iban,
      structured_reference, text, end_to_end_id, mandate, code, reversal, return_reason, state, details
    from bank_line
    where company_id = ${companyId} and (state in ('open', 'partly') or state = 'pending') ${which}`.execute(
    trx,
  );
  return rows.map(({ state, details, ...line }) => ({
    ...line,
    pending: state === 'pending',
    details: state === 'partly' ? [] : detailsFrom(details, line.currency),
  }));
}

/** The parts of a batch as they are kept with it; one whose amount is finer than the currency's is left out. */
function detailsFrom(stored: unknown, currency: string): LineDetail[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((part: Record<string, unknown>) => {
    const text = (name: string) => (typeof part[name] === 'string' ? part[name] : null);
    const minor = minorOf(text('amount') ?? '', currency);
    if (minor === null) return [];
    return [
      {
        amountMinor: minor,
        counterparty: text('counterparty'),
        ultimateParty: text('ultimateParty'),
        iban: text('iban'),
        structuredReference: text('structuredReference'),
        text: text('text') ?? '',
        endToEndId: text('endToEndId'),
        mandate: text('mandate'),
      },
    ];
  });
}

function minorOf(amount: string, currency: string): bigint | null {
  if (!isCurrency(currency) || !/^-?\d+(\.\d+)?$/.test(amount)) return null;
  const [whole = '', part = ''] = amount.split('.');
  const decimals = decimalsOf(currency);
  if (/[1-9]/.test(part.slice(decimals))) return null;
  return BigInt(`${whole}${part.slice(0, decimals).padEnd(decimals, '0')}`);
}

/**
 * What may concern these lines: SQL narrows to the debtors they may come from and to what they name; the core decides. Names
 * are compared with those of everybody who owes something, by the core's own comparison.
 */
export async function readMatchFacts(
  trx: Trx,
  companyId: string,
  lines: readonly LineFacts[],
  terms: MatchTerms,
): Promise<IndexFacts> {
  const keys = keysToFetch(lines, terms);
  const payers = await listPayers(trx, companyId);
  const known = buildMatchIndex({ items: [], debtors: payers, paid: [], terms }, wantedBy(keys));
  const paid = await listPaid(trx, companyId, lines);
  const named = await listNamedItems(trx, companyId, keys);
  const reached = new Set([...named.map(({ debtorId }) => debtorId), ...keys.debtorIds]);
  for (const { id } of debtorsReached(lines, keys, known)) reached.add(id);
  for (const payer of [...reached]) for (const { id } of allOf(known.paidForBy, payer)) reached.add(id);
  const settled = paid.flatMap((one) => one.settled.map(({ dueItemId }) => dueItemId));
  const items = await listItemFacts(trx, companyId, {
    debtorIds: [...reached],
    itemIds: [...named.map(({ id }) => id), ...settled],
  });
  return { items, debtors: payers.filter(({ id }) => reached.has(id)), paid, terms };
}

function wantedBy({ amounts: _, ...keys }: MatchKeys): Wanted {
  const { references, numberKeys, ibans, nameKeys, debtorIds } = keys;
  return {
    keys: {
      references: new Set(references),
      numberKeys: new Set(numberKeys),
      ibans: new Set(ibans),
      nameKeys: new Set(nameKeys),
      debtorIds: new Set(debtorIds),
    },
    amounts: new Set(),
  };
}

/** By account, by its own number, or by a name that is the same or alike. */
function debtorsReached(
  lines: readonly LineFacts[],
  { ibans, numberKeys }: MatchKeys,
  known: MatchIndex,
): DebtorFacts[] {
  const names = new Set<string>();
  for (const line of lines)
    for (const { counterparty, ultimateParty } of [line, ...line.details])
      for (const name of [counterparty, ultimateParty]) if (name?.trim()) names.add(name.trim());
  const { same, alike } = debtorsNamed([...names].map(comparedName), known);
  return [
    ...same,
    ...alike,
    ...ibans.flatMap((iban) => allOf(known.debtorsByIban, iban)),
    ...numberKeys.flatMap((key) => allOf(known.debtorsByNumber, key)),
  ];
}

/** Everybody who owes something, or has a credit, and whoever pays for them. */
async function listPayers(trx: Trx, companyId: string): Promise<DebtorFacts[]> {
  const { rows } = await sql<{ id: string; number: string; name: string; payerId: string | null }>`
    select d.id, d.number, d.name, d.payer_id from debtor d
    where d.company_id = ${companyId} and (d.id in (select i.debtor_id from due_item i
        where i.company_id = ${companyId} and i.open_minor <> 0)
      or d.id in (select p.payer_id from debtor p where p.company_id = ${companyId} and p.payer_id is not null)
      or d.id in (select k.debtor_id from debtor_iban k where k.company_id = ${companyId}))`.execute(trx);
  return withAccounts(trx, companyId, rows);
}

/** With the accounts and names they paid from before. */
async function withAccounts(
  trx: Trx,
  companyId: string,
  rows: readonly Omit<DebtorFacts, 'ibans' | 'otherNames'>[],
): Promise<DebtorFacts[]> {
  const known = await trx
    .selectFrom('debtorIban')
    .select(['debtorId', 'iban', 'name'])
    .where('companyId', '=', companyId)
    .execute();
  const ofDebtor = Map.groupBy(known, ({ debtorId }) => debtorId);
  return rows.map((debtor) => {
    const own = ofDebtor.get(debtor.id) ?? [];
    return {
      ...debtor,
      ibans: own.map(({ iban }) => plainIban(iban)),
      otherNames: [...new Set(own.flatMap(({ name }) => name ?? []))],
    };
  });
}

/** What is known now of items that changed, of their debtors and those named, and of whoever pays for these. */
export async function listChangedFacts(
  trx: Trx,
  companyId: string,
  { itemIds, debtorIds }: { itemIds: readonly string[]; debtorIds: readonly string[] },
): Promise<{ items: readonly ItemFacts[]; debtors: readonly DebtorFacts[] }> {
  const items = await listItemFacts(trx, companyId, { debtorIds: [], itemIds });
  const concerned = [...new Set([...items.map(({ debtorId }) => debtorId), ...debtorIds])];
  const { rows } = await sql<Omit<DebtorFacts, 'ibans' | 'otherNames'>>`
    select d.id, d.number, d.name, d.payer_id from debtor d
    where d.company_id = ${companyId} and (d.id = any(${concerned}::uuid[])
      or d.id in (select c.payer_id from debtor c where c.company_id = ${companyId} and c.id = any(${concerned}::uuid[])))`.execute(
    trx,
  );
  return { items, debtors: await withAccounts(trx, companyId, rows) };
}

/** What stands between the letters and digits of a number. Taking signs out one by one is four times as fast as a pattern. */
export const SEPARATORS = ' -/._,:;#+*()[]|\\\'"&@';

/** Items that a line names by reference, number or amount; settled ones too, where they are named. */
async function listNamedItems(
  trx: Trx,
  companyId: string,
  { references, numberKeys, amounts }: MatchKeys,
): Promise<{ id: string; debtorId: string }[]> {
  const { rows } = await sql<{ id: string; debtorId: string }>`
    select i.id, i.debtor_id from document doc
    join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
    where doc.company_id = ${companyId} and (doc.structured_reference = any(${[...references]}::text[])
      or translate(lower(doc.number), ${SEPARATORS}, '') = any(${[...numberKeys]}::text[]))
    union
    select i.id, i.debtor_id from due_item i
    where i.company_id = ${companyId} and i.open_minor <> 0
      and i.open_minor = any(${amounts.map(({ minor }) => String(minor))}::bigint[])`.execute(trx);
  return rows;
}

async function listItemFacts(
  trx: Trx,
  companyId: string,
  { debtorIds, itemIds }: { debtorIds: readonly string[]; itemIds: readonly string[] },
): Promise<ItemFacts[]> {
  const { rows } = await sql<ItemFacts>`
    select i.id, i.debtor_id, i.document_id, doc.number, doc.kind, i.currency, i.open_minor, i.amount_minor,
      doc.structured_reference, ${DAY('doc.issued_on')} as issued_on, ${DAY('i.due_on')} as due_on,
      doc.direct_debit and i.collection_failed_on is null as direct_debit
    from due_item i join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where i.company_id = ${companyId}
      and (i.open_minor <> 0 and i.debtor_id = any(${[...debtorIds]}::uuid[]) or i.id = any(${[...new Set(itemIds)]}::uuid[]))`.execute(
    trx,
  );
  return rows;
}

/** How long after a payment it may still be sent back: a refund of an unauthorised collection takes thirteen months. */
const RETURN_DAYS = 400;

/** Of parts as JSON tells them. */
type Taken = {
  readonly settled: readonly { item: string; amount: string }[];
  readonly given: readonly { item: string; amount: string; kind: (typeof WITHOUT_MONEY)[number] }[];
};

/** What lowers an item beside the money that came for it. */
const WITHOUT_MONEY = ['discount', 'bank_costs', 'small_difference', 'exchange_difference'] as const;

/** Lines settled before whose amount goes out again: what a return may take back. */
async function listPaid(trx: Trx, companyId: string, lines: readonly LineFacts[]): Promise<PaidFacts[]> {
  const out = lines.filter(({ amountMinor }) => amountMinor < 0n);
  if (out.length === 0) return [];
  const parts = out.flatMap((line) => [line, ...line.details]);
  const amounts = [...new Set(parts.map(({ amountMinor }) => String(-amountMinor)))];
  const firstOn = Math.min(...out.map(({ bookedOn }) => bookedOn)) - RETURN_DAYS;
  const { rows } = await sql<Omit<PaidFacts, 'settled' | 'given'> & Taken>`
    select l.id as line_id, ${DAY('l.booked_on')} as booked_on, l.amount_minor, l.currency, l.counterparty, l.iban,
      l.structured_reference, l.end_to_end_id, l.mandate, p.settled, coalesce(p.given, '[]') as given
    from bank_line l
    cross join lateral (
      select jsonb_agg(jsonb_build_object('item', p.due_item_id, 'amount', p.money_minor::text))
          filter (where p.money_minor <> 0) as settled,
        jsonb_agg(jsonb_build_object('item', p.due_item_id, 'amount', p.amount_minor::text, 'kind', p.kind))
          filter (where p.kind = any(${[...WITHOUT_MONEY]}::text[])) as given
      from settlement s join settlement_part p on p.company_id = s.company_id and p.settlement_id = s.id
      where s.company_id = l.company_id and s.line_id = l.id and s.undone_at is null and p.due_item_id is not null) p
    where l.company_id = ${companyId} and l.amount_minor = any(${amounts}::bigint[]) and p.settled is not null
      and l.booked_on >= date '1970-01-01' + ${firstOn}::integer
      and not exists (select from settlement r where r.company_id = l.company_id and r.takes_back_line_id = l.id
        and r.undone_at is null)`.execute(trx);
  return rows.map(({ settled, given, ...line }) => ({
    ...line,
    settled: settled.map(({ item, amount }) => ({ dueItemId: item, amountMinor: BigInt(amount) })),
    given: given.map(({ item, amount, kind }) => ({ dueItemId: item, amountMinor: BigInt(amount), kind })),
  }));
}
