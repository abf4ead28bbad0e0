import { fineFromDigits } from '#core/bank/bank-amount.ts';
import { dayFromDdmmyy } from '#core/bank/bank-day.ts';
import { refuse } from '#core/refusal.ts';

export const WIDTH = 120;
/** A year above is of the last century. */
const PIVOT = 60;

/** From and to, counted from 1, both included, as the brochure prints them. */
type Zone = readonly [from: number, to: number];

/** What every record begins with. */
const COMMON = {
  bank: [3, 7],
  branch: [12, 16],
  currency: [17, 19],
  decimals: [20, 20],
  account: [22, 32],
} as const;

/** The records of CFONB 120. `least`: what must be there if blanks at the end were cut off. */
export const RECORDS = {
  '01': { least: 104, zones: { ...COMMON, day: [35, 40], amount: [91, 104] } },
  '04': {
    least: 104,
    zones: {
      ...COMMON,
      code: [33, 34],
      bookedOn: [35, 40],
      rejected: [41, 42],
      valueOn: [43, 48],
      label: [49, 80],
      entry: [82, 88],
      amount: [91, 104],
      reference: [105, 120],
    },
  },
  '05': { least: 45, zones: { ...COMMON, qualifier: [46, 48], text: [49, 118] } },
  '07': { least: 104, zones: { ...COMMON, day: [35, 40], amount: [91, 104] } },
} as const satisfies Record<
  string,
  { readonly least: number; readonly zones: Readonly<Record<string, Zone>> }
>;

export type RecordMark = keyof typeof RECORDS;
export type Zones<Mark extends RecordMark> = Readonly<Record<keyof (typeof RECORDS)[Mark]['zones'], string>>;

export type Place = { readonly file: string; readonly row: number };

/** @throws Refusal bank_record_unknown, bank_line_length, bank_version_unknown */
export function markOf(text: string, { file, row }: Place): RecordMark {
  const mark = text.slice(0, 2);
  const line = String(row);
  // Records of 240 characters announce returns of other collections: another format, of the same authors.
  if (/^3[149]/.test(mark)) refuse('bank_version_unknown', { file, line, given: '240', expected: '120' });
  if (!isMark(mark)) {
    const expected = Object.keys(RECORDS).sort().join(', ');
    return refuse('bank_record_unknown', { file, line, given: text.slice(0, 10), expected });
  }
  if (text.length > WIDTH || text.length < RECORDS[mark].least) {
    refuse('bank_line_length', { file, line, given: String(text.length), expected: String(WIDTH) });
  }
  return mark;
}

function isMark(mark: string): mark is RecordMark {
  return Object.hasOwn(RECORDS, mark);
}

export function cut<Mark extends RecordMark>(mark: Mark, text: string): Zones<Mark> {
  const whole = text.padEnd(WIDTH);
  const entries = Object.entries<Zone>(RECORDS[mark].zones);
  return Object.fromEntries(
    entries.map(([name, [from, to]]) => [name, whole.slice(from - 1, to)]),
  ) as Zones<Mark>;
}

/** The last digit and the sign share one character; French machines write é and è for the braces. */
const LAST: Readonly<Record<string, readonly [digit: string, isNegative: boolean]>> = Object.fromEntries([
  ...['{ABCDEFGHI', '}JKLMNOPQR'].flatMap((signs, row) =>
    [...signs].map((sign, digit) => [sign, [String(digit), row === 1]] as const),
  ),
  ...[...'0123456789'].map((digit) => [digit, [digit, false]] as const),
  ['é', ['0', false]],
  ['è', ['0', true]],
]);

export function amountFrom(zone: string, decimals: number, place: Place): bigint {
  const last = LAST[zone.slice(13)];
  const digits = last ? `${zone.slice(0, 13).replaceAll(' ', '0')}${last[0]}` : '';
  const amount = fineFromDigits(digits, decimals);
  if (!last || amount === null) return unreadable('amount', zone, '0000000001904}', place);
  return last[1] ? -amount : amount;
}

export function dayOrNull(zone: string, field: string, place: Place): string | null {
  if (zone.trim() === '' || zone === '000000') return null;
  return dayFromDdmmyy(zone.replaceAll(' ', '0'), PIVOT) ?? unreadable(field, zone, '310326', place);
}

export function dayFrom(zone: string, field: string, place: Place): string {
  return dayOrNull(zone, field, place) ?? unreadable(field, zone, '310326', place);
}

/** The number of decimals of the record, if it tells. */
export function decimalsIn(zone: string, place: Place): number | null {
  if (zone.trim() === '') return null;
  return /^\d$/.test(zone) ? Number(zone) : unreadable('decimals', zone, '2', place);
}

export function unreadable(field: string, given: string, example: string, { file, row }: Place): never {
  return refuse('bank_field_unreadable', { file, line: String(row), field, given, example });
}
