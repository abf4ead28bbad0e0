import { refuse } from '#core/refusal.ts';
import type { BankTextLine } from '#formats/bank/bank-lines.ts';

/** A field of a message: its tag ('61', '86', '62F'), and its lines as they stand. */
export type Field = { readonly tag: string; readonly lines: string[]; readonly row: number };

/** What a message is made of; 'end' stands where one is over, 'type' where its envelope says which it is. */
const TAGS = /^(20|21|25P?|28C?|60[FM]|61|86|62[FM]|64|65|34F|13D?|90[DC]|NS|end|type)$/;
/** SWIFT allows 390 characters, banks write a few times that. More is no field, but lines that ran together. */
const LENGTH_MAX = 8000;
/** Ends of files that were put together, and marks of coding, before the text of a line. */
const MARKS = /^[\p{Cc}\ufeff]+/u;

/**
 * Cuts the text into fields. What stands before a message (names of banks, envelopes, '940') is read past. A line that
 * merely looks like a tag or an end is one only where it can be: banks cut texts at 65 characters, wherever that falls.
 */
export class FieldCutter {
  #field: Field | null = null;
  /** Of the field that is open. */
  #length = 0;
  /** The closing balance was read: what follows may be the end. */
  #closed = false;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** The fields that this line completes. */
  take({ row, text: whole }: BankTextLine): readonly Field[] {
    const text = whole.replace(MARKS, '');
    const envelope = /^[-}\s]*\{1:.*$/.test(text) || /^[-}\s]*\{[2-4]:/.test(text);
    if (envelope) return this.#envelope(text, row);
    if (this.#isEnd(text)) return [...this.end(), { tag: 'end', lines: [], row }];
    const found = /^:(\d\d[A-Z]?|NS):(.*)$/.exec(text);
    const tag = found?.[1] ?? '';
    if (found && TAGS.test(tag) && !this.#isCutTime(text)) return this.#begin(tag, found[2] ?? '', row);
    this.#append(text, row);
    return [];
  }

  /** The field still open. */
  end(): readonly Field[] {
    const field = this.#field;
    this.#field = null;
    return field ? [field] : [];
  }

  #begin(tag: string, rest: string, row: number): readonly Field[] {
    const before = this.end();
    if (/^(62|90)/.test(tag)) this.#closed = true;
    if (tag === '20') this.#closed = false;
    this.#length = 0;
    this.#measure(rest, row);
    this.#field = { tag, lines: [rest], row };
    return before;
  }

  #append(text: string, row: number): void {
    const field = this.#field;
    if (!field) return;
    this.#measure(text, row);
    field.lines.push(text);
  }

  #measure(text: string, row: number): void {
    this.#length += text.length + 1;
    if (this.#length <= LENGTH_MAX) return;
    const facts = {
      file: this.#file,
      line: String(row),
      given: String(this.#length),
      expected: String(LENGTH_MAX),
    };
    refuse('bank_line_length', facts);
  }

  /** '-}' ends a message anywhere; a dash alone only after its balance, since texts have such lines too. */
  #isEnd(text: string): boolean {
    if (/^\s*-\}/.test(text) || /^:940:/.test(text)) return true;
    return this.#closed && /^\s*-(XXX)?\s*$/.test(text);
  }

  /** A time that a bank cut in two: '…T16' and ':26:37'. */
  #isCutTime(text: string): boolean {
    const field = this.#field;
    if (field?.tag !== '86' || !/^:[0-5]\d:[0-5]\d(\D|$)/.test(text)) return false;
    return /\d\d$/.test(field.lines.at(-1) ?? '');
  }

  /** Blocks 1 to 4 of the SWIFT envelope, which may share their line with the first field. */
  #envelope(text: string, row: number): readonly Field[] {
    const before = this.end();
    const type = /\{2:[IO](94\d)/.exec(text)?.[1];
    const fields: Field[] = type ? [{ tag: 'type', lines: [type], row }] : [];
    const start = text.indexOf('{4:');
    const rest = start < 0 ? '' : text.slice(start + 3).trim();
    const ended: Field[] = before.length > 0 ? [{ tag: 'end', lines: [], row }] : [];
    return [...before, ...ended, ...fields, ...(rest === '' ? [] : this.take({ row, text: rest }))];
  }
}
