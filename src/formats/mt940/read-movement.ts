import { fineFrom } from '#core/bank/bank-amount.ts';

/** A ':61:' as it was understood. */
export type Movement = {
  readonly row: number;
  readonly valueOn: Day;
  /** As the bank's year has it: the year is that of the value day, or the one beside it. */
  readonly entryOn: Day | null;
  /** Signed: money in is positive. */
  readonly amount: bigint;
  /** RC and RD take a movement back, EC and ED only announce one. */
  readonly mark: string;
  /** 'NTRF', 'N051', '033'. */
  readonly type: string | null;
  readonly customerReference: string | null;
  readonly bankReference: string | null;
  /** What stands behind the reference, on its line (a name, at Rabobank) and below. */
  readonly behind: string | null;
  readonly supplementary: readonly string[];
};

/** A day; `given` where the calendar has no such day and the last of the month was taken (30 February). */
export type Day = { readonly iso: string; readonly given: string | null };

// Value day, entry day or blanks, mark, third letter of the currency, amount, type, references.
const MOVEMENT =
  /^(\d{6})(\d{4}|\s{1,4})?\s*(R[CD]|E[CD]|[CD])([A-Z])?\s*(\d[\d.]*(?:,\d*)?|,\d+)\s*([A-Z][A-Z0-9]{2}[A-Z0-9 ]|\d{3})?(.*)$/;

/** Null if the line is no movement. */
export function readMovement(lines: readonly string[], row: number): Movement | null {
  const found = MOVEMENT.exec(lines[0] ?? '');
  if (!found) return null;
  const [, value = '', entry = '', mark = '', , figures = '', type = '', rest = ''] = found;
  const valueOn = dayFrom(value);
  const amount = amountFrom(figures);
  if (!valueOn || amount === null) return null;
  const { customer, bank, behind } = referencesIn(rest);
  return {
    row,
    valueOn,
    entryOn: /^\d{4}$/.test(entry) && entry !== '0000' ? entryDay(entry, valueOn) : null,
    amount: /^(D|RC|ED)$/.test(mark) ? -amount : amount,
    mark,
    type: type.trim() || null,
    customerReference: customer,
    bankReference: bank,
    behind,
    supplementary: lines
      .slice(1)
      .map((line) => line.trim())
      .filter(Boolean),
  };
}

/** '1234,5', '500,', '000000012,30'; points between thousands, and a point for the comma, are met too. */
export function amountFrom(figures: string): bigint | null {
  const text = figures.includes(',') ? figures.replace(/\./g, '') : figures;
  return fineFrom(text);
}

/** 'YYMMDD'. Years from 80 on are of the last century. Null if the month or the day cannot be. */
export function dayFrom(text: string): Day | null {
  if (!/^\d{6}$/.test(text)) return null;
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4)].map(Number) as [
    number,
    number,
    number,
  ];
  return dayOf(year < 80 ? 2000 + year : 1900 + year, month, day);
}

function dayOf(year: number, month: number, day: number): Day | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const last = LENGTHS[month - 1] === 28 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 31);
  const taken = Math.min(day, last);
  const start = `${year}-${String(month).padStart(2, '0')}-`;
  const iso = start + String(taken).padStart(2, '0');
  return { iso, given: taken === day ? null : `${start}${day}` };
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 'MMDD' in the year that brings it closest to the value day: an entry of December may be valued in January. */
function entryDay(text: string, value: Day): Day | null {
  const year = Number(value.iso.slice(0, 4));
  const months = Number(text.slice(0, 2)) - Number(value.iso.slice(5, 7));
  const shift = months > 6 ? -1 : months < -6 ? 1 : 0;
  return dayOf(year + shift, Number(text.slice(0, 2)), Number(text.slice(2)));
}

/** 'NONREF//BANKREF', or a reference padded to sixteen characters with a name behind it. */
function referencesIn(rest: string): { customer: string | null; bank: string | null; behind: string | null } {
  const cut = rest.indexOf('//');
  const [head, bank] = cut < 0 ? [rest, ''] : [rest.slice(0, cut), rest.slice(cut + 2)];
  const isPadded = head.length > 16 && /\s/.test(head.charAt(15)) && /^\S+\s*$/.test(head.slice(0, 16));
  const customer = isPadded ? head.slice(0, 16) : head;
  return {
    customer: given(customer),
    bank: given(bank.replace(/<!--.*$/, '')),
    behind: isPadded ? given(head.slice(16)) : null,
  };
}

function given(text: string): string | null {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain === '' ? null : plain;
}
