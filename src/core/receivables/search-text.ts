import { type Currency, decimalsOf } from '#core/money/currencies.ts';

/** What somebody typed into a search, made ready to be looked for in keys of small letters. */
export type SearchText = {
  readonly words: string;
  /** Without the signs people put into references and IBANs: '+++090/9337/55493+++' and 'BE68 5390' compare by it. */
  readonly compact: string;
  /** Document numbers, references and IBANs hold digits; names of cafés rarely do. */
  readonly hasDigit: boolean;
};

export function searchTextOf(typed: string): SearchText {
  const words = typed.trim().toLowerCase().replace(/\s+/gu, ' ');
  return { words, compact: words.replace(/[\s+*/.]/gu, ''), hasDigit: /\d/.test(words) };
}

/** `%words%` for SQL's LIKE, in which the words stand for themselves. */
export function containing(words: string): string {
  return `%${words.replace(/[\\%_]/gu, '\\$&')}%`;
}

/** What a key may contain for a search to find it: the words as typed and, where it differs, without their signs. */
export function patternsOf({ words, compact }: SearchText): readonly string[] {
  return [...new Set([containing(words), containing(compact)])];
}

/**
 * The amount somebody may mean, in the smallest unit: '1234,56', '1.234,56', '1 234.56', "1'234". Null where it does
 * not read as an amount. The last comma or point is the decimal one, unless three digits follow a single one.
 */
export function amountMeant(typed: string, currency: Currency): bigint | null {
  const text = typed.trim().replace(/[\s'’\u00a0\u202f€]/gu, '');
  if (!/^-?\d[\d.,]*$/.test(text)) return null;
  const decimals = decimalsOf(currency);
  const cut = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  const after = cut < 0 ? 0 : text.length - cut - 1;
  const isDecimal = cut >= 0 && after > 0 && after <= decimals;
  const whole = (isDecimal ? text.slice(0, cut) : text).replace(/[.,]/g, '');
  const part = isDecimal ? text.slice(cut + 1).padEnd(decimals, '0') : '0'.repeat(decimals);
  return BigInt(`${whole}${part}`);
}
