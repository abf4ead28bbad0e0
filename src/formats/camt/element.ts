import { fineFrom } from '#core/bank/bank-amount.ts';
import { refuse } from '#core/refusal.ts';

/** A piece of a camt file by its local name. Of its attributes only the currency of an amount says anything here. */
export type Element = {
  readonly name: string;
  /** The line of the file where it begins. */
  readonly row: number;
  text: string;
  readonly currency: string;
  children: Element[];
};

/** The first child of that name. */
export function childOf(element: Element | undefined, name: string): Element | undefined {
  if (element === undefined) return undefined;
  for (const child of element.children) if (child.name === name) return child;
  return undefined;
}

/** The element along a path of local names: elementAt(entry, 'BkTxCd', 'Domn', 'Cd'). */
export function elementAt(element: Element | undefined, ...path: readonly string[]): Element | undefined {
  let here = element;
  for (const name of path) here = childOf(here, name);
  return here;
}

/** The text there, its blanks made plain; null if there is none. */
export function textAt(element: Element | undefined, ...path: readonly string[]): string | null {
  const found = elementAt(element, ...path);
  return found === undefined || found.text === '' ? null : plain(found.text) || null;
}

/** An account by its IBAN, or by what its bank calls it; version 1 has names of its own for that. */
export function accountIn(account: Element | undefined): string | null {
  const id = childOf(account, 'Id');
  const number =
    textAt(id, 'IBAN') ?? textAt(id, 'Othr', 'Id') ?? textAt(id, 'PrtryAcct', 'Id') ?? textAt(id, 'BBAN');
  return number === null ? null : number.replace(/\s/g, '');
}

/** Every run of blanks is one, and none at the ends. */
export function plain(text: string): string {
  return UNEVEN.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

const UNEVEN = /[^\S ]|\s\s|^\s|\s$/;

/** How a camt file marks that a reference was never given. */
const NO_REFERENCE = /^(NOT ?PROVIDED|NONREF|NOTPROVIDED\/.*|N\/?A|NONE|NULL|[-/.0*]+)$/i;

export function isNoReference(text: string): boolean {
  return NO_REFERENCE.test(text);
}

export function referenceAt(element: Element | undefined, ...path: readonly string[]): string | null {
  const text = textAt(element, ...path);
  return text === null || isNoReference(text) ? null : text;
}

/** Reads fields of one file, and refuses the file where one is missing or no amount, day or direction. */
export class Fields {
  readonly #file: string;
  /** A file has few days and many entries. */
  readonly #days = new Set<string>();

  constructor(file: string) {
    this.#file = file;
  }

  /** An amount without its sign. @throws Refusal bank_field_missing, bank_field_unreadable */
  amount(parent: Element, name = 'Amt'): bigint {
    const element = childOf(parent, name) ?? this.missing(parent, name);
    return this.amountIn(element, parent);
  }

  amountIn(element: Element, parent: Element): bigint {
    const text = element.text.trim();
    const amount = fineFrom(text);
    return amount === null || amount < 0n
      ? this.unreadable(element, `${parent.name}/${element.name}`, text, '1234.50')
      : amount;
  }

  /** 1 for money in, -1 for money out. */
  direction(parent: Element): bigint {
    const element = childOf(parent, 'CdtDbtInd') ?? this.missing(parent, 'CdtDbtInd');
    const text = element.text.trim();
    if (text === 'CRDT') return 1n;
    return text === 'DBIT' ? -1n : this.unreadable(element, `${parent.name}/CdtDbtInd`, text, 'CRDT, DBIT');
  }

  /** The day of a choice between Dt and DtTm, as the bank's own clock had it; null if there is none. */
  dayAt(parent: Element | undefined, ...path: readonly string[]): string | null {
    const choice = elementAt(parent, ...path);
    const element = childOf(choice, 'Dt') ?? childOf(choice, 'DtTm') ?? choice;
    const text = element?.text.trim() ?? '';
    if (element === undefined || text === '') return null;
    const day = text.slice(0, 10);
    if (this.#days.has(day) || isDay(day)) {
      this.#days.add(day);
      return day;
    }
    return this.unreadable(element, path.join('/') || element.name, text, '2026-03-31');
  }

  missing(parent: Element, name: string): never {
    return refuse('bank_field_missing', {
      file: this.#file,
      line: String(parent.row),
      field: `${parent.name}/${name}`,
    });
  }

  unreadable(element: Element, field: string, given: string, example: string): never {
    const line = String(element.row);
    return refuse('bank_field_unreadable', {
      file: this.#file,
      line,
      field,
      given: given.slice(0, 60),
      example,
    });
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  return day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}
