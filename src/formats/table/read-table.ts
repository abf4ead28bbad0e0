import type { Currency } from '#core/money/currencies.ts';
import type { Problem } from '#core/problem.ts';
import type { ImportedRow, RejectedRow } from '#core/receivables/imported-row.ts';
import type { ListField } from '#core/receivables/list-fields.ts';
import { shortFacts } from '#core/refusal.ts';
import { debtorColumnsOf, Line, type Sheet } from './line.ts';
import type { Table } from './open-table.ts';
import { readDebtor } from './read-debtor.ts';
import { readItem } from './read-item.ts';

/** One portion of a list: rows that read, and for the others why not and what they would have been about. */
export type Portion = {
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly Problem[];
  readonly rejected: readonly RejectedRow[];
};

/** What must be settled before any row can be read: a column that is missing, a style that is ambiguous. */
export function questionsOf(table: Table): Problem[] {
  const { decimalAsked, daysAsked } = table.styles;
  const at = (row: number, column: string) => ({ row, column });
  const headers = table.columns.map(({ header }) => header).join(', ');
  const missing = missingFields(table).map((field) => ({
    code: 'column_missing' as const,
    facts: shortFacts({ field, headers }),
    at: at(table.headerRow, field),
  }));
  const asked: Problem[] = [];
  if (decimalAsked) {
    const facts = shortFacts({ given: decimalAsked.given });
    asked.push({ code: 'decimal_sign_ambiguous', facts, at: at(decimalAsked.row, decimalAsked.column) });
  }
  if (daysAsked) {
    const facts = shortFacts({ given: daysAsked.given });
    asked.push({ code: 'day_order_ambiguous', facts, at: at(daysAsked.row, daysAsked.column) });
  }
  return [...missing, ...asked];
}

function missingFields({ kind, columns }: Table): ListField[] {
  const has = new Set(columns.map(({ field }) => field));
  const amounts: ListField[] = ['open', 'amount', 'debit', 'credit'];
  const needed: ListField[] =
    kind === 'debtors' ? ['debtor_number', 'debtor_name'] : ['debtor_number', 'document_number'];
  const missing = needed.filter((field) => !has.has(field));
  return kind === 'open_items' && !amounts.some((field) => has.has(field)) ? [...missing, 'open'] : missing;
}

/** Reads all rows below the headings, in portions. Every row that can be read is read. */
export async function* readTable(table: Table, currency: Currency): AsyncGenerator<Portion> {
  const sheet = sheetOf(table, currency);
  for await (const portion of table.rows()) {
    const rows: ImportedRow[] = [];
    const problems: Problem[] = [];
    const rejected: RejectedRow[] = [];
    for (const row of portion) {
      const line = new Line(sheet, row);
      if (line.isTotal()) continue;
      const read = readLine(line, table.kind);
      if (line.problems.length === 0 && read) rows.push(read);
      else {
        problems.push(...line.problems);
        rejected.push({ row: row.row, ...line.names() });
      }
    }
    yield { rows, problems, rejected };
  }
}

function readLine(line: Line, kind: Table['kind']): ImportedRow | null {
  const debtorNumber = line.required('debtor_number', 60);
  const { facts, contacts } = line.sameDebtor() ?? line.keepDebtor(readDebtor(line, kind));
  const item = kind === 'open_items' ? readItem(line) : null;
  if (debtorNumber === null || (kind === 'open_items' && item === null)) return null;
  return { row: line.row, debtorNumber, debtor: facts, contacts, item };
}

function sheetOf({ columns, styles }: Table, currency: Currency): Sheet {
  const indexOf = new Map(columns.flatMap(({ field, index }) => (field ? [[field, index] as const] : [])));
  return {
    indexOf,
    headers: columns.map(({ header }) => header),
    decimal: styles.decimal ?? (styles.isPartial ? null : '.'),
    days: styles.days ?? (styles.isPartial ? null : 'dmy'),
    currency,
    debtorColumns: debtorColumnsOf(indexOf),
    last: null,
  };
}
