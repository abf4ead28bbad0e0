import type { Bill, NumberStyle } from './payments-ledger.ts';
import { AROUND, type Chance, type Tongue } from './payments-words.ts';

/** A number as payers type it, and whether all that tells it from other numbers is still there. */
export type Spelt = { readonly text: string; readonly legible: boolean };

/** The number as typed: whole, without its letters, without separators, without zeros, or only its end. */
export function spell(chance: Chance, style: NumberStyle, number: string): Spelt {
  const [letters, year, sequence] = partsOf(style, number);
  const bare = String(Number(sequence));
  if (style === 'plain') {
    const text = chance.one([number, number, `n°${number}`, `${number.slice(0, 3)} ${number.slice(3)}`]);
    return { text, legible: true };
  }
  const long = year.length === 2 ? `20${year}` : year;
  const ways: readonly Spelt[] = [
    { text: number, legible: true },
    { text: number.replace(/[-/]/g, ''), legible: true },
    { text: number.replace(/[-/]/g, ' '), legible: true },
    { text: number.toLowerCase(), legible: true },
    { text: `${letters}${year}/${sequence}`, legible: true },
    { text: `${year}-${sequence}`, legible: true },
    { text: `${year}${sequence}`, legible: true },
    { text: `${long}/${bare}`, legible: bare.length > 1 },
    { text: `${letters} ${year} ${bare}`, legible: bare.length > 1 },
    { text: sequence, legible: false },
    { text: bare, legible: false },
  ];
  return chance.percent(55) ? (ways[0] as Spelt) : chance.one(ways);
}

function partsOf(style: NumberStyle, number: string): readonly [string, string, string] {
  if (style === 'letter-year') return ['F', number.slice(1, 5), number.slice(6)];
  if (style === 'year-slash') return ['', number.slice(0, 4), number.slice(5)];
  return ['INV', number.slice(4, 6), number.slice(7)];
}

/** Several numbers in one text: each whole, or the first whole and the others by their ends. */
export function spellTogether(chance: Chance, style: NumberStyle, bills: readonly Bill[]): Spelt {
  const joint = chance.one([', ', ' + ', ' et ', ' en ', ' / ', '; ', ' und ']);
  if (style !== 'plain' && chance.percent(25)) {
    const ends = bills.map(({ number }, at) => (at === 0 ? number : number.split(/[-/]/).at(-1)));
    return { text: ends.join(joint), legible: false };
  }
  return { text: bills.map(({ number }) => number).join(joint), legible: true };
}

/** One digit wrong, left out, or swapped with its neighbour. */
export function misspell(chance: Chance, number: string): string {
  const digits = [...number.matchAll(/\d/g)].map(({ index }) => index).slice(-5);
  const at = chance.one(digits.slice(0, -1));
  const kind = chance.between(0, 2);
  if (kind === 0) return number.slice(0, at) + number.slice(at + 1);
  const digit = number.charAt(at);
  const after = number.charAt(at + 1);
  if (kind === 1 && digit !== after) return number.slice(0, at) + after + digit + number.slice(at + 2);
  return `${number.slice(0, at)}${(Number(digit) + chance.between(1, 9)) % 10}${number.slice(at + 1)}`;
}

export function around(chance: Chance, tongue: Tongue, text: string): string {
  // Customers name orders and themselves as well: figures that look like a number, and are none.
  const other = String(chance.between(1_000, 250_000));
  return chance.one(AROUND[tongue]).replace('77812', other).replace('{}', text);
}

/** A structured reference as it stands in free text: with signs, without, in groups, split, without leading zeros. */
export function spellReference(chance: Chance, reference: string): string {
  const groups = reference.replaceAll('+', '');
  const digits = groups.replaceAll('/', '');
  return chance.one([
    reference,
    reference,
    reference.replaceAll('+', '*'),
    groups,
    digits,
    groups.replaceAll('/', ' '),
    `+++ ${groups.replaceAll('/', ' / ')} +++`,
    `${reference.slice(0, 12)} ${reference.slice(12)}`,
    `REF ${digits}`,
    `communication ${digits.replace(/^0+/, '')}`,
    `++${groups}++`,
  ]);
}
