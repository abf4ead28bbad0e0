import { type Currency, decimalsOf, isCurrency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { type ImportedItem, signedItem } from '#core/receivables/imported-row.ts';
import { DOCUMENT_KINDS } from '#core/receivables/kinds.ts';
import type { ListField } from '#core/receivables/list-fields.ts';
import { isIban, structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { cellText } from './cell.ts';
import { StylesUnsure } from './detect-styles.ts';
import type { Line } from './line.ts';
import { amountStyleOf, type DecimalSign, readAmount, readNumber } from './read-amount.ts';
import { type DayOrder, dayStyleOf, readDay } from './read-day.ts';
import { documentKindOf } from './words.ts';

/** The due item of one row; null, with problems on the line, if it does not read. */
export function readItem(line: Line): ImportedItem | null {
  const number = line.required('document_number', 80);
  const kind = line.word('document_kind', documentKindOf, DOCUMENT_KINDS.join(', '));
  const [issuedOn, dueOn] = [readDayOf(line, 'issued_on'), readDayOf(line, 'due_on')];
  if (!issuedOn && !dueOn && line.problems.length === 0)
    line.refuse('due_on', 'value_missing', { field: 'due_on' });
  const currency = currencyOf(line);
  const amounts = currency ? amountsOf(line, currency) : null;
  const reference = line.text('structured_reference');
  const iban = line.text('iban')?.replace(/\s/g, '').toUpperCase() ?? null;
  if (number === null || !currency || !amounts || line.problems.length > 0) return null;
  const item = signedItem({
    kind,
    number,
    issuedOn,
    dueOn,
    dueSource: 'document',
    currency,
    ...amounts,
    structuredReference: reference === null ? null : structuredReferenceFrom(reference),
    iban: iban !== null && isIban(iban) ? iban : null,
    linkedNumber: line.text('linked_number'),
  });
  return withinAmount(line, item) ? item : null;
}

/** What is open cannot be more than the document was for, unless the columns are exchanged. */
function withinAmount(line: Line, { amount, open, currency }: ImportedItem): boolean {
  if (amount === null || amount < 0n !== open < 0n) return true;
  if (open < 0n ? open >= amount : open <= amount) return true;
  const write = (minor: bigint) => toDecimal(money(minor, currency));
  line.refuse('open', 'open_above_amount', { open: write(open), amount: write(amount) });
  return false;
}

function currencyOf(line: Line): Currency | null {
  const text = line.text('currency');
  if (text === null) return line.sheet.currency;
  const code = SIGNS[text] ?? text.toUpperCase();
  if (isCurrency(code)) return code;
  line.refuse('currency', 'currency_unknown', { given: text.slice(0, 20) });
  return null;
}

const SIGNS: Record<string, string> = {
  '€': 'EUR',
  Euro: 'EUR',
  euro: 'EUR',
  CFA: 'XOF',
  FCFA: 'XOF',
  '£': 'GBP',
  US$: 'USD',
};

/** Open and amount, or debit and credit columns, whose difference is what is open. */
function amountsOf(line: Line, currency: Currency): { amount: bigint | null; open: bigint } | null {
  const amount = amountOf(line, 'amount', currency);
  if (line.has('open')) {
    const open = amountOf(line, 'open', currency);
    if (open === null && line.problems.length === 0) line.refuse('open', 'value_missing', { field: 'open' });
    return open === null ? null : { amount, open };
  }
  if (line.has('debit') || line.has('credit')) {
    const [debit, credit] = [amountOf(line, 'debit', currency), amountOf(line, 'credit', currency)];
    if (debit === null && credit === null && line.problems.length === 0) {
      line.refuse('debit', 'value_missing', { field: 'debit' });
    }
    return debit === null && credit === null ? null : { amount, open: (debit ?? 0n) - (credit ?? 0n) };
  }
  if (amount === null && line.problems.length === 0)
    line.refuse('amount', 'value_missing', { field: 'amount' });
  return amount === null ? null : { amount, open: amount };
}

function amountOf(line: Line, field: ListField, currency: Currency): bigint | null {
  const cell = line.cell(field);
  if (cell === '') return null;
  const decimals = decimalsOf(currency);
  if (typeof cell === 'number') {
    const minor = readNumber(cell, decimals);
    if (minor === null)
      line.refuse(field, 'amount_unreadable', { given: String(cell), example: exampleOf(line, decimals) });
    return minor;
  }
  const text = cellText(cell);
  if (text === '') return null;
  const minor = readAmount(text, decimalFor(line, text), decimals);
  if (minor === null) {
    line.refuse(field, 'amount_unreadable', { given: text.slice(0, 60), example: exampleOf(line, decimals) });
  }
  return minor;
}

/** Where no sign is known yet, only a spelling without decimals and groups may be read. */
function decimalFor({ sheet }: Line, text: string): DecimalSign {
  if (sheet.decimal === null && amountStyleOf(text) !== 'any' && amountStyleOf(text) !== 'none')
    throw new StylesUnsure();
  return sheet.decimal ?? '.';
}

function orderFor({ sheet }: Line, text: string): DayOrder {
  const style = sheet.days === null ? dayStyleOf(text) : 'any';
  if (style !== 'any' && style !== 'none') throw new StylesUnsure();
  return sheet.days ?? 'dmy';
}

function exampleOf(line: Line, decimals: number): string {
  return decimals === 0 ? '1234' : `1234${line.sheet.decimal ?? '.'}${'5'.padEnd(decimals, '0')}`;
}

const EXAMPLES = { dmy: '31/12/2026', mdy: '12/31/2026' };

function readDayOf(line: Line, field: 'issued_on' | 'due_on'): Temporal.PlainDate | null {
  const cell = line.cell(field);
  if (cell === '') return null;
  if (cell instanceof Temporal.PlainDate) return cell;
  const text = cellText(cell);
  if (text === '') return null;
  const order = orderFor(line, text);
  const day = readDay(text, order);
  if (!day) line.refuse(field, 'day_unreadable', { given: text.slice(0, 60), example: EXAMPLES[order] });
  return day;
}
