import fc from 'fast-check';
import { expect, test } from 'vitest';
import { belgianReference, creditorReference, printReference } from '#core/receivables/payment-reference.ts';
import { findReferences } from './find-references.ts';

const BELGIAN = '+++090/9337/55493+++';

test.each([
  ['+++090/9337/55493+++', [BELGIAN]],
  ['***090/9337/55493***', [BELGIAN]],
  ['090933755493', [BELGIAN]],
  ['090 9337 55493', [BELGIAN]],
  ['090/9337/55493', [BELGIAN]],
  ['+++ 090 / 9337 / 55493 +++', [BELGIAN]],
  ['++090/9337/55493++', [BELGIAN]],
  // Broken over two lines by the bank, and put together with a blank or a line end.
  ['+++090/93 37/55493+++', [BELGIAN]],
  ['+++090/9337/554\n93+++', [BELGIAN]],
  ['paiement REF090933755493 merci', [BELGIAN]],
  // Leading zeros left out: nine digits are enough, eight are not.
  ['90933755493', [BELGIAN]],
  ['votre réf. 090/9337/55493 du 12/02', [BELGIAN]],
  // One digit off, one too many, one too few.
  ['090/9337/55494', []],
  ['0909337554931', []],
  ['090/9337/5549', []],
  ['facture 12', []],
  ['', []],
  ['RF18539007547034', ['RF18539007547034']],
  ['RF18 5390 0754 7034', ['RF18539007547034']],
  ['rf18 5390 0754 7034 merci', ['RF18539007547034']],
  ['R F18 5390 0754 7034', ['RF18539007547034']],
  ['RF18-5390-0754-7034', ['RF18539007547034']],
  ['betaling RF18 5390 07 54 7034.', ['RF18539007547034']],
  ['RF19539007547034', []],
  // Within a word it is none.
  ['BRF18539007547034', []],
  ['RF18', []],
])('“%s” holds %j', (text, expected) => {
  expect(findReferences(text)).toEqual(expected);
});

test('leading zeros may be left out down to nine digits', () => {
  const nine = printReference(belgianReference(1_234_567n)); // 000123456 7xx: nine digits without zeros
  const digits = nine.replace(/\D/g, '').replace(/^0+/, '');
  expect(digits).toHaveLength(9);
  expect(findReferences(digits)).toEqual([nine]);
  const eight = printReference(belgianReference(123_456n));
  expect(findReferences(eight.replace(/\D/g, '').replace(/^0+/, ''))).toEqual([]);
});

test('two references in one text are both found', () => {
  const other = printReference(belgianReference(12n));
  expect(findReferences(`${BELGIAN} et ${other}`)).toEqual([BELGIAN, other]);
});

test('every reference is found however it is grouped, and none with a digit wrong', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 9_999_999_999n),
      fc.array(fc.constantFrom('', ' ', '/', '-', '.', '  '), { minLength: 12, maxLength: 12 }),
      fc.nat(11),
      fc.integer({ min: 1, max: 9 }),
      (number, joints, at, change) => {
        const stored = printReference(belgianReference(number));
        const digits = stored.replace(/\D/g, '');
        const typed = [...digits].map((digit, place) => digit + (joints[place] ?? '')).join('');
        expect(findReferences(`fact ${typed} x`)).toContain(stored);
        const wrong = [...digits].map((digit, place) =>
          place === at ? (Number(digit) + change) % 10 : digit,
        );
        expect(findReferences(wrong.join(''))).not.toContain(stored);
      },
    ),
    { seed: 20260301, numRuns: 500 },
  );
});

test('every creditor reference is found, in one or in groups of four', () => {
  const body = fc.string({
    unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'),
    minLength: 1,
    maxLength: 21,
  });
  fc.assert(
    fc.property(body, (text) => {
      const reference = creditorReference(text);
      expect(findReferences(`Rechnung ${printReference(reference)}`)).toContain(reference.text);
      expect(findReferences(reference.text.toLowerCase())).toContain(reference.text);
    }),
    { seed: 20260301, numRuns: 300 },
  );
});

test('a long text of figures takes no time', () => {
  const started = performance.now();
  findReferences('1 2 3 4 5 6 7 8 9 0 '.repeat(2_000));
  findReferences('RF'.repeat(10_000));
  findReferences('+++'.repeat(10_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
