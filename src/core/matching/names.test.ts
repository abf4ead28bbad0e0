import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedName, compareNames, nameKeysOf } from './names.ts';
import { editsBetween, plainText } from './plain-text.ts';

test.each([
  ['Café Le Cygne SPRL', 'CAFE LE CYGNE', 'same'],
  ['Café Le Cygne SPRL', 'SPRL LE CYGNE CAFÉ', 'same'],
  ['S.P.R.L. Dumont', 'Dumont SRL', 'same'],
  ['Müller & Söhne GmbH', 'MULLER UND SOHNE', 'same'],
  ['Bœuf Couronné', 'BOEUF COURONNE', 'same'],
  ['Weiß OHG', 'Weiss', 'same'],
  ['Bäckerei Müller', 'BAECKEREI MUELLER', 'same'],
  ['Café Noël', 'CAFE NOEL', 'same'],
  ['GAEC du Val', 'Val', 'same'],
  ['D’Hondt Transport NV', "d'hondt transport", 'same'],
  ['Ets Lefèbvre et Fils', 'Lefebvre & fils', 'same'],
  ['Coopérative Meetjesland CVBA', 'Cooperative Meetjesland', 'same'],
  ['SARL Traoré et Frères', 'TRAORE FRERES SUARL', 'same'],
  ['Dupont Jean', 'M. Jean Dupont', 'same'],
  ['Peeters-Claes BV', 'Peeters Claes', 'same'],
  // Cut off by the bank: at a place where banks cut it is the same, elsewhere only alike.
  ['Schrijnwerkerij Peeters-Claes Kortrijk', 'SCHRIJNWERKERIJ PEETERS-CLAES KORTR', 'same'],
  ['Schrijnwerkerij Peeters-Claes Kortrijk', 'SCHRIJNWERKERIJ PEETERS-CLAES KO', 'same'],
  ['Schrijnwerkerij Peeters-Claes Kortrijk', 'SCHRIJNWERKERIJ PEETERS-CLAES K', 'alike'],
  ['Hôtel du Marché Liège', 'HOTEL DU M', 'other'],
  // A slip in a long word, an initial.
  ['Boulangerie Thiry', 'BOULANGERE THIRY', 'alike'],
  ['Jean Dupont', 'J Dupont', 'alike'],
  // Short words have no room for slips.
  ['Café Pont', 'Café Mont', 'other'],
  ['Garage Maes', 'Garage Claes', 'other'],
  ['Boulangerie Thiry Namur', 'Boulangerie Simon Namur', 'other'],
  ['Dupont Jean', 'Dupont Marie', 'other'],
  // A word more or less is alike, unless each has one that the other lacks.
  ['Garage Maes', 'Garage Maes Leuven', 'alike'],
  ['Maes Garage', 'Garage Maes Louvain-la-Neuve', 'other'],
  ['Boulangerie Thiry Namur', 'Boulangerie Namur', 'alike'],
  ['', 'Dupont', 'other'],
  // Nothing but a form is compared as it is.
  ['SA', 'SA', 'same'],
  ['SA', 'NV', 'other'],
])('“%s” and “%s” are %s', (one, other, likeness) => {
  expect(compareNames(comparedName(one), comparedName(other))).toBe(likeness);
  expect(compareNames(comparedName(other), comparedName(one))).toBe(likeness);
});

describe('for any name', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcdefgéèüßœ &-.’ABC '), maxLength: 40 });
  test('it is itself, whatever its case', () => {
    fc.assert(
      fc.property(name, (text) => {
        const one = comparedName(text);
        if (one.words.length > 0) expect(compareNames(one, comparedName(text.toUpperCase()))).toBe('same');
      }),
      { seed: 1 },
    );
  });
  test('who is the same shares a key', () => {
    fc.assert(
      fc.property(name, (text) => {
        const keys = nameKeysOf(text);
        const others = nameKeysOf(text.toUpperCase());
        expect(others).toEqual(keys);
      }),
      { seed: 2 },
    );
  });
});

test('a slip in a long word leaves one of its keys', () => {
  const keys = nameKeysOf('Boulangerie');
  expect(nameKeysOf('Buolangerie').some((key) => keys.includes(key))).toBe(true);
  expect(nameKeysOf('Boulangrie').some((key) => keys.includes(key))).toBe(true);
});

test.each([
  ['dumont', 'dumont', 0],
  ['dumont', 'dumon', 1],
  ['dumont', 'dummont', 1],
  ['dumont', 'domont', 1],
  ['dumont', 'dmuont', 1],
  ['dumont', 'dimond', 2],
  ['dumont', 'simon', 3],
  ['', 'ab', 2],
  ['abc', '', 3],
])('from %s to %s is %i edits', (one, other, edits) => {
  for (const most of [1, 2]) {
    expect(editsBetween(one, other, most)).toBe(Math.min(edits, most + 1));
    expect(editsBetween(other, one, most)).toBe(Math.min(edits, most + 1));
  }
});

test.each([
  ['  Café\tÉLOÏSE ', 'cafe eloise'],
  ['Straße Øresund Łódź', 'strasse oresund lodz'],
  ['e\u0301t\u00e9', 'ete'],
  ['plain  text', 'plain text'],
])('“%s” plainly is “%s”', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
