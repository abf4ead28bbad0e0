import type { BankLine } from '#core/bank/bank-reading.ts';
import { FINE_DECIMALS } from '#core/bank/bank-reading.ts';
import type { BankCsvField, BankCsvProfile } from '#core/bank/csv-profile.ts';
import { structuredReferenceIn } from '#core/bank/find-reference.ts';
import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { refuse } from '#core/refusal.ts';
import { headingOf } from '#formats/table/headings.ts';
import { readAmount } from '#formats/table/read-amount.ts';
import { readDay } from '#formats/table/read-day.ts';
import type { BankRow, BankTable } from './open-bank-csv.ts';

/** A row as a movement, with what it says of its account. */
export type ReadRow = {
  readonly line: BankLine;
  readonly account: string;
  readonly number: string | null;
  /** Of the account behind this movement; null where no column says it. */
  readonly balance: bigint | null;
};

const DEBITS =
  /^(d|db|dr|debit|debet|debits|s|soll|af|uit|out|money out|belastung|lastschrift|sortie|depense|ausgang|-)$/;
const CREDITS = /^(c|cr|k|credit|credits|h|haben|bij|in|money in|gutschrift|entree|recette|eingang|\+)$/;
const PENDING =
  /vorgemerkt|pending|attente|behandeling|gereserveerd|geweigerd|refus|reject|abgelehnt|ausstehend|cancel|annul/i;
const NO_REFERENCE = /^(NOT ?PROVIDED|NONREF|NONE|[-/.0]+)$/i;

/** Reads rows of one table. @throws Refusal bank_field_unreadable, bank_field_missing */
export class RowReader {
  readonly #table: BankTable;
  readonly #file: string;
  readonly #debitWords: ReadonlySet<string>;

  constructor(table: BankTable, file: string, { debitWords = [] }: BankCsvProfile) {
    this.#table = table;
    this.#file = file;
    this.#debitWords = new Set(debitWords.map((word) => word.trim().toLowerCase()));
  }

