/** Reads a day as people type it: 12/3, 12.03.2026, 2026-03-12, +14, friday. Null if it is no day. */
export function readTypedDay(
  text: string,
  today: Temporal.PlainDate,
  locale: string,
): Temporal.PlainDate | null {
  const typed = text.trim().toLowerCase();
  const relative = /^([+-])\s?(\d{1,4})$/.exec(typed);
  if (relative) return today.add({ days: Number(`${relative[1]}${relative[2]}`) });
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const written = /^(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{2}|\d{4}))?\.?$/.exec(typed);
  if (written) return writtenDay(written, today, locale);
  return namedDay(typed, today, locale);
}

/** Reads an amount as people type it: 1234,56 · 1.234,56 · 1 234,56 · 1'234.56. A decimal string, or null. */
export function readTypedAmount(text: string, decimals: number): string | null {
  const typed = text.replace(/[\s\u00a0\u202f'’]/g, '');
  if (!/^-?[\d.,]*\d[\d.,]*$/.test(typed)) return null;
  const at = Math.max(typed.lastIndexOf(','), typed.lastIndexOf('.'));
  const tail = at < 0 ? '' : typed.slice(at + 1);
  const marks = typed.match(/[.,]/g) ?? [];
  // '1.234' groups thousands, '1.23' has cents: three digits after one mark are thousands unless the currency has three.
  const isDecimal = at >= 0 && tail.length <= decimals && !repeated(marks, typed[at] ?? '');
  const whole = (isDecimal ? typed.slice(0, at) : typed).replace(/[.,]/g, '');
  if (!isDecimal && at >= 0 && !/^-?\d{1,3}([.,]\d{3})+$/.test(typed)) return null;
  return `${whole || '0'}${isDecimal && tail ? `.${tail}` : ''}`;
}

function repeated(marks: readonly string[], mark: string): boolean {
  return marks.filter((each) => each === mark).length > 1;
}

function writtenDay(
  found: RegExpExecArray,
  today: Temporal.PlainDate,
  locale: string,
): Temporal.PlainDate | null {
  const [first, second] = [Number(found[1]), Number(found[2])];
  const [day, month] = locale === 'en-US' ? [second, first] : [first, second];
  const year = found[3] === undefined ? today.year : Number(found[3]) + (found[3].length === 2 ? 2000 : 0);
  return dayOf(year, month, day);
}

/** The next day of that name, in the reader's language: 'friday', 'ven', 'Freitag', 'next friday'. */
function namedDay(typed: string, today: Temporal.PlainDate, locale: string): Temporal.PlainDate | null {
  const name = typed
    .replace(/^(next|prochain|volgende|nächsten?|kommenden?)\s+|\s+prochain$/u, '')
    .replace(/\.$/, '');
  if (name.length < 2) return null;
  const days = Array.from({ length: 7 }, (_, index) => today.add({ days: index + 1 }));
  const named = (day: Temporal.PlainDate) => day.toLocaleString(locale, { weekday: 'long' }).toLowerCase();
  return days.find((day) => named(day).startsWith(name)) ?? null;
}

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}
