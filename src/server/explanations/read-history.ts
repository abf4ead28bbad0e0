import { sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type {
  DebtorHistory,
  GateThen,
  HoldHistory,
  ItemHistory,
  StepThen,
} from '#core/dunning/debtor-history.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { minorFrom } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import { listGatesThen } from './gates-then.ts';
import { dayOfMoment, type HistoryTerms } from './history-terms.ts';

/**
 * The past of these debtors since a day, in a few statements. What was open is worked back from what is open now by what
 * imports changed (timeline) and what the bank settled (settlement parts), each on the day it became known here; levels
 * come from the notices that stand. A document that came with the first import counts from the day it was issued, with
 * what was open of it then; one that came later, from the day it came.
 */
export async function readHistories(
  trx: Trx,
  debtors: readonly DebtorFacts[],
  terms: HistoryTerms,
): Promise<DebtorHistory[]> {
  const ids = debtors.map(({ id }) => id);
  const items = await listItems(trx, ids, terms);
  const steps = await listSteps(trx, ids, terms);
  const changes = await listChanges(trx, ids, terms);
  const gates = await listGatesThen(trx, ids, terms);
  const holds = await listHoldsThen(trx, ids, terms);
  const byDebtor = Map.groupBy(items, ({ debtorId }) => debtorId);
  return debtors.map((debtor) => ({
    debtor,
    holds: holds.get(debtor.id) ?? [],
    items: (byDebtor.get(debtor.id) ?? []).map((row) =>
      historyOf(row, {
        steps: steps.get(row.id),
        changes: changes.get(row.id),
        gates: gates.get(row.id),
        terms,
      }),
    ),
  }));
}

type FoundItem = {
  debtorId: string;
  id: string;
  number: string;
  kind: DocumentKind;
  linkedNumber: string | null;
  policyId: string | null;
  directDebit: boolean;
  currency: Currency;
  issuedOn: number;
  importedOn: number;
  dueOn: number;
  openMinor: bigint;
};

/** Whatever is open, or was at any time since the day. */
async function listItems(trx: Trx, ids: readonly string[], { companyId, from }: HistoryTerms) {
  const { rows } = await sql<FoundItem>`
    select doc.debtor_id, i.id, doc.number, doc.kind, doc.linked_number, doc.policy_id,
      doc.direct_debit and i.collection_failed_on is null as direct_debit, i.currency,
      doc.issued_on - date '1970-01-01' as issued_on, doc.imported_on - date '1970-01-01' as imported_on,
      i.due_on - date '1970-01-01' as due_on, i.open_minor
    from document doc
    join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
    where doc.company_id = ${companyId} and doc.debtor_id = any(${[...ids]}::uuid[])
      and (i.open_minor <> 0 or i.settled_on >= ${isoDay(from)}::date)`.execute(trx);
  return rows;
}

type Change = { readonly on: EpochDay; readonly before: bigint; readonly after: bigint };

async function listChanges(
  trx: Trx,
  ids: readonly string[],
  terms: HistoryTerms,
): Promise<Map<string, Change[]>> {
  const { companyId } = terms;
  const { rows } = await sql<{
    itemId: string;
    on: number;
    currency: Currency;
    before: string;
    after: string;
    minor: boolean;
  }>`
    select t.due_item_id as item_id, ${dayOfMoment(sql`t.at`, terms)} as "on", i.currency, t.at,
      case t.kind when 'item_reopened' then '0' else split_part(t.facts ->> 'openBefore', ' ', 1) end as before,
      case t.kind when 'item_settled' then '0' else split_part(t.facts ->> 'open', ' ', 1) end as after, false as minor
    from timeline_entry t
    join due_item i on i.company_id = t.company_id and i.id = t.due_item_id
    where t.company_id = ${companyId} and t.debtor_id = any(${[...ids]}::uuid[])
      and t.kind in ('item_changed', 'item_settled', 'item_reopened')
    union all
    select p.due_item_id, ${dayOfMoment(sql`s.made_at`, terms)}, p.currency, s.made_at,
      p.open_before_minor::text, p.open_after_minor::text, true
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    where p.company_id = ${companyId} and p.debtor_id = any(${[...ids]}::uuid[]) and p.due_item_id is not null
    union all
    select p.due_item_id, ${dayOfMoment(sql`s.undone_at`, terms)}, p.currency, s.undone_at,
      p.open_after_minor::text, p.open_before_minor::text, true
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    where p.company_id = ${companyId} and p.debtor_id = any(${[...ids]}::uuid[]) and p.due_item_id is not null
      and p.undone and s.undone_at is not null
    order by at`.execute(trx);
  const found = new Map<string, Change[]>();
  for (const { itemId, on, currency, before, after, minor } of rows) {
    const amount = (text: string) => (minor ? BigInt(text) : signedMinor(text, currency));
    const change = { on, before: amount(before), after: amount(after) };
    const list = found.get(itemId);
    if (list) list.push(change);
    else found.set(itemId, [change]);
  }
  return found;
}

/** '-12.50' as facts of the timeline have it, in minor units. */
function signedMinor(text: string, currency: Currency): bigint {
  return text.startsWith('-') ? -minorFrom(text.slice(1), currency) : minorFrom(text, currency);
}

async function listSteps(
  trx: Trx,
  ids: readonly string[],
  terms: HistoryTerms,
): Promise<Map<string, StepThen[]>> {
  const { rows } = await sql<{
    itemId: string;
    on: number;
    kind: StepThen['kind'];
    level: number;
    times: number;
    deadlineOn: number | null;
    byMail: boolean;
    announced: boolean;
  }>`
    select l.due_item_id as item_id, n.issued_on - date '1970-01-01' as "on", n.step_kind as kind, l.level, l.times,
      n.deadline_on - date '1970-01-01' as deadline_on, n.channel = 'mail' as by_mail,
      n.announcement is not null as announced, n.number::bigint as place
    from notice n
    join notice_line l on l.company_id = n.company_id and l.notice_id = n.id
    where n.company_id = ${terms.companyId} and n.debtor_id = any(${[...ids]}::uuid[]) and n.undone_at is null
      and not l.undone and l.level is not null
    union all
    select t.due_item_id, ${dayOfMoment(sql`t.at`, terms)}, 'notice', (t.facts ->> 'level')::smallint, 1, null, false, false, 0
    from timeline_entry t
    where t.company_id = ${terms.companyId} and t.debtor_id = any(${[...ids]}::uuid[]) and t.kind = 'level_set'
      and t.due_item_id is not null
    order by "on", place`.execute(trx);
  const found = new Map<string, StepThen[]>();
  for (const { itemId, on, kind, level, times, deadlineOn, byMail, announced } of rows) {
    const by = byMail ? ('mail' as const) : ('post' as const);
    const step = {
      on,
      kind,
      level,
      times,
      notice: deadlineOn === null ? null : { deadlineOn, by, announced },
    };
    const list = found.get(itemId);
    if (list) list.push(step);
    else found.set(itemId, [step]);
  }
  return found;
}

async function listHoldsThen(
  trx: Trx,
  ids: readonly string[],
  terms: HistoryTerms,
): Promise<Map<string, HoldHistory[]>> {
  const { rows } = await sql<HoldHistory & { debtorId: string }>`
    select h.debtor_id, h.due_item_id, h.until_on - date '1970-01-01' as until_on, h.reason,
      coalesce(h.placed_by, '') as by, ${dayOfMoment(sql`h.placed_at`, terms)} as placed_on,
      ${dayOfMoment(sql`h.released_at`, terms)} as released_on
    from hold h
    where h.company_id = ${terms.companyId} and h.debtor_id = any(${[...ids]}::uuid[])`.execute(trx);
  return Map.groupBy(rows, ({ debtorId }) => debtorId);
}

type Known = {
  readonly steps: readonly StepThen[] | undefined;
  readonly changes: readonly Change[] | undefined;
  readonly gates: readonly GateThen[] | undefined;
  readonly terms: HistoryTerms;
};

function historyOf(row: FoundItem, { steps = [], changes = [], gates = [], terms }: Known): ItemHistory {
  const { firstImportOn } = terms;
  const cameLater = firstImportOn !== null && row.importedOn > firstImportOn;
  const knownOn = cameLater ? row.importedOn : Math.min(row.issuedOn, row.importedOn);
  return { facts: factsOf(row), knownOn, opens: opensOf(row.openMinor, changes, knownOn), steps, gates };
}

/** Worked back from today: what was open before each change is what was open after it, less what it changed. */
function opensOf(now: bigint, changes: readonly Change[], knownOn: EpochDay): ItemHistory['opens'] {
  const opens: { on: EpochDay; open: bigint }[] = [];
  let open = now;
  for (const { on, before, after } of changes.toReversed()) {
    opens.push({ on: Math.max(on, knownOn), open });
    open += before - after;
  }
  return [{ on: knownOn, open }, ...opens.toReversed()];
}

function factsOf({ id, number, kind, openMinor, debtorId: _, ...row }: FoundItem): ItemFacts {
  return {
    ...row,
    id,
    documentNumber: number,
    documentKind: kind,
    open: openMinor,
    level: 0,
    times: 0,
    courtesyOn: null,
    notifiedOn: null,
    deadlineOn: null,
  };
}
