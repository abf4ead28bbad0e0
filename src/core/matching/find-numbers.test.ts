import { describe, expect, test } from 'vitest';
import { findNumbers } from './find-numbers.ts';
import { learnNumberPatterns, numberKeyOf } from './number-patterns.ts';

const F = { prefix: 'f', yearDigits: 4, years: ['2026', '2025'], width: 5, count: 90 } as const;
const SHORT_YEAR = { prefix: 'inv', yearDigits: 2, years: ['26'], width: 4, count: 90 } as const;
const PLAIN = { prefix: '', yearDigits: 0, years: [], width: 6, count: 90 } as const;

describe('what a company’s numbers have in common', () => {
  test.each([
    [
      ['F2026-00001', 'F2026-00002', 'F2025-00001'],
      { prefix: 'f', yearDigits: 4, years: ['2026', '2025'], width: 5 },
    ],
    [['2026/0001', '2026/0002', '2026/0003'], { prefix: '', yearDigits: 4, years: ['2026'], width: 4 }],
    [
      ['INV-26-0001', 'INV-26-0002', 'INV-25-0003'],
      { prefix: 'inv', yearDigits: 2, years: ['26', '25'], width: 4 },
    ],
    [['100001', '100002', '100003'], { prefix: '', yearDigits: 0, years: [], width: 6 }],
    [['20260001', '20260002', '20250001'], { prefix: '', yearDigits: 4, years: ['2026', '2025'], width: 4 }],
    [['A100', 'A101', 'A102'], { prefix: 'a', yearDigits: 0, years: [], width: 3 }],
  ])('%j', (numbers, expected) => {
    expect(learnNumberPatterns(numbers)).toEqual([{ ...expected, count: 3 }]);
  });

  test('two of a kind are no pattern, three are', () => {
    expect(learnNumberPatterns(['F2026-00001', 'F2026-00002'])).toEqual([]);
    expect(learnNumberPatterns(['F2026-00001', 'F2026-00002', 'F2026-00003'])).toHaveLength(1);
  });

  test('the commonest comes first', () => {
    const numbers = ['C1-1', '100001', '100002', '100003', ...[1, 2, 3, 4].map((at) => `F2026-0000${at}`)];
    expect(learnNumberPatterns(numbers).map(({ prefix, count }) => [prefix, count])).toEqual([
      ['f', 4],
      ['', 3],
    ]);
  });
});

/** The text, the number it stands for, and how much of it stands there; null: it is not found. */
test.each([
  ['F2026-00123', F, 'f202600123', 'full'],
  ['facture f 2026 00123', F, 'f202600123', 'full'],
  ['F2026/00123.', F, 'f202600123', 'full'],
  ['F202600123', F, 'f202600123', 'full'],
  ['fact F2026-123', F, 'f202600123', 'year'],
  ['2026-00123', F, 'f202600123', 'year'],
  ['202600123', F, 'f202600123', 'year'],
  ['Rechnung 2026/123', F, 'f202600123', 'year'],
  ['26/123', F, 'f202600123', 'year'],
  ['2026/12', F, 'f202600012', 'year'],
  // One digit behind a year may be a week or a month.
  ['2026/1', F, 'f202600001', null],
  ['00123', F, 'f202600123', 'short'],
  ['123', F, 'f202600123', 'short'],
  ['123', F, 'f202500123', 'short'],
  ['12', F, 'f202600012', null],
  // A year nobody numbered in, a prefix that is another's.
  ['F2019-00123', F, 'f202600123', null],
  ['NC2026-00123', F, 'f202600123', 'year'],
  ['inv 26 42', SHORT_YEAR, 'inv260042', 'year'],
  ['INV-2026-0042', SHORT_YEAR, 'inv260042', 'full'],
  ['INV-26-0042', SHORT_YEAR, 'inv260042', 'full'],
  ['104523', PLAIN, '104523', 'full'],
  ['facture 104 523', PLAIN, '104523', 'full'],
  ['4523', PLAIN, '004523', 'short'],
  // What it is called decides: an order's figures are weak, whatever they are like.
  ['commande 104523', PLAIN, '104523', 'short'],
  ['klant 104523', PLAIN, '104523', 'short'],
  ['Kd.-Nr. 104523', PLAIN, '104523', 'short'],
  // Dates, amounts, references and accounts are none.
  ['10.04.2026', PLAIN, '10042026', null],
  ['12/02/2026', F, 'f202600012', null],
  ['1.045,23', PLAIN, '104523', null],
  ['+++104/5237/55493+++', PLAIN, '104523', null],
  ['BE68 5390 0754 7034', PLAIN, '539007', null],
] as const)('“%s” by %o is %s: %s', (text, pattern, key, form) => {
  const found = findNumbers(text, [pattern]).find((one) => one.key === key);
  expect(found?.form ?? null).toBe(form);
});

test('several numbers of one text are all found', () => {
  const keys = findNumbers('F2026-00012, 00013 et 2026/17', [F]).map(({ key, form }) => [key, form]);
  expect(keys).toContainEqual(['f202600012', 'full']);
  expect(keys).toContainEqual(['f202600013', 'short']);
  expect(keys).toContainEqual(['f202600017', 'year']);
});

test.each([
  ['F2026-99999', true],
  ['2026-99999', true],
  ['facture 99999', true],
  ['factuur nr. 99999', true],
  ['Rg. 987', true],
  // Too few figures, a year, no word for it, a word for something else.
  ['facture 98', false],
  ['facture 2026', false],
  ['99999', false],
  ['commande 99999', false],
])('“%s” means a document: %s', (text, meant) => {
  expect(findNumbers(text, [F]).some((one) => one.meant)).toBe(meant);
});

test('plain figures as long as the company’s numbers mean one, unless they are called otherwise', () => {
  expect(findNumbers('199999', [PLAIN]).some(({ meant }) => meant)).toBe(true);
  expect(findNumbers('19999', [PLAIN]).some(({ meant }) => meant)).toBe(false);
  expect(findNumbers('client 199999', [PLAIN]).some(({ meant }) => meant)).toBe(false);
});

test.each([
  ['F2026-00123', 'f202600123'],
  [' 2026/0012 ', '20260012'],
  ['inv_26.7', 'inv267'],
])('the key of %s is %s', (number, key) => {
  expect(numberKeyOf(number)).toBe(key);
});
