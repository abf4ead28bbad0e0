import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { Language } from '#core/receivables/kinds.ts';

/** How a letter writes amounts and days: the debtor's language, as the company's country writes it. */
export type Figures = {
  /** 1 210,00 € */
  money(minor: bigint, currency: Currency): string;
  /** 1 210,00 */
  amount(minor: bigint, currency: Currency): string;
  /** 31/03/2026 */
  day(day: Temporal.PlainDate): string;
  /** 31 mars 2026 */
  longDay(day: Temporal.PlainDate): string;
  list(words: readonly string[]): string;
  /** 10,50: a rate without its sign. */
  percent(rate: string): string;
};

const USUAL: Readonly<Record<Language, string>> = { fr: 'fr-FR', nl: 'nl-NL', de: 'de-DE', en: 'en-GB' };
const OWN: Readonly<Record<Language, readonly string[]>> = {
  fr: ['BE', 'LU', 'CH', 'CA', 'CI', 'SN', 'CM', 'BF', 'BJ', 'TG', 'ML', 'NE', 'GA', 'CG', 'CD', 'MA', 'TN'],
  nl: ['BE'],
  de: ['AT', 'BE', 'CH', 'LI', 'LU'],
  en: ['US', 'CA', 'AU', 'NZ', 'IE', 'ZA', 'IN'],
};

const made = new Map<string, Figures>();

/** The figures of a language in a country; made once, for making a format is dear. */
export function figuresFor(language: Language, country: string): Figures {
  const locale = OWN[language].includes(country) ? `${language}-${country}` : USUAL[language];
  const known = made.get(locale);
  if (known) return known;
  const figures = make(locale);
  made.set(locale, figures);
  return figures;
}

function make(locale: string): Figures {
  const styles = new Map<string, Intl.NumberFormat>();
  const style = (currency: Currency, options: Intl.NumberFormatOptions) => {
    const key = `${currency} ${options.style}`;
    const format = styles.get(key) ?? new Intl.NumberFormat(locale, options);
    styles.set(key, format);
    return format;
  };
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' });
  const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const percent = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 6 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    money: (minor, currency) => write(style(currency, { style: 'currency', currency }), minor, currency),
    amount: (minor, currency) => {
      const decimals = toDecimal(money(0n, currency)).split('.')[1]?.length ?? 0;
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return write(style(currency, { style: 'decimal', ...digits }), minor, currency);
    },
    day: (value) => day.format(value),
    longDay: (value) => longDay.format(value),
    list: (words) => list.format(words),
    percent: (rate) => percent.format(rate as Intl.StringNumericLiteral),
  };
}

/** Intl reads decimal strings exactly; a number would round. A true minus sign stands before a credit,
 * and groups are parted by a space wide enough to be seen in print. */
function write(format: Intl.NumberFormat, minor: bigint, currency: Currency): string {
  const decimal = toDecimal(money(minor, currency));
  return format
    .format(decimal as Intl.StringNumericLiteral)
    .replace('-', '\u2212')
    .replaceAll('\u202f', '\u00a0');
}
