import { isBefore } from '#core/calendar/days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { Problem } from '#core/problem.ts';
import type { SignedItem } from '#core/receivables/imported-row.ts';
import type { DocumentKind, DueSource } from '#core/receivables/kinds.ts';
import { type BankedItem, type Met, meetLedger } from '#core/receivables/meet-ledger.ts';
import { pairItems } from '#core/receivables/pair-items.ts';

export type KnownItem = {
  readonly id: string;
  readonly position: number;
  readonly dueOn: Temporal.PlainDate;
  readonly dueSource: DueSource;
  readonly amount: bigint;
  readonly open: bigint;
  /** What the bank settled of it, where it did. */
  readonly banked?: Omit<BankedItem, 'open'> | null;
};

export type KnownDocument = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly number: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly structuredReference: string | null;
  readonly iban: string | null;
  readonly linkedNumber: string | null;
  readonly source: string;
  readonly items: readonly KnownItem[];
};

export type ItemChange = 'added' | 'changed' | 'settled' | 'reopened' | 'unchanged';

export type ItemMerge = Omit<KnownItem, 'id' | 'banked'> & {
  /** Null: a new one. */
  readonly id: string | null;
  readonly change: ItemChange;
  readonly openBefore: bigint;
  readonly dueOnBefore: Temporal.PlainDate;
  /** How the ledger stands to what the bank settled, where that changes. */
  readonly met?: Met;
};

export type DocumentMerge = Omit<KnownDocument, 'id' | 'items' | 'source'> & {
  readonly id: string | null;
  /** The row it was first named in; 0 where the file does not name it. */
  readonly row: number;
  readonly change: 'added' | 'changed' | 'settled' | 'unchanged';
  /** Facts of the document itself differ, not only what is open on it. */
  readonly factsChanged: boolean;
  readonly items: readonly ItemMerge[];
};

export type Terms = { readonly days: number; readonly source: 'debtor_terms' | 'company_default' };

type SaidRow = { readonly row: number; readonly item: SignedItem };
type Outcome = { document: DocumentMerge | null; problems: Problem[]; suspicious: Problem[] };

/** One document: the rows that name it, against what is known of it. */
export function mergeDocument(
  known: KnownDocument | null,
  said: readonly SaidRow[],
  rules: { mode: string; today: Temporal.PlainDate },
  terms: Terms,
): Outcome {
  const problems = problemsOf(known, said);
  const [first] = said;
  if (problems.length > 0 || !first) return { document: null, problems, suspicious: [] };
  const facts = factsOf(known, said, rules.today);
  const items =
    known && rules.mode === 'invoices'
      ? known.items.map(unchanged)
      : mergeItems(known, said, facts.issuedOn, terms);
  // A document's amount is what was invoiced: instalments paid long ago may have left the list, and still belong to it.
  const total = items.reduce((sum, { amount }) => sum + amount, 0n);
  const amount = known && abs(known.amount) > abs(total) ? known.amount : total;
  const factsChanged =
    known !== null && (facts.changed || (amount !== known.amount && rules.mode !== 'invoices'));
  const document: DocumentMerge = {
    id: known?.id ?? null,
    row: first.row,
    change: documentChange(known, items, factsChanged),
    factsChanged,
    ...facts.values,
    issuedOn: facts.issuedOn,
    amount: known && rules.mode === 'invoices' ? known.amount : amount,
    items,
  };
  return { document, problems, suspicious: suspicionsOf(document) };
}

/** A known document that a full list no longer names: what was open on it is settled. Nothing, if nothing was open. */
export function settleDocument(known: KnownDocument): DocumentMerge[] {
  if (known.items.every((item) => ledgerOpen(item) === 0n)) return [];
  const items = known.items.map(paidItem);
  const { source: _, ...facts } = known;
  return [{ ...facts, row: 0, change: 'settled', factsChanged: false, items }];
}

function problemsOf(known: KnownDocument | null, said: readonly SaidRow[]): Problem[] {
  const problems: Problem[] = [];
  if (known === null && said.length === 1) return problems;
  const rowByDueDay = new Map<string, number>();
  const currency = known?.currency ?? said[0]?.item.currency;
  for (const { row, item } of said) {
    if (item.currency !== currency) {
      const facts = { document: item.number, before: String(currency), after: item.currency };
      problems.push({ code: 'currency_changed', facts, at: { row, column: 'currency' } });
    }
    const first = rowByDueDay.get(String(item.dueOn));
    if (first !== undefined) {
      const facts = { document: item.number, first: String(first) };
      problems.push({ code: 'row_repeated', facts, at: { row, column: 'document_number' } });
    }
    rowByDueDay.set(String(item.dueOn), first ?? row);
  }
  return problems;
}

function factsOf(known: KnownDocument | null, said: readonly SaidRow[], today: Temporal.PlainDate) {
  const pick = <Name extends 'structuredReference' | 'iban' | 'linkedNumber' | 'issuedOn'>(name: Name) =>
    said.find(({ item }) => item[name] !== null)?.item[name] ?? null;
  const first = said[0]?.item;
  const dueOn = said.find(({ item }) => item.dueOn !== null)?.item.dueOn;
  const issuedOn = pick('issuedOn') ?? known?.issuedOn ?? dueOn ?? today;
  const values = {
    kind: known?.kind ?? first?.kind ?? 'invoice',
    number: known?.number ?? first?.number ?? '',
    currency: known?.currency ?? first?.currency ?? 'EUR',
    structuredReference: pick('structuredReference') ?? known?.structuredReference ?? null,
    iban: pick('iban') ?? known?.iban ?? null,
    linkedNumber: pick('linkedNumber') ?? known?.linkedNumber ?? null,
  };
  const changed =
    known !== null &&
    (!known.issuedOn.equals(issuedOn) ||
      known.structuredReference !== values.structuredReference ||
      known.iban !== values.iban ||
      known.linkedNumber !== values.linkedNumber);
  return { values, issuedOn, changed };
}

