export type MoneyShown = { readonly amount: string; readonly currency: string };

export type Formats = {
  readonly locale: string;
  /** '1 234,50 €': the amount is a decimal string, of any length, never rounded. */
  money(shown: MoneyShown): string;
  /** '31 mars 2026': a month name, so nobody takes 5/3 for 3/5. */
  day(iso: string): string;
  /** '31/03/2026', with four digits of the year, where a column is narrow. */
  dayShort(iso: string): string;
  /** 'jeudi 31 mars' on a calendar. */
  weekday(iso: string): string;
  /** '31 mars 2026, 14:05', in the reader's time zone or the one given. */
  moment(iso: string, timeZone?: string): string;
  /** 'in 3 days', 'yesterday', seen from `today`. */
  relativeDay(iso: string, today: string): string;
  number(value: number): string;
  percent(share: number): string;
  /** 'a, b and c' */
  list(words: readonly string[]): string;
  country(code: string): string;
  languageName(code: string): string;
  compare(a: string, b: string): number;
};

export function formatsIn(locale: string): Formats {
  return {
    locale,
    money: ({ amount, currency }) =>
      moneyFormat(locale, currency).format(amount as Intl.StringNumericLiteral),
    day: (iso) => dayIn(locale, iso),
    dayShort: (iso) => dayFormat(locale, SHORT).format(noon(iso)),
    weekday: (iso) => dayFormat(locale, WEEKDAY).format(noon(iso)),
    moment: (iso, timeZone) => momentFormat(locale, timeZone).format(new Date(iso)),
    relativeDay: (iso, today) => relativeDay(locale, iso, today),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (share) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    list: (words) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words),
    country: (code) => named(locale, 'region', code),
    languageName: (code) => named(locale, 'language', code),
    compare: new Intl.Collator(locale, { numeric: true, sensitivity: 'base' }).compare,
  };
}

/** '31 mars 2026' */
export function dayIn(locale: string, iso: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) ? dayFormat(locale, LONG).format(noon(iso)) : iso;
}

const LONG: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
const SHORT: Intl.DateTimeFormatOptions = {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  timeZone: 'UTC',
};
const WEEKDAY: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
};

const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function keep<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  key: string,
  make: () => Format,
): Format {
  const known = kept.get(key) as Format | undefined;
  if (known) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  return keep(
    `money ${locale} ${currency}`,
    () => new Intl.NumberFormat(locale, { style: 'currency', currency }),
  );
}

function dayFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(`${locale} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

function momentFormat(locale: string, timeZone: string | undefined): Intl.DateTimeFormat {
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  return dayFormat(locale, { ...day, hour: '2-digit', minute: '2-digit', ...(timeZone ? { timeZone } : {}) });
}

/** Intl writes moments: noon in UTC is the same calendar day wherever it is written in UTC. */
function noon(iso: string): Date {
  return new Date(`${iso.slice(0, 10)}T12:00:00Z`);
}

function relativeDay(locale: string, iso: string, today: string): string {
  const days = Math.round((noon(iso).getTime() - noon(today).getTime()) / 86_400_000);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

function named(locale: string, type: 'region' | 'language', code: string): string {
  return new Intl.DisplayNames(locale, { type, fallback: 'code' }).of(code) ?? code;
}
