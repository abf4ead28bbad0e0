export type DecimalSign = ',' | '.';

/**
 * What a spelling says about its column's decimal sign: ',' or '.' for certain; 'any' where both readings agree
 * (12, 1 234); 'ambiguous' where they differ (1.234 is a thousand or a bit over one); 'none' if it is no amount.
 */
export type AmountStyle = DecimalSign | 'any' | 'ambiguous' | 'none';

const GROUPS = /^\d{1,3}(?:[.,'’ ]\d{3})+$/;

/** Looks at one spelling only; detect-styles.ts asks the whole column. */
export function amountStyleOf(text: string): AmountStyle {
  const found = split(text);
  if (!found) return 'none';
  const { body } = found;
  const spaced = /['’ ]/.test(body);
  const digits = body.replace(/['’ ]/g, '');
  const signs: readonly string[] = digits.match(/[.,]/g) ?? [];
  if (spaced && !GROUPS.test(body.replace(/[.,]\d*$/, ''))) return 'none';
  if (signs.length === 0) return 'any';
  const last = signs[signs.length - 1] as DecimalSign;
  if (signs.length === 1) return styleOfOneSign(digits, last, spaced);
  const other = last === ',' ? '.' : ',';
  if (!signs.includes(other)) return GROUPS.test(digits) ? other : 'none';
  const whole = digits.slice(0, digits.lastIndexOf(last));
  return !whole.includes(last) && GROUPS.test(whole) && !spaced ? last : 'none';
}

/** 1234,5 and 0,125 have decimals for certain; 1,234 may be grouped. */
function styleOfOneSign(digits: string, sign: DecimalSign, spaced: boolean): AmountStyle {
  const [whole = '', rest = ''] = digits.split(sign);
  const grouped = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  return grouped && !spaced ? 'ambiguous' : sign;
}

/**
 * The amount in the smallest unit of a currency with this many decimals, or null if it does not read. More decimals
 * than the currency has are accepted only where they are zeros: nothing is rounded away in silence.
 */
export function readAmount(text: string, sign: DecimalSign, decimals: number): bigint | null {
  const found = split(text);
  if (!found) return null;
  const group = sign === ',' ? '.' : ',';
  const [whole = '', rest = '', ...more] = found.body.split(sign);
  const grouped = /[.,'’ ]/.test(whole);
  if (more.length > 0 || !/^\d*$/.test(rest) || (grouped && !GROUPS.test(whole))) return null;
  if (grouped && whole.includes(group) && /['’ ]/.test(whole)) return null;
  const digits = grouped ? whole.replace(/[.,'’ ]/g, '') : whole;
  if (!/^\d*$/.test(digits) || (digits === '' && rest === '')) return null;
  if (/[^0]/.test(rest.slice(decimals))) return null;
  const minor = BigInt(digits + rest.slice(0, decimals).padEnd(decimals, '0') || '0');
  if (minor >= MINOR_MAX) return null;
  return found.negative ? -minor : minor;
}

/** Ten billions with five decimals to spare: more is no amount, but columns that ran together. */
export const MINOR_MAX = 10n ** 15n;

/** A spreadsheet's number in the smallest unit: null if it has more decimals than the currency, beyond float noise. */
export function readNumber(value: number, decimals: number): bigint | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  const fixed = value.toFixed(decimals);
  if (Math.abs(Number(fixed) - value) > 1e-6) return null;
  return BigInt(fixed.replace('.', ''));
}

const MONEY_WORDS =
  /^(?:€|\$|£|EUR|USD|GBP|CHF|XOF|XAF|F?CFA)\s*|\s*(?:€|\$|£|EUR|USD|GBP|CHF|XOF|XAF|F?CFA)$/gi;
// Debit or credit, as written behind amounts: D/C, DR/CR, Soll/Haben. In a debtor's account a credit lowers what is owed.
const SIDE = /\s*(DR|DB|DT|D|S|CR|CT|C|H)$/i;
const CREDIT = /^(CR|CT|C|H)$/i;

/** Takes the signs off: minus before or behind, brackets, D or C, a currency. What remains is digits and marks. */
function split(text: string): { body: string; negative: boolean } | null {
  if (/^\d+(?:[.,]\d+)?$/.test(text)) return text.length > 40 ? null : { body: text, negative: false };
  let body = text
    .replace(/[\s\u00a0\u202f\u2007\u2009]+/g, ' ')
    .trim()
    .replace(MONEY_WORDS, '');
  if (body.length > 40) return null;
  let negative = false;
  const side = SIDE.exec(body)?.[1];
  if (side) {
    negative = CREDIT.test(side);
    body = body.replace(SIDE, '');
  }
  const bracketed = /^\((.*)\)$/.exec(body);
  if (bracketed) body = bracketed[1] ?? '';
  const signed = /^([-+\u2212\u2013])?\s*(.*?)\s*([-+\u2212\u2013])?$/.exec(body.replace(MONEY_WORDS, ''));
  const [before, behind] = [signed?.[1], signed?.[3]];
  if ((before && behind) || (bracketed && (before || behind))) return null;
  const minus = Boolean(bracketed) || /[-\u2212\u2013]/.test(before ?? behind ?? '');
  if (minus && side) return null;
  body = (signed?.[2] ?? '').replace(MONEY_WORDS, '');
  return /^\d[\d.,'’ ]*$|^[.,]\d+$/.test(body) ? { body, negative: negative || minus } : null;
}
