/** '2026-03-31' from its numbers; null if there is no such day. */
export function isoDay(year: number, month: number, day: number): string | null {
  if (!(year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1)) return null;
  if (day > daysIn(year, month)) return null;
  return `${year}-${two(month)}-${two(day)}`;
}

/** '310326' as '2026-03-31'; a year up to `pivot` is of this century. Null if it is no day. */
export function dayFromDdmmyy(text: string, pivot: number): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const year = Number(text.slice(4));
  return isoDay((year > pivot ? 1900 : 2000) + year, Number(text.slice(2, 4)), Number(text.slice(0, 2)));
}

/** '20260331', with or without a time behind it, as '2026-03-31'. Null if it is no day. */
export function dayFromYyyymmdd(text: string): string | null {
  if (!/^\d{8}/.test(text)) return null;
  return isoDay(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8)));
}

export function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function two(figure: number): string {
  return String(figure).padStart(2, '0');
}
