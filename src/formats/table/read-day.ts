export type DayOrder = 'dmy' | 'mdy';

/** What a spelling says about its column: an order for certain, 'any' where both agree, 'ambiguous', or 'none'. */
export type DayStyle = DayOrder | 'any' | 'ambiguous' | 'none';

/** 03/04/26 is ambiguous; 31.12.26 is not, nor is 2026-12-31. Dots are never used with the month first. */
export function dayStyleOf(text: string): DayStyle {
  if (readUnordered(text)) return 'any';
  const parts = orderedParts(text);
  if (!parts) return 'none';
  const asDmy = dayOf(parts.year, parts.second, parts.first) !== null;
  const asMdy = parts.mark !== '.' && dayOf(parts.year, parts.first, parts.second) !== null;
  if (asDmy && asMdy) return parts.first === parts.second ? 'any' : 'ambiguous';
  return asDmy ? 'dmy' : asMdy ? 'mdy' : 'none';
}

/** Reads a day as people and packages write it; null if it is none, or no such day exists. */
export function readDay(text: string, order: DayOrder): Temporal.PlainDate | null {
  const plain = readUnordered(text);
  if (plain) return plain;
  const parts = orderedParts(text);
  if (!parts) return null;
  return order === 'mdy' && parts.mark !== '.'
    ? dayOf(parts.year, parts.first, parts.second)
    : dayOf(parts.year, parts.second, parts.first);
}

/** Spellings that say their order themselves: the year first, eight digits, or the month in words. */
function readUnordered(text: string): Temporal.PlainDate | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z-]*)?$/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (/^\d{8}$/.test(text)) return eightDigits(text);
  const worded = /^(\d{1,2})(?:\.|er|st|nd|rd|th)?[\s./-]+([\p{L}]{3,10})\.?[\s./,-]+(\d{4}|\d{2})$/u.exec(
    text,
  );
  if (!worded) return null;
  const month = monthNamed(worded[2] ?? '');
  return month === null ? null : dayOf(fullYear(worded[3] ?? ''), month, Number(worded[1]));
}

function eightDigits(text: string): Temporal.PlainDate | null {
  const at = (from: number, to: number) => Number(text.slice(from, to));
  const year = at(0, 4);
  if (year >= 1900 && year < 2100) {
    const day = dayOf(year, at(4, 6), at(6, 8));
    if (day) return day;
  }
  return dayOf(at(4, 8), at(2, 4), at(0, 2));
}

function orderedParts(text: string) {
  const found = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[T ][\d:.]*(?: ?[AP]M)?)?$/i.exec(text);
  if (!found) return null;
  return {
    first: Number(found[1]),
    mark: found[2] ?? '',
    second: Number(found[3]),
    year: fullYear(found[4] ?? ''),
  };
}

/** Two digits: '79' is 2079, '80' is 1980. Invoices are not older than that. */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 80 ? 2000 + year : 1900 + year;
}

/** A list has few days and many rows; a day never changes, so it may be shared. */
const met = new Map<number, Temporal.PlainDate>();
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (year < 1900 || year > 2199 || day < 1 || day > (LENGTHS[month - 1] ?? 0)) return null;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !leap) return null;
  const key = (year * 12 + month) * 31 + day;
  const before = met.get(key);
  if (before) return before;
  const made = new Temporal.PlainDate(year, month, day);
  if (met.size < 10_000) met.set(key, made);
  return made;
}

// Beginnings of the months' names in French, Dutch, English and German, without accents; longer ones first.
const MONTHS: readonly (readonly [string, number])[] = Object.entries({
  ...{ juil: 7, juin: 6, mars: 3, janv: 1, jan: 1, fev: 2, feb: 2, mar: 3, maa: 3, mrt: 3, apr: 4, avr: 4 },
  ...{
    mai: 5,
    mei: 5,
    may: 5,
    jun: 6,
    jul: 7,
    aou: 8,
    aug: 8,
    sep: 9,
    okt: 10,
    oct: 10,
    nov: 11,
    dec: 12,
    dez: 12,
  },
});

function monthNamed(name: string): number | null {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const known = MONTHS.find(([start]) => plain.startsWith(start));
  return known ? known[1] : null;
}
