import type { Currency } from '#core/money/currencies.ts';
import {
  type DebtorFacts,
  type ImportedContact,
  type ImportedItem,
  type ImportedRow,
  NO_DEBTOR_FACTS,
} from '#core/receivables/imported-row.ts';
import type { DocumentKind, DueSource } from '#core/receivables/kinds.ts';

/** The debtor's facts in the order they are laid down. */
export const FACT_NAMES = Object.keys(NO_DEBTOR_FACTS) as (keyof DebtorFacts)[];

type Word = string | null;
type LaidFacts = readonly (string | number | null)[];
type LaidItem = readonly [
  kind: DocumentKind | null,
  number: string,
  issuedOn: Word,
  dueOn: Word,
  dueSource: DueSource,
  currency: Currency,
  amount: Word,
  open: string,
  structuredReference: Word,
  iban: Word,
  linkedNumber: Word,
];

/**
 * A row as it lies in the transaction's own table until its debtor's turn comes: short texts. What it says of its
 * debtor is left out where the row above has just said it.
 */
export function layDown({ debtor, contacts, item }: ImportedRow, above: ImportedRow | undefined) {
  const isRepeated = above !== undefined && above.debtor === debtor && above.contacts === contacts;
  const facts: LaidFacts = isRepeated ? [] : FACT_NAMES.map((name) => debtor[name]);
  const laid: LaidItem | null = item && [
    item.kind,
    item.number,
    item.issuedOn && textOf(item.issuedOn),
    item.dueOn && textOf(item.dueOn),
    item.dueSource,
    item.currency,
    item.amount === null ? null : item.amount.toString(),
    item.open.toString(),
    item.structuredReference,
    item.iban,
    item.linkedNumber,
  ];
  return {
    debtor: isRepeated ? null : JSON.stringify(contacts.length > 0 ? [facts, contacts] : [facts]),
    item: laid && JSON.stringify(laid),
  };
}

export function takeUp(
  row: number,
  debtorNumber: string,
  debtor: string | null,
  item: string | null,
): ImportedRow {
  const [facts, contacts = NO_CONTACTS] =
    debtor === null ? [] : (JSON.parse(debtor) as [LaidFacts, ImportedContact[]?]);
  return {
    row,
    debtorNumber,
    debtor: facts ? factsFrom(facts) : NO_DEBTOR_FACTS,
    contacts,
    item: item === null ? null : itemFrom(JSON.parse(item) as LaidItem),
  };
}

const NO_CONTACTS: readonly ImportedContact[] = [];

/** Days repeat, and never change: each is spelled and read once. */
const spelled = new WeakMap<Temporal.PlainDate, string>();
const readDays = new Map<string, Temporal.PlainDate>();

export function textOf(day: Temporal.PlainDate): string {
  const before = spelled.get(day);
  if (before !== undefined) return before;
  const text = day.toString();
  spelled.set(day, text);
  return text;
}

function dayOf(text: string): Temporal.PlainDate {
  const before = readDays.get(text);
  if (before) return before;
  const day = Temporal.PlainDate.from(text);
  if (readDays.size < 10_000) readDays.set(text, day);
  return day;
}

/** Facts from their values in the order of FACT_NAMES. */
export function factsFrom(values: LaidFacts): DebtorFacts {
  const facts: Record<string, unknown> = {};
  for (const [index, name] of FACT_NAMES.entries()) facts[name] = values[index] ?? null;
  return facts as DebtorFacts;
}

function itemFrom([
  kind,
  number,
  issuedOn,
  dueOn,
  dueSource,
  currency,
  amount,
  open,
  ...rest
]: LaidItem): ImportedItem {
  const [structuredReference, iban, linkedNumber] = rest;
  return {
    kind,
    number,
    issuedOn: issuedOn === null ? null : dayOf(issuedOn),
    dueOn: dueOn === null ? null : dayOf(dueOn),
    dueSource,
    currency,
    amount: amount === null ? null : BigInt(amount),
    open: BigInt(open),
    structuredReference,
    iban,
    linkedNumber,
  };
}
