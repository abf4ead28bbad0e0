import { fineFrom } from '#core/bank/bank-amount.ts';
import { dayFromYyyymmdd } from '#core/bank/bank-day.ts';
import type { BankPart } from '#core/bank/bank-reading.ts';
import { refuse } from '#core/refusal.ts';
import { type Fields, lineOf, type OfxPlace, unreadable } from './ofx-line.ts';
import type { OfxToken } from './ofx-tokens.ts';

const STATEMENTS = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);
const LINES = new Set(['STMTTRN', 'STMTTRNP']);
/** Elements that hold others, as far as they matter here; whatever else has no text is read past. */
const GROUPS = new Set([
  'OFX',
  ...STATEMENTS,
  ...LINES,
  'BANKTRANLIST',
  'BANKTRANLISTP',
  'LEDGERBAL',
  'AVAILBAL',
  'BANKACCTFROM',
  'CCACCTFROM',
  'INVACCTFROM',
  'BANKACCTTO',
  'CCACCTTO',
  'PAYEE',
  'CURRENCY',
  'ORIGCURRENCY',
]);

type OpenStatement = {
  readonly row: number;
  fields: Fields;
  isTold: boolean;
  closing: bigint | null;
  closedOn: string | null;
};

/** Follows the elements: statements, the lines in them, the balance at their end. */
export class OfxFile {
  #groups: { name: string; row: number; fields: Fields }[] = [];
  #statement: OpenStatement | null = null;
  #parts: BankPart[] = [];
  #row = 1;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** What has been read since it was last asked. */
  take(): readonly BankPart[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  token({ name, isEnd, text, row }: OfxToken): void {
    this.#row = row;
    if (!GROUPS.has(name)) {
      const group = this.#groups.at(-1);
      if (!isEnd && text !== '' && group) group.fields[name] ??= text;
      return;
    }
    if (isEnd) this.#end(name);
    else this.#begin(name);
  }

  /** @throws Refusal bank_file_cut_short */
  end(): void {
    const open = this.#groups.at(-1);
    if (!open) return;
    const expected = `</${open.name}>`;
    refuse('bank_file_cut_short', { file: this.#file, line: String(this.#row), expected });
  }

  #begin(name: string): void {
    const outer = this.#groups.some((group) => group.name === name);
    const inStatement = this.#statement !== null;
    if (outer || (inStatement && STATEMENTS.has(name))) this.#misplaced(`<${name}>`, `</${name}>`);
    if (LINES.has(name) && !inStatement) this.#misplaced(`<${name}>`, '<STMTRS>');
    this.#groups.push({ name, row: this.#row, fields: {} });
    if (STATEMENTS.has(name)) {
      const fields = this.#groups.at(-1)?.fields ?? {};
      this.#statement = { row: this.#row, fields, isTold: false, closing: null, closedOn: null };
    }
  }

  #end(name: string): void {
    this.#endForgotten(name);
    const group = this.#groups.pop();
    if (group?.name !== name) {
      this.#misplaced(`</${name}>`, group ? `</${group.name}>` : '<OFX>');
    }
    const place = { file: this.#file, row: group.row };
    if (LINES.has(name)) this.#line(group.fields, name === 'STMTTRNP', place);
    else if (STATEMENTS.has(name)) this.#close(place);
    else if (name === 'LEDGERBAL') this.#balance(group.fields, place);
    else this.#hand(name, group.fields);
  }

  /** Some banks forget to end the list of lines: what ends around it ends it too. A line must end by itself. */
  #endForgotten(name: string): void {
    if (!this.#groups.some((group) => group.name === name)) return;
    for (let last = this.#groups.at(-1); last && last.name !== name; last = this.#groups.at(-1)) {
      if (LINES.has(last.name) || STATEMENTS.has(last.name)) return;
      this.#groups.pop();
      this.#hand(last.name, last.fields);
    }
  }

  /** Fields of a smaller element go to the one around it, named with its own name. */
  #hand(name: string, fields: Fields): void {
    const around = this.#groups.at(-1)?.fields;
    if (!around || name === 'OFX' || name === 'AVAILBAL') return;
    for (const [field, text] of Object.entries(fields)) around[`${name}.${field}`] ??= text;
  }

  #line(fields: Fields, isPending: boolean, place: OfxPlace): void {
    const statement = this.#statement;
    if (!statement) return;
    const currency = this.#told(statement, place);
    this.#parts.push({ part: 'line', line: lineOf(fields, isPending, currency, place) });
  }

  #balance({ BALAMT, DTASOF }: Fields, place: OfxPlace): void {
    const statement = this.#statement;
    if (!statement) return;
    // An empty balance is one the bank does not tell.
    if (BALAMT !== undefined)
      statement.closing = fineFrom(BALAMT) ?? unreadable('BALAMT', BALAMT, '1234.50', place);
    statement.closedOn = dayFromYyyymmdd(DTASOF ?? '');
  }

  #close(place: OfxPlace): void {
    const statement = this.#statement;
    if (!statement) return;
    this.#told(statement, place);
    const { closing, closedOn, fields } = statement;
    const last = closedOn ?? dayFromYyyymmdd(fields['BANKTRANLIST.DTEND'] ?? '');
    this.#parts.push({ part: 'closing', closing: { closing, closedOn: last, row: this.#row } });
    this.#statement = null;
  }

  /** Opens the statement, once its account is known. @returns its currency */
  #told(statement: OpenStatement, place: OfxPlace): string {
    const { fields } = statement;
    const currency = fields.CURDEF?.toUpperCase() ?? '';
    if (statement.isTold) return currency;
    statement.isTold = true;
    const account = ['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM']
      .map((name) => fields[`${name}.ACCTID`]?.replace(/\s/g, ''))
      .find(Boolean);
    if (!account) return unreadable('ACCTID', '', '539007547034', { ...place, row: statement.row });
    if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) unreadable('CURDEF', currency, 'EUR', place);
    const list = this.#groups.find(({ name }) => name.startsWith('BANKTRANLIST'))?.fields ?? {};
    const openedOn = dayFromYyyymmdd(list.DTSTART ?? fields['BANKTRANLIST.DTSTART'] ?? '');
    const opening = { account, currency, number: null, holder: null, openedOn, opening: null };
    this.#parts.push({ part: 'opening', opening: { ...opening, row: statement.row } });
    return currency;
  }

  #misplaced(given: string, expected: string): never {
    return refuse('bank_record_misplaced', { file: this.#file, line: String(this.#row), given, expected });
  }
}