function mergeItems(
  known: KnownDocument | null,
  said: readonly SaidRow[],
  issuedOn: Temporal.PlainDate,
  terms: Terms,
): ItemMerge[] {
  const amounts = instalmentAmounts(said);
  const { pairs, missing } = pairItems(known?.items ?? [], said);
  let position = known?.items.reduce((most, item) => Math.max(most, item.position), 0) ?? 0;
  const merged = pairs.map(([before, { item }], index): ItemMerge => {
    const due = dueOf(before, item, issuedOn, terms);
    const said = amounts[index] ?? null;
    const amount = said ?? before?.amount ?? item.open;
    if (before) return changedItem(before, { ...due, open: item.open, amount: atLeast(amount, item.open) });
    position += 1;
    const added = { id: null, position, change: 'added' as const, openBefore: 0n, dueOnBefore: due.dueOn };
    return { ...added, ...due, open: item.open, amount: atLeast(amount, item.open) };
  });
  // An instalment that the list no longer names, of a document that it does: paid.
  return [...merged, ...missing.map(paidItem)];
}

/** Several rows that each repeat the whole document's amount, of which their open amounts are parts: take the parts. */
function instalmentAmounts(said: readonly SaidRow[]): (bigint | null)[] {
  const [first] = said;
  const open = said.reduce((sum, { item }) => sum + item.open, 0n);
  const repeated = said.length > 1 && said.every(({ item }) => item.amount === first?.item.amount);
  if (repeated && first?.item.amount === open) return said.map(({ item }) => item.open);
  return said.map(({ item }) => item.amount);
}

function dueOf(before: KnownItem | undefined, item: SignedItem, issuedOn: Temporal.PlainDate, terms: Terms) {
  if (item.dueOn) return { dueOn: item.dueOn, dueSource: item.dueSource };
  if (before) return { dueOn: before.dueOn, dueSource: before.dueSource };
  return { dueOn: issuedOn.add({ days: terms.days }), dueSource: terms.source };
}

/** An item that the list no longer names: nothing is open on it. */
function paidItem(item: KnownItem): ItemMerge {
  return ledgerOpen(item) === 0n ? unchanged(item) : changedItem(item, { ...item, open: 0n });
}

/** What the ledger last said is open of an item: the bank may have settled some of it since. */
export function ledgerOpen({ open, banked }: Pick<KnownItem, 'open' | 'banked'>): bigint {
  return open + (banked?.provisional ?? 0n);
}

type Said = Pick<KnownItem, 'dueOn' | 'dueSource' | 'amount' | 'open'>;

/** An item as the ledger has it now, and as the bank does: what it settled stays settled until the ledger has followed. */
function changedItem(before: KnownItem, said: Said): ItemMerge {
  if (!before.banked) return changedTo(before, said);
  const met = meetLedger({ ...before.banked, open: before.open }, said.open);
  const merged = changedTo(before, { ...said, open: met.open });
  return met.confirmed === 0n && met.difference === null ? merged : { ...merged, met };
}

function changedTo(before: KnownItem, next: Said): ItemMerge {
  const same =
    before.open === next.open &&
    before.amount === next.amount &&
    before.dueOn.equals(next.dueOn) &&
    before.dueSource === next.dueSource;
  const settled = before.open !== 0n && next.open === 0n;
  const reopened = before.open === 0n && next.open !== 0n;
  const change = same ? 'unchanged' : settled ? 'settled' : reopened ? 'reopened' : 'changed';
  const { dueOn, dueSource, amount, open } = next;
  return { ...unchanged(before), dueOn, dueSource, amount, open, change };
}

function unchanged({ banked: _, ...item }: KnownItem): ItemMerge {
  return { ...item, change: 'unchanged', openBefore: item.open, dueOnBefore: item.dueOn };
}

function documentChange(known: KnownDocument | null, items: readonly ItemMerge[], factsChanged: boolean) {
  if (known === null) return 'added';
  const touched = items.filter(({ change }) => change !== 'unchanged');
  if (touched.length === 0) return factsChanged ? 'changed' : 'unchanged';
  const settled =
    touched.every(({ change }) => change === 'settled') && items.every(({ open }) => open === 0n);
  return settled ? 'settled' : 'changed';
}

/** Debts grow only by a payment that went back or a document that was changed: a person should look. */
function suspicionsOf(document: DocumentMerge): Problem[] {
  const write = (minor: bigint) => `${toDecimal(money(minor, document.currency))} ${document.currency}`;
  return document.items.flatMap(({ change, open, openBefore }): Problem[] => {
    const at = { row: document.row, column: 'open' };
    if (change === 'reopened') {
      return [{ code: 'item_reopened', facts: { document: document.number, after: write(open) }, at }];
    }
    if (change !== 'changed' || abs(open) <= abs(openBefore)) return [];
    const facts = { document: document.number, before: write(openBefore), after: write(open) };
    return [{ code: 'amount_grew', facts, at }];
  });
}

/** Whether any of the items is late on a day: on a first import, the backlog. */
export function overdueItems({ items }: DocumentMerge, today: Temporal.PlainDate): number {
  return items.filter(({ change, open, dueOn }) => change === 'added' && open > 0n && isBefore(dueOn, today))
    .length;
}

function atLeast(amount: bigint, open: bigint): bigint {
  return abs(open) > abs(amount) ? open : amount;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
