import type { BankLine, BankPart, BankProblem } from '#core/bank/bank-reading.ts';
import { isIban } from '#core/receivables/structured-reference.ts';
import { refuse } from '#core/refusal.ts';
import type { Field } from './cut-fields.ts';
import { lineFrom } from './line-from.ts';
import { amountFrom, type Day, dayFrom, type Movement, readMovement } from './read-movement.ts';
import { Totals } from './totals.ts';

/** What is known of a message so far. */
type Message = {
  readonly row: number;
  account: string | null;
  currency: string;
  number: string | null;
  isInterim: boolean;
  isOpened: boolean;
  closedRow: number | null;
  readonly totals: Totals;
};

/** Puts fields together to statements. A statement may be several messages: its pages, glued by the check. */
export class MessageReader {
  readonly #file: string;
  #message: Message | null = null;
  #movement: Movement | null = null;
  #blocks: (readonly string[])[] = [];
  #isInterim = false;
  #row = 1;

  constructor(file: string) {
    this.#file = file;
  }

  take(field: Field): readonly BankPart[] {
    this.#row = field.row;
    const { tag } = field;
    if (tag === '86') {
      if (this.#movement) this.#blocks.push(field.lines);
      return [];
    }
    const movement = this.#finishMovement();
    if (tag === 'type') this.#isInterim = field.lines[0] === '942';
    else if (tag === '20') return [...movement, ...this.#finish(), ...this.#begin(field)];
    else if (tag === 'end') return [...movement, ...this.#finish()];
    else return [...movement, ...this.#field(field)];
    return movement;
  }

  /** The last movement; then `end`, which may refuse. */
  flush(): readonly BankPart[] {
    return this.#finishMovement();
  }

  end(): readonly BankPart[] {
    return this.#finish();
  }

  #begin({ row }: Field): readonly BankPart[] {
    this.#message = {
      row,
      account: null,
      currency: '',
      number: null,
      isInterim: this.#isInterim,
      isOpened: false,
      closedRow: null,
      totals: new Totals(),
    };
    return [];
  }

  #field(field: Field): readonly BankPart[] {
    const message = this.#message;
    if (!message) {
      return field.tag === '61' || field.tag.startsWith('6') ? this.#misplaced(field, ':20:') : [];
    }
    const text = field.lines[0]?.trim() ?? '';
    if (field.tag.startsWith('25')) this.#account(message, text);
    else if (field.tag.startsWith('28')) message.number = numberFrom(text);
    else if (field.tag === '34F') this.#floor(message, text);
    else if (field.tag.startsWith('13')) message.isInterim = true;
    else if (field.tag.startsWith('60')) return this.#opening(message, field, text);
    else if (field.tag === '61') return this.#beginMovement(message, field);
    else if (field.tag.startsWith('62')) return this.#closing(message, field, text);
    else if (field.tag.startsWith('90')) return this.#total(message, field, text);
    return [];
  }

  /** 'NL84RABO0121212121 EUR', '12345678/1020304050', '1291.99.348EUR', 'TRIODOSBANK/0390123456'. */
  #account(message: Message, text: string): void {
    const whole = text
      .slice(0, 60)
      .toUpperCase()
      .replace(/[\s".]/g, '');
    const parted = /^(.*\d.*?)([A-Z]{3})$/.exec(whole);
    const account = parted && !isIban(whole) ? (parted[1] ?? whole) : whole;
    if (account !== whole) message.currency = parted?.[2] ?? '';
    const [before = '', behind] = account.split('/');
    message.account = behind !== undefined && (isIban(behind) || !/\d/.test(before)) ? behind : account;
  }

  #floor(message: Message, text: string): void {
    message.isInterim = true;
    message.currency ||= /^[A-Z]{3}/.exec(text)?.[0] ?? '';
  }

  #opening(message: Message, field: Field, text: string): readonly BankPart[] {
    if (message.isOpened) return this.#misplaced(field, ':61:, :62F:');
    const { amount, currency, day } = this.#balance(field, text);
    message.currency = currency;
    return this.#open(message, amount, day, field.tag === '60M');
  }