  /** Null for a row that holds neither day nor amount: what stands below a list is no movement. */
  read(row: BankRow): ReadRow | null {
    if (this.#isEmpty(row)) return null;
    const text = this.#joined(row, 'text');
    const written = this.#text(row, 'structured_reference') ?? '';
    const reference = structuredReferenceFrom(written);
    const whole =
      reference === null && written !== '' && !text.includes(written) ? `${text} ${written}`.trim() : text;
    const bookedOn = this.#day(row, 'booked_on') ?? this.#day(row, 'value_on');
    const returnReason = this.#text(row, 'return_reason');
    return {
      account: (this.#text(row, 'account') ?? this.#table.account ?? this.#missing(row, 'account')).replace(
        /[\s-]/g,
        '',
      ),
      number: this.#text(row, 'statement_number'),
      balance: this.#amountAt(row, 'balance'),
      line: {
        row: row.row,
        bookedOn: bookedOn ?? this.#missing(row, 'booked_on'),
        valueOn: this.#day(row, 'value_on'),
        amount: this.#amount(row),
        currency: (this.#text(row, 'currency') ?? this.#table.currency).toUpperCase(),
        counterparty: this.#first(row, 'counterparty'),
        iban: this.#text(row, 'iban')?.replace(/[\s-]/g, '') ?? null,
        bic: this.#text(row, 'bic')?.replace(/\s/g, '') ?? null,
        ultimateParty: this.#text(row, 'ultimate_party'),
        structuredReference: reference ?? structuredReferenceIn(whole),
        text: whole,
        endToEndId: this.#reference(row, 'end_to_end_id'),
        bankReference: this.#reference(row, 'bank_reference'),
        mandate: this.#reference(row, 'mandate'),
        code: this.#text(row, 'code'),
        reversal: returnReason !== null,
        returnReason,
        pending: PENDING.test(this.#text(row, 'status') ?? ''),
        details: [],
      },
    };
  }

  #isEmpty(row: BankRow): boolean {
    const fields: BankCsvField[] = ['booked_on', 'value_on', 'amount', 'debit', 'credit'];
    return fields.every((field) => this.#text(row, field) === null);
  }

  /** Signed in its own column, signed by another one, or in a column of its own for each way. */
  #amount(row: BankRow): bigint {
    const amount = this.#amountAt(row, 'amount');
    const sign = this.#text(row, 'sign');
    if (amount !== null && sign !== null)
      return this.#isDebit(row, sign) ? -absolute(amount) : absolute(amount);
    if (amount !== null) return amount;
    const [debit, credit] = [this.#amountAt(row, 'debit'), this.#amountAt(row, 'credit')];
    if (debit === null && credit === null) return this.#missing(row, 'amount');
    return (credit ?? 0n) - absolute(debit ?? 0n);
  }

  #isDebit(row: BankRow, sign: string): boolean {
    const word = sign.trim().toLowerCase();
    if (this.#debitWords.has(word)) return true;
    const plain = headingOf(sign) || word;
    if (DEBITS.test(plain)) return true;
    if (CREDITS.test(plain) || this.#debitWords.size > 0) return false;
    return this.#unreadable(row, 'sign', sign, 'D, C');
  }

  #amountAt(row: BankRow, field: BankCsvField): bigint | null {
    const text = this.#text(row, field);
    if (text === null) return null;
    const decimal = this.#table.styles.decimal ?? '.';
    const amount = readAmount(text, decimal, FINE_DECIMALS);
    if (amount === null) return this.#unreadable(row, field, text, decimal === ',' ? '-1234,50' : '-1234.50');
    // Behind amounts of debtors' accounts a C lowers what is owed; on a bank's it is money in.
    return /(DR|DB|DT|D|S|CR|CT|C|H)$/i.test(text) ? -amount : amount;
  }

  #day(row: BankRow, field: BankCsvField): string | null {
    const text = this.#text(row, field);
    if (text === null) return null;
    const day =
      readDay(text, this.#table.styles.days ?? 'dmy') ??
      readDay(text.slice(0, 10), this.#table.styles.days ?? 'dmy');
    return day ? day.toString() : this.#unreadable(row, field, text, '31/03/2026');
  }

  #cells(row: BankRow, field: BankCsvField): readonly string[] {
    return (this.#table.indexesOf.get(field) ?? [])
      .map((index) => row.cells[index] ?? '')
      .filter((cell) => cell !== '');
  }

  #text(row: BankRow, field: BankCsvField): string | null {
    return this.#cells(row, field)[0] ?? null;
  }

  #first(row: BankRow, field: BankCsvField): string | null {
    return this.#cells(row, field).find((cell) => !NO_REFERENCE.test(cell)) ?? null;
  }

  #reference(row: BankRow, field: BankCsvField): string | null {
    const text = this.#text(row, field);
    return text === null || NO_REFERENCE.test(text) ? null : text;
  }

  /** Banks repeat the message in the details: what is in the text already is not said twice. */
  #joined(row: BankRow, field: BankCsvField): string {
    let text = '';
    for (const cell of this.#cells(row, field)) {
      if (NO_REFERENCE.test(cell) || text.includes(cell)) continue;
      text = text !== '' && cell.includes(text) ? cell : `${text} ${cell}`.trim();
    }
    return text;
  }

  #missing(row: BankRow, field: BankCsvField): never {
    return refuse('bank_field_missing', {
      file: this.#file,
      line: String(row.row),
      field: this.#name(field),
    });
  }

  #unreadable(row: BankRow, field: BankCsvField, given: string, example: string): never {
    const facts = {
      file: this.#file,
      line: String(row.row),
      field: this.#name(field),
      given: given.slice(0, 60),
      example,
    };
    return refuse('bank_field_unreadable', facts);
  }

  /** The heading of the file; a field that no column has goes by its own name. */
  #name(field: BankCsvField): string {
    const [index] = this.#table.indexesOf.get(field) ?? [];
    return (index === undefined ? undefined : this.#table.headers[index]) || field;
  }
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
