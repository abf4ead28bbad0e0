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

/** A row as it lies in the transaction's own table until its debtor's turn comes: a short text. */
export function layDown({ debtor, contacts, item }: ImportedRow): string {
  const facts: LaidFacts = FACT_NAMES.map((name) => debtor[name]);
  const laid: LaidItem | null = item && [
    item.kind,
    item.number,
    item.issuedOn?.toString() ?? null,
    item.dueOn?.toString() ?? null,
    item.dueSource,
    item.currency,
    item.amount === null ? null : item.amount.toString(),
    item.open.toString(),
    item.structuredReference,
    item.iban,
    item.linkedNumber,
  ];
  return JSON.stringify([facts, contacts, laid]);
}

export function takeUp(row: number, debtorNumber: string, body: string): ImportedRow {
  const [facts, contacts, item] = JSON.parse(body) as [LaidFacts, ImportedContact[], LaidItem | null];
  return { row, debtorNumber, debtor: factsFrom(facts), contacts, item: item && itemFrom(item) };
}

/** Facts from their values in the order of FACT_NAMES. */
export function factsFrom(values: LaidFacts): DebtorFacts {
  return Object.fromEntries(FACT_NAMES.map((name, index) => [name, values[index] ?? null])) as DebtorFacts;
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
    issuedOn: issuedOn === null ? null : Temporal.PlainDate.from(issuedOn),
    dueOn: dueOn === null ? null : Temporal.PlainDate.from(dueOn),
    dueSource,
    currency,
    amount: amount === null ? null : BigInt(amount),
    open: BigInt(open),
    structuredReference,
    iban,
    linkedNumber,
  };
}