  #open(message: Message, opening: bigint | null, day: Day | null, continues: boolean): readonly BankPart[] {
    if (message.account === null) return this.#missing(':25:', message.row);
    message.isOpened = true;
    const { account, currency, number, row } = message;
    const openedOn = day?.iso ?? null;
    const opened = { account, currency, number, holder: null, openedOn, opening, continues, row };
    return [{ part: 'opening', opening: opened }, ...clamped(day, row, ':60F:')];
  }

  /** A movement, or the sums of an interim report, may come where no balance was. */
  #openLate(message: Message): readonly BankPart[] {
    if (message.isOpened) return [];
    if (!message.isInterim) return this.#missing(':60F:', message.row);
    return this.#open(message, null, null, false);
  }

  #beginMovement(message: Message, field: Field): readonly BankPart[] {
    if (message.closedRow !== null) return this.#misplaced(field, ':20:');
    const opened = this.#openLate(message);
    this.#movement = readMovement(field.lines, field.row);
    this.#blocks = [];
    if (!this.#movement) this.#unreadable(field, '2603310331C1234,50NTRFNONREF//B123');
    const { valueOn, entryOn } = this.#movement;
    return [...opened, ...clamped(entryOn ?? valueOn, field.row, ':61:')];
  }

  #finishMovement(): readonly BankPart[] {
    const [movement, message] = [this.#movement, this.#message];
    this.#movement = null;
    if (!movement || !message) return [];
    const line: BankLine = lineFrom({ movement, blocks: this.#blocks }, message.currency, message.isInterim);
    message.totals.add(line.amount);
    return [{ part: 'line', line }];
  }

  #closing(message: Message, field: Field, text: string): readonly BankPart[] {
    if (message.closedRow !== null) return this.#misplaced(field, ':20:');
    const opened = this.#openLate(message);
    const { amount, currency, day } = this.#balance(field, text);
    message.closedRow = field.row;
    const mixed = currency === message.currency ? [] : [currencyMixed(message, currency, field.row)];
    const closing = {
      closedOn: day?.iso ?? null,
      closing: mixed.length > 0 ? null : amount,
      ...(mixed.length > 0 && { balanced: false }),
      continued: field.tag === '62M',
      row: field.row,
    };
    return [...opened, ...clamped(day, field.row, `:${field.tag}:`), ...mixed, { part: 'closing', closing }];
  }

  #total(message: Message, field: Field, text: string): readonly BankPart[] {
    message.isInterim = true;
    const opened = this.#openLate(message);
    const found = /^(\d{1,5})\s*([A-Z]{3})\s*([\d.]*,?\d*)$/.exec(text);
    const sum = amountFrom(found?.[3] ?? '');
    if (!found || sum === null) return this.#unreadable(field, '12EUR1234,50');
    const statement = { account: message.account ?? '?', statement: message.number ?? '?' };
    const place = { tag: field.tag, row: field.row, currency: message.currency };
    return [...opened, ...message.totals.compare(place, Number(found[1]), sum, statement)];
  }

  #finish(): readonly BankPart[] {
    const message = this.#message;
    this.#message = null;
    if (!message) return [];
    if (message.closedRow !== null) return [];
    const opened = this.#openLate(message);
    if (!message.isInterim) {
      refuse('bank_file_cut_short', { file: this.#file, line: String(this.#row), expected: ':62F:' });
    }
    const closing = { closedOn: null, closing: null, row: this.#row };
    return [...opened, { part: 'closing', closing }];
  }

  /** 'C260331EUR1234,50'; a day of zeros is none. */
  #balance(field: Field, text: string): { amount: bigint; currency: string; day: Day | null } {
    const found = /^R?([CD])\s*(\d{6})\s*([A-Z]{3})\s*([\d.]*,?\d*)(?:\s|$)/.exec(text);
    const amount = amountFrom(found?.[4] ?? '');
    const day = dayFrom(found?.[2] ?? '');
    if (!found || amount === null || (!day && found[2] !== '000000')) {
      return this.#unreadable(field, 'C260331EUR1234,50');
    }
    return { amount: found[1] === 'D' ? -amount : amount, currency: found[3] ?? '', day };
  }

  #missing(field: string, row: number): never {
    return refuse('bank_field_missing', { file: this.#file, line: String(row), field });
  }

  #misplaced(field: Field, expected: string): never {
    const facts = { file: this.#file, line: String(field.row), given: `:${field.tag}:`, expected };
    return refuse('bank_record_misplaced', facts);
  }

  #unreadable(field: Field, example: string): never {
    return refuse('bank_field_unreadable', {
      file: this.#file,
      line: String(field.row),
      field: `:${field.tag}:`,
      given: (field.lines[0] ?? '').slice(0, 60),
      example,
    });
  }
}

/** '00143/1' is statement 143 of the year, page 1; banks that do not count write zeros. */
function numberFrom(text: string): string | null {
  const number = (text.split('/')[0] ?? '').trim();
  return /^0*$/.test(number) ? null : number;
}

function clamped(day: Day | null, row: number, column: string): readonly BankPart[] {
  if (!day || day.given === null) return [];
  const facts = { line: String(row), given: day.given, taken: day.iso };
  return [
    { part: 'problem', problem: { code: 'bank_day_clamped', facts, at: { row, column }, refuses: null } },
  ];
}

function currencyMixed(message: Message, given: string, row: number): BankPart {
  const statement = { account: message.account ?? '?', statement: message.number ?? '?' };
  const problem: BankProblem = {
    code: 'statement_currency_mixed',
    facts: { ...statement, given, expected: message.currency },
    at: { row, column: ':62F:' },
    refuses: 'statement',
  };
  return { part: 'problem', problem };
}
